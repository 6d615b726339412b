import { suppliedEntries } from '../binding/supplied-entries.ts';
import type { CatalogHit } from '../catalogs/find-entry.ts';
import { findEntry } from '../catalogs/find-entry.ts';
import { frameworkVersion, readsNew, readsOld } from '../catalogs/framework-version.ts';
import { NO_LOADING } from '../schema/loading.ts';
import type { Field, Place, SettingsSchema } from '../schema/schema.ts';
import { serviceFolders, serviceOf } from '../schema/services.ts';
import type { Snapshot } from '../snapshot.ts';
import { documentOf } from '../syntax/formats.ts';

/**
 * A framework as a reader of one of its variables, for each service whose files set it: the locked release decides
 * which of the two names it reads. Empty for names that no catalog knows.
 * @param name the old one
 */
export function frameworkReaders(snapshot: Snapshot, name: string): readonly SettingsSchema[] {
  const hit = findEntry(name);
  if (!hit) return [];
  const folders = serviceFolders(snapshot.files.keys());
  const services = new Map<string, Place>();
  for (const place of placesOf(snapshot, [name, ...(hit.entry.to === undefined ? [] : [hit.entry.to])])) {
    const service = serviceOf(place.path, folders);
    if (!services.has(service)) services.set(service, place);
  }
  return [...services].map(([service, place]) => schemaOf(snapshot, hit, service, place));
}

/** Where files set one of the names as a variable. */
function placesOf(snapshot: Snapshot, names: readonly string[]): readonly Place[] {
  return [...snapshot.files.values()].flatMap((file) => {
    if (!names.some((name) => file.text.includes(name))) return [];
    const document = documentOf(file);
    const own = document?.format.name === 'dotenv' ? document.root.entries : [];
    const entries = [...own, ...suppliedEntries(snapshot, file.path).map((it) => it.entry)];
    return entries
      .filter((it) => names.includes(it.key.name))
      .map((it) => ({ path: file.path, span: it.key.span }));
  });
}

function schemaOf(
  snapshot: Snapshot,
  { catalog, entry }: CatalogHit,
  service: string,
  place: Place,
): SettingsSchema {
  const version = frameworkVersion(snapshot, place.path, catalog.distribution);
  const names = [
    ...(readsOld(catalog, entry, version) ? [entry.name] : []),
    ...(entry.to !== undefined && readsNew(catalog, entry, version) ? [entry.to] : []),
  ];
  return {
    id: catalog.distribution,
    reader: 'framework',
    form: 'calls',
    service,
    place,
    className: catalog.framework,
    fields: names.map((name) => fieldOf(name, place)),
    loading: { ...NO_LOADING, sources: ['process', 'dotenv'] },
    open: [],
    modelUndecided: [],
  };
}

/** What the framework makes of the value is its own affair. */
function fieldOf(name: string, place: Place): Field {
  return {
    name,
    place,
    declaration: place,
    annotation: 'str',
    type: { kind: 'any' },
    required: false,
    defaultFactory: false,
    inputs: [{ key: name, environment: name, path: [] }],
    loc: name,
    decoding: 'none',
    secret: false,
    undecided: [],
  };
}
