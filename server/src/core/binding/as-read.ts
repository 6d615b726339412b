import type { Snapshot } from '../snapshot.ts';
import type { Document } from '../syntax/document.ts';
import { documentOf } from '../syntax/formats.ts';
import type { SourceFile } from '../text/source-file.ts';
import { readersOf } from './unknown.ts';

/**
 * The document of a file as the program reads it that loads it: for a dotenv file that of the release of python-dotenv
 * that a service has locked, or of another program where no Python reads the file. Where nobody is known to read it, as
 * its format reads it; undefined where it has none.
 */
export function documentAsRead(snapshot: Snapshot, file: SourceFile): Document | undefined {
  const common = documentOf(file);
  if (file.path.endsWith('.py') || file.problem !== undefined) return common;
  if (common !== undefined && common.format.name !== 'dotenv') return common;
  const read = (readersOf(snapshot).get(file.path) ?? []).filter(
    ({ layer }) => layer.dialect && !layer.variables,
  );
  const first = read.find(({ layer }) => layer.dialect === 'python-dotenv') ?? read[0];
  return first?.layer.document ?? common;
}
