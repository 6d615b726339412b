import type { CatalogHit } from '../catalogs/find-entry.ts';
import { findEntry } from '../catalogs/find-entry.ts';
import { frameworkVersion, readsNew, readsOld } from '../catalogs/framework-version.ts';
import { conversionNamed } from '../migration/conversion.ts';
import type { Snapshot } from '../snapshot.ts';
import { str } from '../syntax/data.ts';
import type { Document, Entry } from '../syntax/document.ts';
import type { Edit } from '../text/edit.ts';
import type { Finding, Fix } from './finding.ts';

/** What a catalog says of a variable of a dotenv file: on its way out, or without effect in the locked release. */
export interface FrameworkKey {
  readonly state: 'deprecated' | 'removed';
  readonly finding: Finding;
}

/** Undefined for names that no catalog knows, and for files of other formats. */
export function frameworkKey(snapshot: Snapshot, document: Document, entry: Entry): FrameworkKey | undefined {
  const hit = document.format.name === 'dotenv' ? findEntry(entry.key.name) : undefined;
  if (!hit) return undefined;
  const { catalog, entry: change } = hit;
  const version = frameworkVersion(snapshot, document.file.path, catalog.distribution);
  const state = change.to === undefined && !readsOld(catalog, change, version) ? 'removed' : 'deprecated';
  return {
    state,
    finding: {
      span: entry.key.span,
      message: state === 'removed' ? removedWords(hit) : deprecatedWords(hit),
      tags: ['deprecated'],
      key: entry.key.name,
      fixes: state === 'removed' ? removed(document, entry) : moved(document, entry, hit, version),
    },
  };
}

function removedWords({ catalog, entry: { name, gone, note } }: CatalogHit): string {
  const since = gone ?? catalog.gone ?? catalog.since;
  return `\`${name}\` has had no effect since ${catalog.framework} ${since}${note ? `: ${note}` : ''}`;
}

function deprecatedWords({ catalog, entry: { name, to, since, gone, convert, note } }: CatalogHit): string {
  const from = `${catalog.framework} ${since ?? catalog.since}`;
  if (to === undefined) {
    const last = `${catalog.framework} ${gone ?? catalog.gone ?? catalog.since}`;
    return `\`${name}\` has no effect from ${last} on${note ? `: ${note}` : ''}`;
  }
  const still =
    (gone ?? catalog.gone) === undefined
      ? 'and the old name is only still read'
      : 'which may not read the old name';
  return `\`${name}\` is \`${to}\` since ${from}, ${still}${convert ? `; ${convert}` : ''}`;
}

function removed(document: Document, entry: Entry): readonly Fix[] {
  return asFix(document, `Remove \`${entry.key.name}\``, document.format.remove(document, entry));
}

/**
 * Where the release that runs reads the new name, the line is renamed with its value converted; where it does not, or
 * nobody knows, both names are needed while the framework is upgraded: a migration.
 */
function moved(
  document: Document,
  entry: Entry,
  { catalog, entry: change }: CatalogHit,
  version: string | undefined,
): readonly Fix[] {
  const { name, to, conversion } = change;
  if (to === undefined) return [];
  if (readsNew(catalog, change, version)) {
    const title = `Rename to \`${to}\`${conversion ? ' and convert the value' : ''}`;
    return asFix(document, title, renamed(document, entry, to, conversion));
  }
  const kind = conversion === undefined ? 'rename' : 'unit';
  return [
    {
      title: `Migrate \`${name}\` to \`${to}\`…`,
      safety: 'unsafe',
      kind: 'refactor.rewrite.crossfade.migrate',
      edits: [],
      migrate: { kind, from: name, to, ...(conversion === undefined ? {} : { convert: conversion }) },
    },
  ];
}

/** No edits where the value has no exact counterpart, or the new name is there already. */
function renamed(
  document: Document,
  entry: Entry,
  to: string,
  conversion: string | undefined,
): readonly Edit[] {
  if (document.root.entries.some((it) => it.key.name === to)) return [];
  const rename = document.format.rename(document, entry, to);
  if (conversion === undefined) return rename;
  const { value } = entry;
  if (value?.kind !== 'scalar' || value.parts || value.data.kind !== 'str') return [];
  const name = entry.key.name;
  const known = conversionNamed(conversion, { from: [name], to: [to], answers: new Map() });
  const text = known?.toNew(new Map([[name, value.data.value]]))?.get(to);
  if (text === undefined) return [];
  return [...rename, ...document.format.replace(document, entry, str(text))];
}

function asFix(document: Document, title: string, edits: readonly Edit[]): readonly Fix[] {
  if (edits.length === 0) return [];
  const { path } = document.file;
  return [{ title, safety: 'unsafe', kind: 'quickfix', edits: edits.map((edit) => ({ ...edit, path })) }];
}
