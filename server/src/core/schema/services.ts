import { folderOf } from '../text/relative-path.ts';

/** Files that make the folder they stand in a service. */
const PROJECT_FILE = /^(pyproject\.toml|setup\.py|setup\.cfg|requirements[^/]*\.txt|Pipfile|manage\.py)$/;

/** The folders that are services of their own, the root included. Folders are relative to the root, `''` is the root. */
export function serviceFolders(paths: Iterable<string>): ReadonlySet<string> {
  const folders = new Set(['']);
  for (const path of paths) {
    if (PROJECT_FILE.test(path.slice(path.lastIndexOf('/') + 1))) folders.add(folderOf(path));
  }
  return folders;
}

/** The service a path belongs to: the nearest folder above it that is one. */
export function serviceOf(path: string, folders: ReadonlySet<string>): string {
  let folder = folderOf(path);
  while (folder !== '' && !folders.has(folder)) folder = folderOf(folder);
  return folder;
}
