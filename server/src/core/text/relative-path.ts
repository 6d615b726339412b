/** The folder of a path relative to the root; empty for the root itself. */
export function folderOf(path: string): string {
  const at = path.lastIndexOf('/');
  return at < 0 ? '' : path.slice(0, at);
}

/** The last name of a path. */
export function baseName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

/**
 * A path as written in a file or in code, seen from a folder, as a path relative to the root. Undefined when it leads
 * out of the root: absolute, in a home folder, or through too many `..`.
 */
export function resolvePath(folder: string, written: string): string | undefined {
  const path = written.replaceAll('\\', '/');
  if (path.startsWith('/') || path.startsWith('~') || /^[A-Za-z]:/.test(path)) return undefined;
  const parts = folder === '' ? [] : folder.split('/');
  for (const part of path.split('/')) {
    if (part === '' || part === '.') continue;
    if (part !== '..') parts.push(part);
    else if (parts.pop() === undefined) return undefined;
  }
  return parts.join('/');
}

/** A path relative to the root as it is written in a folder: `../deploy/api.env`; `.` for that folder itself. */
export function relativeTo(folder: string, path: string): string {
  const from = folder === '' ? [] : folder.split('/');
  const to = path.split('/');
  let shared = 0;
  while (shared < from.length && from[shared] === to[shared]) shared++;
  return [...from.slice(shared).map(() => '..'), ...to.slice(shared)].join('/') || '.';
}

/** A name in a folder; the empty folder is the root. */
export function joinPath(folder: string, name: string): string {
  return folder === '' ? name : `${folder}/${name}`;
}

/** The folders from one upwards to the root, the folder itself first. */
export function ancestors(folder: string): readonly string[] {
  const found = [folder];
  for (let here = folder; here !== ''; ) {
    here = folderOf(here);
    found.push(here);
  }
  return found;
}
