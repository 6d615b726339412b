import type { Snapshot } from '../snapshot.ts';
import type { Document } from '../syntax/document.ts';
import { filesOf } from '../text/files-of.ts';
import type { SourceFile } from '../text/source-file.ts';
import { frameworkClass } from './framework-class.ts';
import type { FrameworkKey } from './framework-key.ts';
import { frameworkModule, isFrameworkModule } from './framework-module.ts';
import { frameworkTable, mayHoldTable } from './framework-table.ts';

/** What catalogs say of settings that a module assigns or a table of a tool holds. */
export function frameworkSettings(
  snapshot: Snapshot,
  file: SourceFile,
  document: Document | undefined,
): readonly FrameworkKey[] {
  if (document) return frameworkTable(snapshot, document);
  return [...frameworkModule(snapshot, file), ...frameworkClass(snapshot, file)];
}

/** Files with such settings. */
export function frameworkPaths(snapshot: Snapshot): readonly string[] {
  return filesOf(snapshot.files, mayHoldSettings)
    .filter((it) => mayHoldTable(it.path) || isFrameworkModule(it) || frameworkClass(snapshot, it).length > 0)
    .map((it) => it.path);
}

function mayHoldSettings(path: string): boolean {
  return mayHoldTable(path) || path.endsWith('.py');
}
