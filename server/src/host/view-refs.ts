import type { RefView, Snapshot } from '../core/snapshot.ts';
import { readAtRef } from './build-snapshot.ts';
import { commitOf, dateOf, GitError } from './git.ts';

/** The snapshot with the workspace at some more refs; what is seen already is not read again. */
export function withRefs(root: string, snapshot: Snapshot, refs: Iterable<string>): Snapshot {
  const views = new Map(snapshot.refs);
  for (const ref of refs) if (!views.has(ref)) views.set(ref, viewRef(root, snapshot, ref));
  return views.size === snapshot.refs.size ? snapshot : { ...snapshot, refs: views };
}

/** The workspace at a ref, or why it is not seen and what would bring it. Nothing is read where git is not trusted. */
function viewRef(root: string, snapshot: Snapshot, ref: string): RefView {
  if (!snapshot.trusted)
    return {
      kind: 'unseen',
      reason: `\`${ref}\` is not looked at: git is not asked in a workspace that is not trusted`,
    };
  try {
    const commit = commitOf(root, ref);
    return { kind: 'seen', snapshot: readAtRef(root, snapshot, commit), commit, date: dateOf(root, ref) };
  } catch (error) {
    if (!(error instanceof GitError)) throw error;
    const fetch = error.message.includes('names no commit') && !error.message.includes('git fetch');
    return {
      kind: 'unseen',
      reason: `${error.message}${fetch ? '; `git fetch --tags` brings what the server has' : ''}`,
    };
  }
}
