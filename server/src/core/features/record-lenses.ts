import type { GateVerdict } from '../migration/gates.ts';
import { isRecordPath, parseRecord, type RecordFile } from '../migration/record.ts';
import type { Snapshot } from '../snapshot.ts';
import { firstLine, type Span } from '../text/span.ts';
import { missingEdits } from './measure-record.ts';
import { statusOf } from './migration-status.ts';
import { phaseBefore } from './roll-back.ts';

/** What can be done about a record, shown above the line of its phase. */
export interface RecordLens {
  readonly span: Span;
  readonly title: string;
  /** `gates`: the next phase is held back, and the gates say why. `environment`: one file is still to be edited. */
  readonly action: 'advance' | 'gates' | 'resume' | 'environment' | 'rollback';
  readonly id: string;
  /** For `environment`. */
  readonly path?: string;
}

/** The lenses of a record's phase line; none for other files and for records that are closed. */
export function recordLenses(snapshot: Snapshot, path: string): readonly RecordLens[] {
  const file = snapshot.files.get(path);
  if (!file || !isRecordPath(snapshot, path)) return [];
  const record = parseRecord(file);
  const key = record.spans.get('phase');
  if (key === undefined || record.phase === 'done' || record.phase === 'abandoned') return [];
  const shared = { span: firstLine(file.text, key), id: record.id };
  const back = phaseBefore(record);
  return [
    ...onward(snapshot, record).map((it) => ({ ...shared, ...it })),
    ...(back.ok ? [{ ...shared, title: `Roll back to \`${back.phase}\``, action: 'rollback' as const }] : []),
  ];
}

function onward(
  snapshot: Snapshot,
  record: RecordFile,
): readonly Pick<RecordLens, 'title' | 'action' | 'path'>[] {
  const { next, blocking } = statusOf(snapshot, record);
  const missing = missingEdits(snapshot, record);
  if (!missing.ok) return [];
  const { code, environment } = missing.change;
  const files = environment.filter((it) => it.edits.length > 0);
  if (code.length > 0) return [{ title: `Write what \`${record.phase}\` lacks`, action: 'resume' }];
  if (files.length > 0) {
    return files.map(({ path, environments }) => ({
      title: `Edit ${path} (${environments.join(', ')})`,
      action: 'environment',
      path,
    }));
  }
  if (next === undefined) return [];
  return blocking.length === 0
    ? [{ title: `Advance to \`${next}\``, action: 'advance' }]
    : [{ title: `\`${next}\` is held back by ${inShort(blocking)}${why(blocking)}`, action: 'gates' }];
}

const SHOWN = 60;

/** What the first gate says, up to what to do about it; the list that the lens opens has the rest. */
function why([first]: readonly GateVerdict[]): string {
  const reason = (first?.reason ?? '').replace(/\s+/g, ' ').split(/[:;] /)[0] ?? '';
  if (reason === '') return '';
  return `: ${reason.length > SHOWN ? `${reason.slice(0, SHOWN).replace(/\s+\S*$/, '')}…` : reason}`;
}

/** `G8 in production, staging; G9 in production`; of many environments how many. */
function inShort(blocking: readonly GateVerdict[]): string {
  const ids = [...new Set(blocking.map((it) => it.id))];
  return ids
    .map((id) => {
      const where = blocking.flatMap((it) =>
        it.id === id && it.environment !== null ? [it.environment] : [],
      );
      if (where.length === 0) return id;
      return where.length > 2 ? `${id} in ${where.length} environments` : `${id} in ${where.join(', ')}`;
    })
    .join('; ');
}
