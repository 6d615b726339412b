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

/** The folder of a path; `''` for a path at the root. */
export function folderOf(path: string): string {
  const slash = path.lastIndexOf('/');
  return slash < 0 ? '' : path.slice(0, slash);
}

/** Joins a folder and a relative path, resolving `.` and `..`; undefined when the path leaves the root. */
export function joinPath(folder: string, path: string): string | undefined {
  const parts = folder === '' ? [] : folder.split('/');
  for (const part of path.split('/')) {
    if (part === '' || part === '.') continue;
    if (part !== '..') parts.push(part);
    else if (parts.pop() === undefined) return undefined;
  }
  return parts.join('/');
}
