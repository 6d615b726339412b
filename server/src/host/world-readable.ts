import { statSync } from 'node:fs';
import { dirname } from 'node:path';

const READ = 0o004;
const ENTER = 0o001;
const ALL = 0o777;

/**
 * True when the mode of a file lets every account read it, and those of all folders above let every account in. Where
 * modes mean nothing, because the system has none or its file system grants everything to everybody, nothing is claimed.
 * @param path absolute, without links
 * @param mode of the file, as `stat` gives it
 */
export function isWorldReadable(path: string, mode: number): boolean {
  if (process.platform === 'win32' || (mode & READ) === 0) return false;
  const folders = modesAbove(path);
  if (folders.some((it) => it === undefined || (it & ENTER) === 0)) return false;
  return !((mode & ALL) === ALL && ((folders[0] ?? 0) & ALL) === ALL);
}

/** The modes of the folders above, the nearest first; undefined for one that cannot be looked at. */
function modesAbove(path: string): readonly (number | undefined)[] {
  const modes: (number | undefined)[] = [];
  for (let at = path; dirname(at) !== at; at = dirname(at)) {
    try {
      modes.push(statSync(dirname(at)).mode);
    } catch {
      // A folder that may not be looked at lets nobody in, as far as is known here.
      modes.push(undefined);
    }
  }
  return modes;
}
