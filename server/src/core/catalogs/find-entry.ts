import { memo } from '../text/memo.ts';
import type { Catalog, CatalogEntry } from './catalog.ts';
import { catalogs } from './catalogs.ts';

export interface CatalogHit {
  readonly catalog: Catalog;
  readonly entry: CatalogEntry;
}

const byName: ReadonlyMap<string, CatalogHit> = new Map(
  catalogs.flatMap((catalog) => catalog.entries.map((entry) => [entry.name, { catalog, entry }] as const)),
);

/** True for a list in which a framework says something of a name; looked up once for each list. */
export const namesEntry: (names: readonly string[]) => boolean = memo((names) =>
  names.some((name) => byName.has(name)),
);

/** What a framework says of the name of an environment variable. */
export function findEntry(name: string): CatalogHit | undefined {
  return byName.get(name);
}
