import { countShimLines, type ShimCount } from '../core/migration/evidence/count-shim-lines.ts';
import { type EvidenceVerdict, judgeEvidence } from '../core/migration/evidence/judge-evidence.ts';
import type { RecordFile } from '../core/migration/record.ts';
import { readInput } from './read-input.ts';
import type { Session } from './session.ts';
import { type Terminal, UsageError } from './terminal.ts';

/** Which log, and what of it counts. */
export interface EvidenceOptions {
  /** Files, `-` for standard input; they count as one log. */
  readonly evidence: readonly string[];
  readonly since?: string;
  readonly days: string;
}

/** Counts the lines of a record's old keys in a log, and judges what that proves. */
export function readEvidence(
  session: Session,
  record: RecordFile,
  { evidence, since, days }: EvidenceOptions,
  terminal: Terminal,
): { readonly count: ShimCount; readonly verdict: EvidenceVerdict } {
  if (since !== undefined && !/^\d{4}-\d{2}-\d{2}$/.test(since))
    throw new UsageError(`\`${since}\` is not a date such as \`2026-09-23\``);
  if (!/^[1-9]\d{0,3}$/.test(days)) throw new UsageError(`\`${days}\` is not a number of days`);
  const keys = record.from.filter((it) => !record.to.includes(it));
  if (keys.length === 0)
    throw new UsageError(`\`${record.id}\` keeps its keys, so no line says that one of them is still used`);
  const { today } = session.snapshot;
  const text = evidence.map((file) => logText(terminal, file)).join('\n');
  const count = countShimLines(text, keys, { today, ...(since === undefined ? {} : { since }) });
  return { count, verdict: judgeEvidence(count, Number(days)) };
}

function logText(terminal: Terminal, file: string): string {
  const text = readInput(terminal, file);
  // The mark of gzip, of which the second byte is no UTF-8.
  if (text.startsWith('\u001f\ufffd'))
    throw new UsageError(`\`${file}\` is compressed: \`gzip -dc FILE | crossfade … --evidence -\` reads it`);
  return text;
}
