import { statSync } from 'node:fs';
import { join } from 'node:path';
import { fileKind } from './file-kinds.ts';
import { isPrunedName } from './walk.ts';

/**
 * True when a change at a path says that the workspace has to be walked again: a folder came or went, or a file that
 * decides which files are read changed.
 * @param path relative to the root, with `/`
 * @param hadFiles whether known files stand below the path; asked only where it decides
 */
export function folderChange(root: string, path: string, hadFiles: () => boolean): boolean {
  const names = path.split('/');
  if (names.some(isPrunedName)) return false;
  if (/^(\.gitignore|crossfade\.toml|pyproject\.toml)$/.test(names.at(-1) ?? '')) return true;
  if (fileKind(path) !== undefined) return false;
  return isFolder(join(root, path)) || hadFiles();
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
}
