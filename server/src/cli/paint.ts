import pc from 'picocolors';
import type { Severity } from '../core/snapshot.ts';
import type { Terminal } from './terminal.ts';

export interface Paint {
  readonly bold: (text: string) => string;
  readonly dim: (text: string) => string;
  readonly red: (text: string) => string;
  readonly yellow: (text: string) => string;
  readonly green: (text: string) => string;
  readonly cyan: (text: string) => string;
  readonly severity: (severity: Severity) => (text: string) => string;
}

/** Colours for standard output as `--color` and the usual variables ask. */
export function paintFor(when: 'auto' | 'always' | 'never', terminal: Terminal): Paint {
  const auto = terminal.forceColor || (terminal.outIsTerminal && !terminal.noColor);
  const colors = pc.createColors(when === 'always' || (when === 'auto' && auto));
  const bySeverity: Record<Severity, (text: string) => string> = {
    error: colors.red,
    warning: colors.yellow,
    info: colors.cyan,
    hint: colors.dim,
  };
  return {
    bold: colors.bold,
    dim: colors.dim,
    red: colors.red,
    yellow: colors.yellow,
    green: colors.green,
    cyan: colors.cyan,
    severity: (severity) => bySeverity[severity],
  };
}
