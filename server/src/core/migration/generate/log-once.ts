import { marker } from './pydantic-dual-read.ts';
import { comment } from './python-text.ts';

/** The function of generated code that logs a message once per process: `_log_NAME`. */
export function logOnce({
  id,
  name,
  log,
  width,
}: {
  readonly id: string;
  readonly name: string;
  /** What the logger is called in the module. */
  readonly log: string;
  readonly width: number;
}): readonly string[] {
  return [
    comment('', `${marker(id)} phase=expand (once per process; delete in contract)`, width),
    '@cache',
    `def _log_${name}(message: str) -> None:`,
    `    ${log}.warning(message)`,
  ];
}
