import { removeFile, writeAtomically } from '../host/atomic-write.ts';
import { plainError } from './plain-error.ts';
import { UsageError } from './terminal.ts';

/** Writes files one by one, each whole or not at all, in the order of the map. Stops at the first that fails. */
export function writeFiles(root: string, texts: ReadonlyMap<string, string>): void {
  const written: string[] = [];
  for (const [path, text] of texts) {
    try {
      writeAtomically(root, path, text);
    } catch (error) {
      const before =
        written.length === 0 ? 'nothing was written' : `written before it: ${written.join(', ')}`;
      throw new UsageError(`${path} cannot be written: ${plainError(error)}; ${before}`);
    }
    written.push(path);
  }
}

/** Takes files away, one by one. */
export function removeFiles(root: string, paths: readonly string[]): void {
  for (const path of paths) {
    try {
      removeFile(root, path);
    } catch (error) {
      throw new UsageError(`${path} cannot be removed: ${plainError(error)}; all else is written`);
    }
  }
}
