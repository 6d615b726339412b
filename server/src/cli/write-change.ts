import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { createTwoFilesPatch } from 'diff';
import { changedTexts } from '../core/apply-file-edits.ts';
import type { MigrationChange } from '../core/migration/migration-change.ts';
import type { FileEdit } from '../core/text/file-edit.ts';
import { printable, printableLines } from './reports/printable.ts';
import type { Session } from './session.ts';
import { UsageError } from './terminal.ts';
import { removeFiles, writeFiles } from './write-files.ts';

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
    held: held.map((it) => ({
      path: it.path,
      reason: it.production ? 'production' : 'not known to be tracked by git',
    })),
  };
}

/** Writes a change. All texts are worked out before the first file is touched. */
export function writeChange(
  session: Session,
  change: MigrationChange & { readonly removed?: readonly string[] },
  confirmed: boolean,
): WrittenChange {
  const { edits, held } = chosenEdits(change, confirmed);
  const texts = changedTexts(session.snapshot, edits);
  const paths = [...texts.keys()].sort(
    (a, b) => Number(b === change.record.path) - Number(a === change.record.path) || (a < b ? -1 : 1),
  );
  for (const path of paths) {
    const file = session.snapshot.files.get(path);
    if (file?.problem) throw new UsageError(`${path} cannot be read, so nothing was written`);
    if (!file && existsSync(join(session.root, path)))
      throw new UsageError(`${path} is there and is not looked at, so nothing was written`);
  }
  writeFiles(session.root, new Map(paths.map((path) => [path, texts.get(path) ?? ''])));
  removeFiles(session.root, change.removed ?? []);
  return { written: paths, held };
}

/** A change as a unified diff, secrets masked. */
export function changeDiff(session: Session, edits: readonly FileEdit[]): string {
  return textsDiff(session, changedTexts(session.snapshot, edits));
}

/** What new texts change, as a unified diff in the order of the map; secrets masked, control characters visible. */
export function textsDiff(session: Session, texts: ReadonlyMap<string, string>): string {
  let after = session;
  for (const [path, text] of texts) after = after.overlay(path, text);
  return [...texts.keys()]
    .map((path) => {
      const fresh = !session.snapshot.files.has(path);
      const name = printable(path);
      const [old, now] = [fresh ? '/dev/null' : `a/${name}`, `b/${name}`];
      return createTwoFilesPatch(
        old,
        now,
        printableLines(session.analysis.maskedText(path)),
        printableLines(after.analysis.maskedText(path)),
        undefined,
        undefined,
        { context: 3 },
      ).replace(/^=+\n/, '');
    })
    .join('');
}
