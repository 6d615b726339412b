import { namedFiles } from '../core/binding/named-files.ts';
import type { Snapshot } from '../core/snapshot.ts';
import { folderOf, joinPath } from '../core/text/relative-path.ts';
import type { SourceFile } from '../core/text/source-file.ts';
import type { FileSource } from './disk-files.ts';
import { isEnvironmentFile } from './file-kinds.ts';

/** Files read from one folder of secrets. */
const MAX_SECRETS = 1000;

export interface NamedResult {
  readonly files: readonly SourceFile[];
  readonly skipped: Snapshot['skipped'];
}

/**
 * The files that settings code or the configuration names and that a walk did not find: because git ignores them or
 * the folder they stand in, or because their names say nothing. With a dotenv file come those beside it that an
 * environment pattern covers. All of them are untracked, unless it is known that git tracks them.
 * @param excluded what the configuration leaves out; it always wins
 */
export function readNamed(
  source: FileSource,
  snapshot: Snapshot,
  excluded: (path: string) => boolean,
  isTracked: (path: string) => boolean | undefined,
): NamedResult {
  const skipped: { path: string; reason: string }[] = [];
  const found = new Map<string, SourceFile>();
  const read = (path: string): SourceFile | undefined => {
    if (snapshot.files.has(path) || found.has(path) || excludedAt(path, excluded)) return undefined;
    const file = source.read(path, isTracked(path) ?? false);
    // A folder is no file; whether a class may name one is for the class.
    if (file === undefined || file.problem === 'not-a-file') return undefined;
    found.set(path, file);
    return file;
  };
  const { files, secretFolders } = namedFiles(snapshot);
  for (const path of files) {
    if (!read(path) || !isEnvironmentFile(path.slice(path.lastIndexOf('/') + 1))) continue;
    for (const name of source.list(folderOf(path)))
      if (isEnvironmentFile(name)) read(joinPath(folderOf(path), name));
  }
  for (const folder of secretFolders) {
    if (excludedAt(folder, excluded)) continue;
    const names = source.list(folder);
    for (const name of names.slice(0, MAX_SECRETS)) read(joinPath(folder, name));
    if (names.length > MAX_SECRETS)
      skipped.push({ path: folder, reason: `more than ${MAX_SECRETS} secrets; the rest is not looked at` });
  }
  return { files: [...found.values()], skipped };
}

function excludedAt(path: string, excluded: (path: string) => boolean): boolean {
  if (excluded(path)) return true;
  for (let at = path.indexOf('/'); at >= 0; at = path.indexOf('/', at + 1))
    if (excluded(path.slice(0, at))) return true;
  return false;
}
