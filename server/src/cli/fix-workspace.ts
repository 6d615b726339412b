import { changedTexts } from '../core/apply-file-edits.ts';
import { fixAllEdits } from '../core/features/fix-all.ts';
import { runCheck } from './check-workspace.ts';
import type { Session } from './session.ts';

/** Rounds of fixing before what is left is left. */
const MAX_ROUNDS = 10;

export interface FixedWorkspace {
  /** The session over the changed texts. */
  readonly session: Session;
  /** New texts of the files that changed, by path and sorted. */
  readonly texts: ReadonlyMap<string, string>;
}

/** Applies fixes in memory until none is left: the safe ones, with `unsafe` the others too. */
export function fixWorkspace(session: Session, wanted: readonly string[], unsafe: boolean): FixedWorkspace {
  let current = session;
  const touched = new Set<string>();
  for (let round = 0; round < MAX_ROUNDS; round++) {
    const edits = fixAllEdits(runCheck(current, wanted).diagnostics, unsafe);
    if (edits.length === 0) break;
    for (const [path, text] of changedTexts(current.snapshot, edits)) {
      current = current.overlay(path, text);
      touched.add(path);
    }
  }
  const texts = new Map<string, string>();
  for (const path of [...touched].sort()) {
    const text = current.snapshot.files.get(path)?.text ?? '';
    if (text !== session.snapshot.files.get(path)?.text) texts.set(path, text);
  }
  return { session: current, texts };
}
