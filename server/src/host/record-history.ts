import { configuredRefs } from '../core/migration/deployed-versions.ts';
import { parseRecord, type RecordFile } from '../core/migration/record.ts';
import type { Snapshot } from '../core/snapshot.ts';
import { sourceFile } from '../core/text/source-file.ts';
import { GitError } from './git.ts';
import {
  commitsNaming,
  filesOfCommit,
  firstTagWith,
  type NamingCommit,
  type RecordCommit,
  recordCommits,
} from './git-record.ts';

/** What git says of a migration. */
export interface RecordHistory {
  /** Files that the record's own commits touched, without the record; sorted. */
  readonly files: readonly string[];
  /** Commits of that time that left the record alone and changed a line that names a key; oldest first, short ids. */
  readonly apart: readonly NamingCommit[];
  /** Short ids of the record's own commits, oldest first. */
  readonly commits: readonly string[];
  /** ISO dates of the first and the last of them. */
  readonly first: string;
  readonly last: string;
  /** The oldest tag that holds the last of them; one that moves with every deploy names no release. */
  readonly tag?: string;
}

/** The history of a record. Throws a GitError where it is not committed, or git is missing. */
export function recordHistory(root: string, snapshot: Snapshot, record: RecordFile): RecordHistory {
  const { path } = record.file;
  const commits = recordCommits(root, path);
  const [last] = commits;
  const first = commits.at(-1);
  if (last === undefined || first === undefined)
    throw new GitError(
      `${path} is not committed: files, commits and dates are not known; nothing was written`,
    );
  const files = commits.flatMap((it) => filesOfCommit(root, it.commit)).filter((it) => it !== path);
  const tag = firstTagWith(root, last.commit, new Set(configuredRefs(snapshot)));
  return {
    files: [...new Set(files)].sort(),
    apart: apartFrom(root, record, commits, first),
    commits: commits.map((it) => it.commit.slice(0, 12)).reverse(),
    first: first.date,
    last: last.date,
    ...(tag === undefined ? {} : { tag }),
  };
}

/** An environment file that was edited on its own, a place that was found later. */
function apartFrom(
  root: string,
  record: RecordFile,
  commits: readonly RecordCommit[],
  first: RecordCommit,
): readonly NamingCommit[] {
  const ended = commits.findLast(
    ({ text }) => text !== undefined && parseRecord(sourceFile(record.file.path, text)).phase === 'done',
  );
  const own = new Set(commits.map((it) => it.commit));
  const keys = [...record.from, ...record.to];
  const names = [...new Set([...keys, ...keys.map((it) => it.toLowerCase()), record.id])];
  return commitsNaming(root, first.commit, ended?.commit ?? 'HEAD', names)
    .filter(({ commit }) => !own.has(commit))
    .map(({ commit, files }) => ({ commit: commit.slice(0, 12), files }));
}
