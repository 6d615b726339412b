import { createTwoFilesPatch } from 'diff';
import { writeAtomically } from '../host/atomic-write.ts';
import type { FileEdit, Fix } from '../core/rules/finding.ts';
import { changedTexts } from '../core/apply-file-edits.ts';
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
    const edits = chooseEdits(current, wanted, options.unsafeFixes === true);
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

/** Edits of as many fixes as can be applied together: those that overlap wait for the next round. */
function chooseEdits(session: Session, wanted: readonly string[], unsafe: boolean): readonly FileEdit[] {
  const chosen: FileEdit[] = [];
  for (const diagnostic of runCheck(session, wanted).diagnostics) {
    const fix = diagnostic.fixes?.find((it) => isApplicable(it, unsafe));
    if (fix && !fix.edits.some((edit) => chosen.some((other) => collide(edit, other)))) chosen.push(...fix.edits);
  }
  return chosen;
}

function isApplicable(fix: Fix, unsafe: boolean): boolean {
  return fix.edits.length > 0 && !fix.migrate && (unsafe || fix.safety === 'safe');
}

function collide(a: FileEdit, b: FileEdit): boolean {
  return a.path === b.path && a.span.start <= b.span.end && b.span.start <= a.span.end;
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
