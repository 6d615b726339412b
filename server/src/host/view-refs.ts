import type { RefView, Snapshot } from '../core/snapshot.ts';
import { readAtRef } from './build-snapshot.ts';
import { codeAtCommit } from './code-at-commit.ts';
import { commitOf, dateOf, defaultBranch, GitError, mergeBase } from './git.ts';

/** `code`: only what schemas are read from; `all`: the values as well. */
export type RefPart = 'code' | 'all';

/** The snapshot with the workspace at some more refs; what is seen already is not read again. */
export function withRefs(root: string, snapshot: Snapshot, refs: Iterable<string>, part: RefPart): Snapshot {
  const views = new Map(snapshot.refs);
  for (const ref of refs) if (!views.has(ref)) views.set(ref, viewRef(root, snapshot, ref, part));
  return views.size === snapshot.refs.size ? snapshot : { ...snapshot, refs: views };
}

/** The workspace at a ref, or why it is not seen and what would bring it. Nothing is read where git is not trusted. */
function viewRef(root: string, snapshot: Snapshot, ref: string, part: RefPart): RefView {
  if (!snapshot.trusted) {
    const reason = `\`${ref}\` is not looked at: git is not asked in a workspace that is not trusted`;
    return { kind: 'unseen', reason };
  }
  try {
    const commit = commitOf(root, ref);
    const read = part === 'code' ? codeAtCommit : readAtRef;
    return { kind: 'seen', snapshot: read(root, snapshot, commit), commit, date: dateOf(root, ref) };
  } catch (error) {
    if (!(error instanceof GitError)) throw error;
    const fetch = error.message.includes('names no commit') && !error.message.includes('git fetch');
    const hint = fetch ? '; `git fetch --tags` brings what the server has' : '';
    return { kind: 'unseen', reason: `${error.message}${hint}` };
  }
}

/** Where a line of work began. */
export interface BaseCommit {
  readonly name: string;
  readonly commit: string;
}

/**
 * The commit that a ref names, or the last one that the line of work has in common with the default branch; undefined
 * where nothing says it. Throws a `GitError` for a ref that names no commit.
 */
export function baseCommit(root: string, ref: string | undefined): BaseCommit | undefined {
  if (ref !== undefined) return { name: ref, commit: commitOf(root, ref) };
  const name = defaultBranch(root);
  const commit = name === undefined ? undefined : mergeBase(root, 'HEAD', name);
  return name === undefined || commit === undefined ? undefined : { name, commit };
}

/** The snapshot with the settings code of a commit to compare with. */
export function withBase(root: string, snapshot: Snapshot, { name, commit }: BaseCommit): Snapshot {
  const view: RefView = {
    kind: 'seen',
    snapshot: codeAtCommit(root, snapshot, commit),
    commit,
    date: dateOf(root, commit),
  };
  return { ...snapshot, base: { name, view } };
}
