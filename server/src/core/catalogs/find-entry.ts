import type { Catalog, CatalogEntry } from './catalog.ts';
import { catalogs } from './catalogs.ts';

export interface CatalogHit {
  readonly catalog: Catalog;
  readonly entry: CatalogEntry;
}

const byName: ReadonlyMap<string, CatalogHit> = new Map(
  catalogs.flatMap((catalog) => catalog.entries.map((entry) => [entry.name, { catalog, entry }] as const)),
);

/** What a framework says of the name of an environment variable. */
export function findEntry(name: string): CatalogHit | undefined {
  return byName.get(name);
}
