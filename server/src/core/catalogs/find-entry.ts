import { memo } from '../text/memo.ts';
import type { Catalog, CatalogEntry } from './catalog.ts';
import { catalogs } from './catalogs.ts';

export interface CatalogHit {
  readonly catalog: Catalog;
  readonly entry: CatalogEntry;
}

type Home = Catalog['home'];

function named(home: Home): ReadonlyMap<string, CatalogHit> {
  const hits = catalogs
    .filter((it) => it.home === home)
    .flatMap((catalog) => catalog.entries.map((entry) => [entry.name, { catalog, entry }] as const));
  return new Map(hits);
}

const byHome: Readonly<Record<Home, ReadonlyMap<string, CatalogHit>>> = {
  variables: named('variables'),
  'django-module': named('django-module'),
  'celery-module': named('celery-module'),
  'ruff-table': named('ruff-table'),
  'pydantic-config': named('pydantic-config'),
  'pydantic-field': named('pydantic-field'),
};

/** True for a list in which a framework says something of a variable's name; looked up once for each list. */
export const namesEntry: (names: readonly string[]) => boolean = memo((names) =>
  names.some((name) => byHome.variables.has(name)),
);

/** What a framework says of a name. */
export function findEntry(name: string, home: Home = 'variables'): CatalogHit | undefined {
  return byHome[home].get(name);
}

/** The names of today's style, where a framework tells two styles apart. */
export const newNames: (catalog: Catalog) => ReadonlySet<string> = memo(
  (catalog) => new Set(catalog.entries.flatMap((it) => it.to ?? [])),
);
