import { createTwoFilesPatch } from 'diff';
import { changedTexts } from '../core/apply-file-edits.ts';
import { fixAllEdits } from '../core/features/fix-all.ts';
import { writeAtomically } from '../host/atomic-write.ts';
import { runCheck } from './check-workspace.ts';
import type { Session } from './session.ts';

/** Rounds of fixing before what is left is left. */
const MAX_ROUNDS = 10;

/**
 * Applies fixes until none is left: the safe ones, with `unsafeFixes` the others too. Writes the changed files, or
 * with `diff` prints what would change. Gives the session over the changed texts.
 */
export function fixWorkspace(
  session: Session,
  wanted: readonly string[],
  options: { readonly unsafeFixes?: boolean; readonly diff?: boolean },
): Session {
  let current = session;
  const touched = new Set<string>();
  for (let round = 0; round < MAX_ROUNDS; round++) {
    const edits = fixAllEdits(runCheck(current, wanted).diagnostics, options.unsafeFixes === true);
    if (edits.length === 0) break;
    for (const [path, text] of changedTexts(current.snapshot, edits)) {
      current = current.overlay(path, text);
      touched.add(path);
    }
  }
  for (const path of [...touched].sort()) {
    const after = current.snapshot.files.get(path)?.text ?? '';
    if (options.diff) session.print(maskedDiff(session, current, path));
    else writeAtomically(session.root, path, after);
  }
  return current;
}

function maskedDiff(before: Session, after: Session, path: string): string {
  return createTwoFilesPatch(
    `a/${path}`,
    `b/${path}`,
    before.analysis.maskedText(path),
    after.analysis.maskedText(path),
    undefined,
    undefined,
    { context: 3 },
  );
}
