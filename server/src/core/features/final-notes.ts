import type { FinalNote } from '../migration/edit/edit-final-notes.ts';
import type { RecordFile } from '../migration/record.ts';
import type { Measured } from './measure-record.ts';

/** What git and the files say of a migration. */
export interface NoteFacts {
  /** Files that its commits touched, the record left out. */
  readonly files: readonly string[];
  /** Commits of that time that changed lines that name a key, and left the record alone; oldest first. */
  readonly apart: readonly { readonly commit: string; readonly files: readonly string[] }[];
  /** Short ids, oldest first. */
  readonly commits: readonly string[];
  /** ISO dates of the first and the last commit. */
  readonly first: string;
  readonly last: string;
  /** The oldest tag that holds the last commit. */
  readonly tag?: string;
  /** How far the old key was in use before the first commit; absent where that cannot be judged. */
  readonly before?: Measured;
  readonly after?: Measured;
}

/** The notes that are written anew each time; what a person wrote into the others stays. */
export const MEASURED_NOTES: ReadonlySet<string> = new Set([
  'Files touched',
  'Commits',
  'Metric that improved',
]);

/** The final notes of a record: the reason as far as it is known, and what was found out. */
export function finalNotes(
  record: RecordFile,
  facts: NoteFacts,
  reason: string | undefined,
): readonly FinalNote[] {
  const tag = facts.tag === undefined ? 'no tag holds the last one' : `tag ${facts.tag}`;
  const commits = `${facts.commits.join(', ')}, ${facts.first} to ${facts.last}, ${tag}`;
  return [
    ...(reason === undefined ? [] : [{ name: 'Reason', value: reason }]),
    { name: 'Files touched', value: filesTouched(facts) },
    { name: 'Commits', value: commits },
    { name: 'Command used', value: record.expect.command ?? `crossfade gates ${record.id}` },
    { name: 'Metric that improved', value: metric(record, facts) },
  ];
}

/** Those of the record's own commits, then those that were committed without it and name a key. */
function filesTouched({ files, apart }: NoteFacts): string {
  const own = files.length === 0 ? 'none' : files.join(', ');
  const others = apart.map((it) => `${it.files.join(', ')} (${it.commit})`);
  return others.length === 0 ? own : `${own}; committed without this record: ${others.join('; ')}`;
}

function metric(record: RecordFile, { before, after, first, last }: NoteFacts): string {
  const keys = record.from.join(', ');
  const figure = (of: (it: Measured) => number) =>
    `${before ? of(before) : 'unknown'} → ${after ? of(after) : 'unknown'}`;
  const evidence = record.evidence.findLast((it) => it.gate === 'G10')?.result;
  const days = Math.round((Date.parse(last) - Date.parse(first)) / 86_400_000) + 1;
  return [
    `places that name ${keys}: ${figure((it) => it.places)}`,
    `environments that hold it: ${figure((it) => it.environments.length)}`,
    ...(evidence === undefined ? [] : [`log: ${evidence}`]),
    `days: ${days}`,
  ].join('; ');
}
