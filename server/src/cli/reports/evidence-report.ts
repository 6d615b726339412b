import type { ShimCount } from '../../core/migration/evidence/count-shim-lines.ts';
import type { EvidenceVerdict } from '../../core/migration/evidence/judge-evidence.ts';
import type { RecordFile } from '../../core/migration/record.ts';
import type { Paint } from '../paint.ts';
import { jsonText } from './json-text.ts';
import { printable } from './printable.ts';
import { table } from './table.ts';

/** `gates --evidence FILE --format json`, version 1. */
export function evidenceJson(record: RecordFile, count: ShimCount, verdict: EvidenceVerdict): string {
  const keys = count.keys.map(({ key, lines, days }) => ({ key, lines, days: Object.fromEntries(days) }));
  return jsonText(
    {
      version: 1,
      record: record.file.path,
      gate: 'G10',
      ...verdict,
      log: { lines: count.read, first: count.period?.first ?? null, last: count.period?.last ?? null },
      keys,
    },
    2,
  );
}

/** Lines per key and day, and what they prove. */
export function evidenceText(
  record: RecordFile,
  count: ShimCount,
  verdict: EvidenceVerdict,
  paint: Paint,
): string {
  const rows = count.keys.flatMap(({ key, days }) =>
    [...days].map(([day, lines]) => [printable(key), day, String(lines)]),
  );
  const color = { yes: paint.green, no: paint.red, unknown: paint.yellow }[verdict.verdict];
  return [
    `${paint.bold(record.id)}  ${paint.dim(record.file.path)}`,
    ...(rows.length === 0 ? [] : [table(['key', 'day', 'lines'], rows, paint)]),
    `  G10 ${color(verdict.verdict)}: ${printable(verdict.reason)}`,
    `  Nothing was written; \`crossfade attest ${record.id} --evidence FILE\` records it.`,
    '',
  ].join('\n');
}
