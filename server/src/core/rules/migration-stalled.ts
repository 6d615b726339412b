import { isRecordPath, parseRecord, type RecordFile } from '../migration/record.ts';
import type { Fix } from './finding.ts';
import { recordPlace } from './migration-findings.ts';
import type { Rule } from './rule.ts';

/** Page: migration-stalled.md */
export const migrationStalled: Rule = {
  id: 'migration-stalled',
  severity: 'info',
  summary: 'Nothing has happened to a migration for a long time.',
  since: '0.1.0',
  dated: true,

  *check({ snapshot, file }) {
    if (!isRecordPath(snapshot, file.path)) return;
    const record = parseRecord(file);
    if (record.phase === 'done' || record.phase === 'abandoned') return;
    const last = lastDate(record);
    if (last === undefined || daysBetween(last, snapshot.today) <= PATIENCE + keptDays(record)) return;
    const cost = COST[record.phase];
    yield {
      span: recordPlace(record, 'phase').span,
      message: `Nothing is noted since ${last} and the migration is in \`${record.phase}\`: ${cost}`,
      ...(record.from[0] === undefined ? {} : { key: record.from[0] }),
      fixes: record.phase === 'draft' ? [givenUp(record)] : [],
    };
  },
};

/** A draft has changed nothing, so that giving it up is one word; later phases have to be taken back by `abandon`. */
function givenUp(record: RecordFile): Fix {
  const { path, span } = recordPlace(record, 'phase');
  const edits = [{ path, span, newText: 'abandoned' }];
  return { title: 'Give this draft up (`abandoned`)', safety: 'unsafe', kind: 'quickfix', edits };
}

/** Days without a note, beside those for which the old key has to be kept. */
const PATIENCE = 60;

const COST = {
  draft: 'nobody knows whether it is still meant',
  expand: 'two names for one setting are a cost that was meant to end',
  migrate: 'two names for one setting are a cost that was meant to end',
  contract: 'the last step is all that is missing',
} as const;

const DATE = /^\d{4}-\d{2}-\d{2}/;

/** The last day that a record speaks of: of its id, of what people attested, deployed and waived. */
function lastDate({ id, env, evidence, waive }: RecordFile): string | undefined {
  const created = /^(\d{4})(\d{2})(\d{2})-/.exec(id);
  const days = [
    ...(created ? [`${created[1]}-${created[2]}-${created[3]}`] : []),
    ...[...env.values()].flatMap((it) => [
      it.attested?.on,
      ...[...it.deployed, ...it.waive.values()].map(({ on }) => on),
    ]),
    ...evidence.map((it) => it.on),
    ...[...waive.values()].map((it) => it.on),
  ];
  const known = days.flatMap((it) => DATE.exec(it ?? '')?.[0] ?? []).filter((it) => isDate(it));
  return known.sort().at(-1);
}

function isDate(text: string): boolean {
  return !Number.isNaN(Date.parse(`${text}T00:00:00Z`));
}

/** Dates as texts; `today` is handed in, and no clock is read. */
function daysBetween(from: string, to: string): number {
  return Math.floor((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / 86_400_000);
}

/** `14d`, `6w`, `48h`. */
function keptDays({ keepOldFor }: RecordFile): number {
  const match = /^(\d+)([dwh])$/.exec(keepOldFor ?? '');
  const unit = match?.[2];
  return Number(match?.[1] ?? 0) * (unit === 'w' ? 7 : unit === 'h' ? 1 / 24 : 1);
}
