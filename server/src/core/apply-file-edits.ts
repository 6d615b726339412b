import type { Snapshot } from './snapshot.ts';
import { applyEdits, type Edit } from './text/edit.ts';
import type { FileEdit } from './text/file-edit.ts';
import { lastingFacts, sourceFile } from './text/source-file.ts';

/** The texts of the files that edits change, by path. A file that is not there is made from nothing. */
export function changedTexts(snapshot: Snapshot, edits: readonly FileEdit[]): ReadonlyMap<string, string> {
  const byPath = new Map<string, Edit[]>();
  for (const edit of edits) byPath.set(edit.path, [...(byPath.get(edit.path) ?? []), edit]);
  return new Map(
    [...byPath].map(([path, its]) => [path, applyEdits(snapshot.files.get(path)?.text ?? '', its)]),
  );
}

/** The snapshot with some files' texts replaced. */
export function withTexts(snapshot: Snapshot, texts: ReadonlyMap<string, string>): Snapshot {
  const files = new Map(snapshot.files);
  for (const [path, text] of texts) {
    const before = files.get(path);
    files.set(path, sourceFile(path, text, lastingFacts(before)));
  }
  return { ...snapshot, files };
}
