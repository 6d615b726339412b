import { lockedVersion, requirementFiles } from '../schema/lock-files.ts';
import { serviceFolders, serviceOf } from '../schema/services.ts';
import type { Snapshot } from '../snapshot.ts';
import { memo } from '../text/memo.ts';
import type { Catalog, CatalogEntry } from './catalog.ts';

/** The locked version of a framework for the service that a file belongs to; undefined when nothing says it. */
export function frameworkVersion(snapshot: Snapshot, path: string, distribution: string): string | undefined {
  const { folders, requirements } = projectFiles(snapshot);
  return lockedVersion(distribution, serviceOf(path, folders), snapshot.files, requirements);
}

const projectFiles = memo((snapshot: Snapshot) => ({
  folders: serviceFolders(snapshot.files.keys()),
  requirements: requirementFiles(snapshot.files.values()),
}));

/** True when the leading numbers of a version are not below those of another. */
function isAtLeast(version: string, other: string): boolean {
  const numbers = (text: string) => (text.match(/^\d+(\.\d+)*/)?.[0] ?? '0').split('.').map(Number);
  const a = numbers(version);
  const b = numbers(other);
  for (let index = 0; index < Math.max(a.length, b.length); index++) {
    const difference = (a[index] ?? 0) - (b[index] ?? 0);
    if (difference !== 0) return difference > 0;
  }
  return true;
}

/** True where a release reads the old name, or where the release is not known. */
export function readsOld(catalog: Catalog, entry: CatalogEntry, version: string | undefined): boolean {
  const gone = entry.gone ?? catalog.gone;
  return version === undefined || gone === undefined || !isAtLeast(version, gone);
}

/** True where a release that is known reads the new name. */
export function readsNew(catalog: Catalog, entry: CatalogEntry, version: string | undefined): boolean {
  return version !== undefined && isAtLeast(version, entry.since ?? catalog.since);
}
