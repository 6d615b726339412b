import { configuredRefs, deployedRefs } from '../core/migration/deployed-versions.ts';
import { comparesWithBase } from '../core/rules/compares-with-base.ts';
import type { RefView, Snapshot } from '../core/snapshot.ts';
import { readAtRef } from './build-snapshot.ts';
import { codeAtCommit } from './code-at-commit.ts';
import { commitOf, dateOf, defaultBranch, GitError, mergeBase, UnknownRefError } from './git.ts';

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
    if (!(error instanceof UnknownRefError)) return { kind: 'unseen', reason: error.message };
    const reason = `${error.message}; \`git fetch --tags\` brings what the server has`;
    return { kind: 'unseen', reason, noSuchRef: true };
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

/**
 * The snapshot with the code that findings and gates compare with, looked up again: where the line of work began, and
 * what is said to run. The same snapshot where nothing of it moved, and where git is not trusted.
 */
export function lookUpCode(root: string, snapshot: Snapshot): Snapshot {
  if (!snapshot.trusted) return snapshot;
  const wanted = new Set([...configuredRefs(snapshot), ...deployedRefs(snapshot)]);
  const kept = [...snapshot.refs].filter(([ref, view]) => wanted.has(ref) && isCurrent(root, ref, view));
  const rest = kept.length === snapshot.refs.size ? snapshot : { ...snapshot, refs: new Map(kept) };
  return withCurrentBase(root, withRefs(root, rest, wanted, 'code'));
}

function isCurrent(root: string, ref: string, view: RefView): boolean {
  const commit = commitIfAny(root, ref);
  return view.kind === 'seen' ? view.commit === commit : commit === undefined;
}

function commitIfAny(root: string, ref: string): string | undefined {
  try {
    return commitOf(root, ref);
  } catch (error) {
    if (error instanceof GitError) return undefined;
    throw error;
  }
}

function withCurrentBase(root: string, snapshot: Snapshot): Snapshot {
  const base = comparesWithBase(snapshot) ? baseCommit(root, undefined) : undefined;
  const known = snapshot.base?.view;
  if (!base) {
    if (!known) return snapshot;
    const { base: _gone, ...rest } = snapshot;
    return rest;
  }
  const same = known?.kind === 'seen' && known.commit === base.commit && snapshot.base?.name === base.name;
  return same ? snapshot : withBase(root, snapshot, base);
}
