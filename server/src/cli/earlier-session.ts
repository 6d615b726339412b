import { GitError } from '../host/git.ts';
import { commitBefore } from '../host/git-record.ts';
import { type CommonOptions, openSession, type Session } from './session.ts';
import { type Terminal, UsageError } from './terminal.ts';

/**
 * The workspace at the last commit before a record claimed what it claims now.
 * @param isEarlier whether a text of the record claims less than it does now
 */
export async function sessionBefore(
  session: Session,
  path: string,
  isEarlier: (text: string) => boolean,
  options: CommonOptions,
  terminal: Terminal,
): Promise<{ readonly commit: string; readonly session: Session }> {
  const commit = fromGit(() => commitBefore(session.root, path, isEarlier));
  // What was given speaks of today, and standard input is read once.
  const earlier = await openSession({ ...options, ref: commit, processEnv: [], names: [] }, terminal);
  return { commit, session: earlier };
}

/** What git says, its refusals as wrong usage. */
export function fromGit<T>(ask: () => T): T {
  try {
    return ask();
  } catch (error) {
    throw error instanceof GitError ? new UsageError(error.message) : error;
  }
}
