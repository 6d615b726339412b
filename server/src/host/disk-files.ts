import { type Dirent, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { SourceFile } from '../core/text/source-file.ts';
import { readSourceFile } from './read-file.ts';
import { type Walk, walk } from './walk.ts';

/** Where the files of a workspace are read: the disk, or a commit. */
export interface FileSource {
  readonly walk: (excluded: (path: string) => boolean) => Walk;
  /** Undefined where there is no such file. */
  readonly read: (path: string, tracked?: boolean) => SourceFile | undefined;
  /** Names of the files in a folder, sorted; none where there is no such folder. */
  readonly list: (folder: string) => readonly string[];
}

/** The files below a root as they are now. */
export function diskFiles(root: string): FileSource {
  return {
    walk: (excluded) => walk(root, excluded),
    read: (path, tracked) => readSourceFile(root, path, tracked),
    list: (folder) => filesIn(root, folder),
  };
}

function filesIn(root: string, folder: string): readonly string[] {
  let entries: readonly Dirent[];
  try {
    entries = readdirSync(join(root, folder), { withFileTypes: true });
  } catch {
    return [];
  }
  return entries
    .filter((entry) => !entry.isDirectory())
    .map((entry) => entry.name)
    .sort();
}
