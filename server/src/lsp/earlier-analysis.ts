import { Analysis } from '../core/analysis.ts';
import { isBefore } from '../core/features/roll-back.ts';
import { parseRecord, type RecordFile } from '../core/migration/record.ts';
import type { Snapshot } from '../core/snapshot.ts';
import { sourceFile } from '../core/text/source-file.ts';
import { buildSnapshot } from '../host/build-snapshot.ts';
import { GitError } from '../host/git.ts';
import { commitBefore, filesOfCommit, firstTagWith, recordCommits } from '../host/git-record.ts';

/** What git says of a record, or why it says nothing. */
export type FromGit<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly message: string };

/**
 * The workspace at the last commit before a record came to claim its phase.
 * @param whole from before the record's first commit instead
 */
export async function earlierAnalysis(
  root: string,
  now: Snapshot,
  record: RecordFile,
  whole = false,
): Promise<FromGit<Analysis>> {
  const { path } = record.file;
  const isEarlier = (text: string) =>
    !whole && isBefore(parseRecord(sourceFile(path, text)).phase, record.phase);
  return fromGit(async () => {
    const ref = commitBefore(root, path, isEarlier);
    return new Analysis(await buildSnapshot(root, { trusted: true, options: now.options, ref }));
  });
}

/** The commits of a record, the files they touched, and the oldest tag that holds the last of them. */
export function recordHistory(root: string, path: string) {
  return fromGit(() => {
    const commits = recordCommits(root, path);
    const [last] = commits;
    const first = commits.at(-1);
    if (last === undefined || first === undefined)
      throw new GitError(`${path} is not committed: files, commits and dates are not known`);
    const files = commits.flatMap((it) => filesOfCommit(root, it.commit)).filter((it) => it !== path);
    const tag = firstTagWith(root, last.commit);
    return {
      files: [...new Set(files)].sort(),
      commits: commits.map((it) => it.commit.slice(0, 12)).reverse(),
      first: first.date,
      last: last.date,
      ...(tag === undefined ? {} : { tag }),
    };
  });
}

async function fromGit<T>(ask: () => T | Promise<T>): Promise<FromGit<T>> {
  try {
    return { ok: true, value: await ask() };
  } catch (error) {
    if (error instanceof GitError) return { ok: false, message: error.message };
    throw error;
  }
}
