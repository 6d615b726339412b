import type { Span } from '../../text/span.ts';
import type { SupplyProblem } from '../supply.ts';

/** A place in a file of the workspace. */
export interface Place {
  readonly path: string;
  readonly span: Span;
}

/** A file while manifests are read from it. */
export interface Reading {
  readonly path: string;
  readonly text: string;
  /** `kustomize` reads and prints it before `kubectl` does: `yes` is a text there. */
  readonly kustomized: boolean;
  readonly problems: SupplyProblem[];
}

/** Notes what the cluster or kustomize refuses at a place. */
export function report(
  reading: Pick<Reading, 'path' | 'text' | 'problems'>,
  span: Span,
  message: string,
  severity: SupplyProblem['severity'] = 'error',
): void {
  reading.problems.push({ path: reading.path, span: visible(reading.text, span), message, severity });
}

/** The part of a span on its first line; the character before it where it is empty. */
function visible(text: string, { start, end }: Span): Span {
  const line = text.slice(start, end).search(/[\r\n]/);
  const last = line < 0 ? end : start + line;
  if (last > start) return { start, end: last };
  return start > 0 ? { start: start - 1, end: start } : { start, end: Math.min(text.length, start + 1) };
}
