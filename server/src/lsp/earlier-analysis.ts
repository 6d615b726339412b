import { Analysis } from '../core/analysis.ts';
import { isBefore } from '../core/features/roll-back.ts';
import { parseRecord, type RecordFile } from '../core/migration/record.ts';
import type { Snapshot } from '../core/snapshot.ts';
import { sourceFile } from '../core/text/source-file.ts';
import { buildSnapshot } from '../host/build-snapshot.ts';
import { GitError } from '../host/git.ts';
import { commitBefore } from '../host/git-record.ts';
import { type RecordHistory, recordHistory } from '../host/record-history.ts';

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

/** The commits of a record, what they touched, and what else was committed for it. */
export function historyOf(root: string, now: Snapshot, record: RecordFile): Promise<FromGit<RecordHistory>> {
  return fromGit(() => recordHistory(root, now, record));
}

async function fromGit<T>(ask: () => T | Promise<T>): Promise<FromGit<T>> {
  try {
    return { ok: true, value: await ask() };
  } catch (error) {
    if (error instanceof GitError) return { ok: false, message: error.message };
    throw error;
  }
}
