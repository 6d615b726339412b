import type { GateVerdict } from '../../core/migration/gates.ts';
import type { Snapshot } from '../../core/snapshot.ts';
import { lineIndex } from '../../core/text/line-index.ts';
import type { Paint } from '../paint.ts';
import { printable } from './printable.ts';
import { table } from './table.ts';

/** One row a verdict; waived ones say so loudly. */
export function gatesText(gates: readonly GateVerdict[], snapshot: Snapshot, paint: Paint): string {
  if (gates.length === 0) return '  no gate is asked in this phase';
  const color = { yes: paint.green, no: paint.red, unknown: paint.yellow, 'n/a': paint.dim } as const;
  const rows = gates.map((it) => [it.id, printable(it.environment ?? ''), color[it.verdict](it.verdict)]);
  const lines = table(['gate', 'environment', 'verdict'], rows, paint).split('\n');
  return lines
    .map((line, index) => {
      const gate = gates[index - 1];
      if (!gate) return line;
      // The reason of a waived gate begins with who waived it.
      const reason = gate.waived
        ? paint.red(printable(gate.reason).replace(/^waived/, 'WAIVED'))
        : printable(gate.reason);
      const place = gatePlace(gate, snapshot);
      const padding = ' '.repeat(Math.max(2, 9 - gate.verdict.length));
      return `${line}${padding}${reason}${place === '' ? '' : paint.dim(` (${printable(place)})`)}`;
    })
    .join('\n');
}

/** Path and one-based line of what decided a gate. */
function gatePlace(gate: GateVerdict, snapshot: Snapshot): string {
  if (gate.path === undefined) return '';
  const line = gateLine(gate, snapshot);
  return line === null ? gate.path : `${gate.path}:${line}`;
}

/** One-based line of what decided a gate; null when it has no place in a file. */
export function gateLine(gate: GateVerdict, snapshot: Snapshot): number | null {
  if (gate.line !== undefined) return gate.line;
  const file = gate.path === undefined ? undefined : snapshot.files.get(gate.path);
  return file && gate.offset !== undefined ? lineIndex(file).position(gate.offset).line + 1 : null;
}
