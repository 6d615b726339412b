import { baseName, folderOf } from '../core/text/relative-path.ts';
import { type FileProblem, sourceFile } from '../core/text/source-file.ts';
import type { FileSource } from './disk-files.ts';
import { fileKind } from './file-kinds.ts';
import { catFiles, commitOf, type GitEntry, listTree } from './git.ts';
import { decode, MAX_FILE_BYTES } from './read-file.ts';
import { isPrunedName, MAX_FILES, type Walk } from './walk.ts';

/** Bytes of files that are asked of git at once. */
const BATCH_BYTES = 64 * 1024 * 1024;
const MAX_LINKS = 8;

/**
 * Opens the tree of a ref below the root, with `git ls-tree` and `git cat-file`, which run nothing that a repository
 * configures. Everything in it is tracked, so that ignore files say nothing here. Throws a `GitError` in words for
 * users where there is no git, no repository or no such commit.
 */
export function refFiles(root: string, ref: string): FileSource {
  const entries = new Map(listTree(root, commitOf(root, ref)).map((it) => [it.path, it]));
  const known = new Map<string, Uint8Array | undefined>();
  const load = (wanted: readonly GitEntry[]) => {
    for (const batch of batches(wanted.filter((it) => !known.has(it.id)))) {
      for (const [id, bytes] of catFiles(root, batch)) known.set(id, bytes);
    }
  };
  const read: FileSource['read'] = (path) => {
    const target = followed(entries, path, (entry) => {
      load([entry]);
      return known.get(entry.id);
    });
    if (target === undefined) return undefined;
    if (typeof target === 'string') return sourceFile(path, '', { tracked: true, problem: target });
    if (target.size > MAX_FILE_BYTES) return sourceFile(path, '', { tracked: true, problem: 'too-large' });
    load([target]);
    const bytes = known.get(target.id);
    return bytes
      ? decode(path, bytes, { tracked: true })
      : sourceFile(path, '', { tracked: true, problem: 'unreadable' });
  };
  const walk = (excluded: (path: string) => boolean): Walk => {
    const found = walked([...entries.values()], excluded);
    load(found.paths.flatMap((path) => entries.get(path) ?? []).filter((it) => it.size <= MAX_FILE_BYTES));
    return found;
  };
  const list = (folder: string): readonly string[] =>
    [...entries.keys()]
      .filter((path) => folderOf(path) === folder)
      .map(baseName)
      .sort();
  return { walk, read, list };
}

function walked(entries: readonly GitEntry[], excluded: (path: string) => boolean): Walk {
  const skipped: { path: string; reason: string }[] = [];
  const paths: string[] = [];
  for (const { path, kind } of entries) {
    const folders = path.split('/').slice(0, -1);
    if (folders.some(isPrunedName) || excluded(path)) continue;
    if (folders.some((_, index) => excluded(folders.slice(0, index + 1).join('/')))) continue;
    if (kind === 'commit') skipped.push({ path, reason: 'a submodule' });
    else if (fileKind(path) !== undefined) paths.push(path);
  }
  if (paths.length > MAX_FILES)
    skipped.push({ path: '', reason: `more than ${MAX_FILES} files; the rest is not looked at` });
  return { paths: paths.slice(0, MAX_FILES).sort(), ignored: new Set(), skipped };
}

/** The file at the end of links, or why there is none. */
function followed(
  entries: ReadonlyMap<string, GitEntry>,
  path: string,
  targetOf: (link: GitEntry) => Uint8Array | undefined,
): GitEntry | FileProblem | undefined {
  let entry = entries.get(path);
  if (entry === undefined) return undefined;
  for (let step = 0; entry?.kind === 'link'; step++) {
    const target = new TextDecoder().decode(targetOf(entry) ?? new Uint8Array());
    const next: string | undefined = step < MAX_LINKS ? joined(entry.path, target) : undefined;
    if (next === 'outside') return 'outside-root';
    entry = next === undefined ? undefined : entries.get(next);
  }
  if (entry === undefined) return 'dangling-link';
  return entry.kind === 'file' ? entry : 'not-a-file';
}

function joined(from: string, target: string): string | undefined {
  if (target.startsWith('/')) return 'outside';
  const parts = from.split('/').slice(0, -1);
  for (const part of target.split('/')) {
    if (part === '..' && parts.length === 0) return 'outside';
    if (part === '..') parts.pop();
    else if (part !== '.' && part !== '') parts.push(part);
  }
  return parts.join('/');
}

function* batches(entries: readonly GitEntry[]): Generator<readonly GitEntry[]> {
  let batch: GitEntry[] = [];
  let bytes = 0;
  for (const entry of entries) {
    if (batch.length > 0 && bytes + entry.size > BATCH_BYTES) {
      yield batch;
      batch = [];
      bytes = 0;
    }
    batch.push(entry);
    bytes += entry.size;
  }
  if (batch.length > 0) yield batch;
}
