import type { GateVerdict } from '../migration/gates.ts';
import { migrationsInProgress, type Progress } from '../migration/in-progress.ts';
import { type RecordFile, spanOf } from '../migration/record.ts';
import type { Place } from '../schema/schema.ts';
import type { Snapshot } from '../snapshot.ts';
import { memo } from '../text/memo.ts';
import { firstLine } from '../text/span.ts';
import type { Finding } from './finding.ts';
import { byPath, type Placed } from './placed.ts';

/** What one rule says of each migration under way, worked out once for all files of a snapshot. */
export function migrationFindings(
  judge: (progress: Progress, snapshot: Snapshot) => Iterable<Placed>,
): (snapshot: Snapshot) => ReadonlyMap<string, readonly Finding[]> {
  return memo((snapshot) => {
    const placed: Placed[] = [];
    for (const progress of migrationsInProgress(snapshot)) placed.push(...judge(progress, snapshot));
    return byPath(placed);
  });
}

/** The gates of one id that do not hold, and that nobody waived. What is not known is no finding. */
export function failing({ gates }: Progress, id: GateVerdict['id']): readonly GateVerdict[] {
  return gates.filter((it) => it.id === id && it.verdict === 'no' && it.waived === undefined);
}

/** The value of a front matter field, or the field that is nearest to it, on one line. */
export function recordPlace(record: RecordFile, field: string): Place {
  const at = record.valueSpans.get(field) ?? spanOf(record, field.split('.'));
  return { path: record.file.path, span: firstLine(record.file.text, at) };
}

/** The word at which a verdict stands; the phase of the record where it stands nowhere that is open to findings. */
export function verdictPlace(snapshot: Snapshot, record: RecordFile, { path, offset }: GateVerdict): Place {
  const text = path === undefined ? undefined : snapshot.files.get(path)?.text;
  if (path === undefined || text === undefined || offset === undefined) return recordPlace(record, 'phase');
  const word = /^[\w.-]+/.exec(text.slice(offset, offset + 300))?.[0] ?? '';
  if (word === '') return recordPlace(record, 'phase');
  return { path, span: { start: offset, end: offset + word.length } };
}

/** The record as a related place. */
export function aboutRecord(record: RecordFile): NonNullable<Finding['related']>[number] {
  return { ...recordPlace(record, 'phase'), message: `\`${record.id}\`, phase ${record.phase}` };
}

/** Code of the workspace that reads a key of the new side and none of those that only the old side has. */
export function readsOnlyNew({ facts }: Progress): readonly Progress['facts']['readers'][number][] {
  const { fromKeys, toKeys } = facts;
  const old = fromKeys.filter((key) => !toKeys.includes(key));
  const next = toKeys.filter((key) => !fromKeys.includes(key));
  if (old.length === 0 || next.length === 0) return [];
  return facts.readers.filter(
    ({ fields }) => next.some((key) => fields.has(key)) && !old.some((key) => fields.has(key)),
  );
}

/** True where some code of the workspace reads a key of the new side. */
export function readsNew({ facts }: Progress): boolean {
  const next = facts.toKeys.filter((key) => !facts.fromKeys.includes(key));
  return facts.readers.some(({ fields }) => next.some((key) => fields.has(key)));
}
