import { createTwoFilesPatch } from 'diff';
import { changedTexts } from '../core/apply-file-edits.ts';
import type { MigrationChange } from '../core/migration/migration-change.ts';
import type { FileEdit } from '../core/text/file-edit.ts';
import { writeAtomically } from '../host/atomic-write.ts';
import type { Session } from './session.ts';
import { UsageError } from './terminal.ts';

/** What was, or would be, written: the record first, so that nothing is changed without it. */
export interface WrittenChange {
  readonly written: readonly string[];
  /** Environment files that a person has to agree to. */
  readonly held: readonly { readonly path: string; readonly reason: string }[];
}

/** The edits of a change that may be written now. `confirmed`: production and untracked files too. */
export function chosenEdits(
  change: MigrationChange,
  confirmed: boolean,
): { readonly edits: readonly FileEdit[] } & Pick<WrittenChange, 'held'> {
  const held = change.environment.filter((it) => it.needsConfirmation && !confirmed);
  const taken = change.environment.filter((it) => !held.includes(it));
  return {
    edits: [...change.code, ...taken.flatMap((it) => it.edits)],
    held: held.map((it) => ({ path: it.path, reason: it.production ? 'production' : 'not tracked by git' })),
  };
}

/** Writes a change. All texts are worked out before the first file is touched. */
export function writeChange(session: Session, change: MigrationChange, confirmed: boolean): WrittenChange {
  const { edits, held } = chosenEdits(change, confirmed);
  const texts = changedTexts(session.snapshot, edits);
  const paths = [...texts.keys()].sort(
    (a, b) => Number(b === change.record.path) - Number(a === change.record.path) || (a < b ? -1 : 1),
  );
  for (const path of paths) {
    const file = session.snapshot.files.get(path);
    if (file?.problem) throw new UsageError(`${path} cannot be read, so nothing was written`);
  }
  for (const path of paths) writeAtomically(session.root, path, texts.get(path) ?? '');
  return { written: paths, held };
}

/** A change as a unified diff, secrets masked. */
export function changeDiff(session: Session, edits: readonly FileEdit[]): string {
  let after = session;
  for (const [path, text] of changedTexts(session.snapshot, edits)) after = after.overlay(path, text);
  return [...new Set(edits.map((edit) => edit.path))]
    .map((path) => {
      const fresh = !session.snapshot.files.has(path);
      const [old, now] = [fresh ? '/dev/null' : `a/${path}`, `b/${path}`];
      return createTwoFilesPatch(
        old,
        now,
        session.analysis.maskedText(path),
        after.analysis.maskedText(path),
        undefined,
        undefined,
        { context: 3 },
      ).replace(/^=+\n/, '');
    })
    .join('');
}
