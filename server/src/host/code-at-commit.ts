import { createHash } from 'node:crypto';
import { isSource } from '../core/schema/readers.ts';
import type { Snapshot } from '../core/snapshot.ts';
import type { SourceFile } from '../core/text/source-file.ts';
import { excludedFrom } from './build-snapshot.ts';
import { catFiles, type GitEntry, listTree } from './git.ts';
import { decode, MAX_FILE_BYTES } from './read-file.ts';
import { isPrunedName } from './walk.ts';

/**
 * The settings code of a commit, and nothing else of it: what schemas are read from. A file with the same content as
 * today is the same object, and is not read from git.
 */
export function codeAtCommit(root: string, today: Snapshot, commit: string): Snapshot {
  const excluded = excludedFrom(today);
  const entries = listTree(root, commit).filter(
    ({ path, kind, size }) =>
      kind === 'file' && size <= MAX_FILE_BYTES && isSource(path) && !isPruned(path) && !excluded(path),
  );
  const same = (entry: GitEntry): SourceFile | undefined => {
    const file = today.files.get(entry.path);
    return file && file.problem === undefined && blobId(file) === entry.id ? file : undefined;
  };
  const bytes = catFiles(
    root,
    entries.filter((it) => !same(it)),
  );
  const files = new Map<string, SourceFile>();
  for (const entry of entries) {
    const read = bytes.get(entry.id);
    const file = same(entry) ?? (read && decode(entry.path, read, { tracked: true }));
    if (file) files.set(entry.path, file);
  }
  const { base: _base, ...rest } = today;
  return { ...rest, files, refs: new Map() };
}

function isPruned(path: string): boolean {
  return path.split('/').slice(0, -1).some(isPrunedName);
}

/** The id that git gives to a file's content, as long as it names objects by SHA-1. */
function blobId({ text, byteOrderMark }: SourceFile): string {
  const content = Buffer.from(byteOrderMark ? `\ufeff${text}` : text);
  return createHash('sha1').update(`blob ${content.length}\0`).update(content).digest('hex');
}
