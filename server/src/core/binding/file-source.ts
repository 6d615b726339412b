import type { DataFile, Loading } from '../schema/loading.ts';
import type { Field, SettingsSchema } from '../schema/schema.ts';
import { behaviourOf } from '../schema/settings-releases.ts';
import { isSops } from '../supply/sops.ts';
import { contentOf, entryContent, entryContents } from '../syntax/content-of.ts';
import { type Data, dataKey } from '../syntax/data.ts';
import type { Document, Entry, Value } from '../syntax/document.ts';
import { memo } from '../text/memo.ts';
import type { Layer } from './environment.ts';
import { deepUpdate, type Item, type Items } from './item.ts';
import type { ResolutionError, Source } from './resolution.ts';

/** What a YAML, TOML or JSON source of pydantic-settings returns, or why it raises, or why that is not known. */
export type FileData =
  | { readonly kind: 'items'; readonly items: Items }
  | { readonly kind: 'error'; readonly error: ResolutionError }
  | { readonly kind: 'undecided'; readonly reason: string; readonly path?: string };

interface Top {
  readonly key: Data;
  readonly data: Data;
  readonly source: Source;
  readonly entry: Entry;
}

/**
 * Reads the layers of one kind of data file, lowest first: the top-level keys of a later file replace those of an
 * earlier one, then the section or table is taken out, then keys become the fields' preferred aliases.
 */
export function fileSource(
  schema: SettingsSchema,
  layers: readonly Layer[],
  kind: DataFile['kind'],
): FileData {
  const top = new Map<string, Top>();
  for (const layer of layers) {
    const tops = blank(schema, layer, kind) ?? documentTops(layer);
    if ('kind' in tops) return tops;
    for (const it of tops.entries) top.set(dataKey(it.key), merged(schema, top.get(dataKey(it.key)), it));
  }
  const section = inSection(
    schema.loading,
    kind,
    [...top.values()],
    layers.some((it) => it.file),
  );
  return 'kind' in section ? section : matched(schema, section.entries);
}

type Tops = { readonly entries: readonly Top[] } | Exclude<FileData, { readonly kind: 'items' }>;

/** What a file without any content is to the release; undefined where the loader of the format decides. */
function blank({ loading }: SettingsSchema, layer: Layer, kind: DataFile['kind']): Tops | undefined {
  const { takesEmpty } = behaviourOf(loading.version);
  if (layer.file?.problem || layer.document === undefined) return undefined;
  const isBlank = layer.document.file.text.trim() === '';
  if (kind === 'json' && isBlank && takesEmpty === 'json') return { entries: [] };
  const isNothing = entryContents(layer.document.root).length === 0 && !isOtherThanMapping(layer.document);
  if (kind !== 'yaml' || takesEmpty !== 'none' || !isNothing || /[{]/.test(layer.document.file.text))
    return undefined;
  return { kind: 'error', error: { kind: 'TypeError', message: 'an empty file is no mapping' } };
}

/** With `deep_merge` mappings of several files merge at every depth. */
function merged(schema: SettingsSchema, low: Top | undefined, high: Top): Top {
  return low && schema.loading.deepMerge ? { ...high, data: deepUpdate(low.data, high.data) } : high;
}

function documentTops(layer: Layer): Tops {
  const refused = whyNot(layer);
  if (refused) return refused;
  const entries: Top[] = [];
  for (const entry of layer.document?.root.entries ?? []) {
    const data = entryData(entry);
    entries.push({ key: entry.key.data, data, entry, source: { kind: 'file', layer, entry } });
  }
  return { entries };
}

function whyNot(layer: Layer): Exclude<FileData, { readonly kind: 'items' }> | undefined {
  const { document, path } = layer;
  const where = path === undefined ? {} : { path };
  if (layer.file && (layer.file.problem || !document)) {
    return { kind: 'undecided', reason: 'the file cannot be read', ...where };
  }
  if (!document) return undefined;
  const raised = document.problems.find((it) => it.upstream !== undefined);
  if (raised?.upstream !== undefined && path !== undefined) {
    const error = { kind: raised.upstream, message: raised.message, place: { path, span: raised.span } };
    return { kind: 'error', error };
  }
  if (isSops(document.root)) return { kind: 'undecided', reason: 'the file is encrypted', ...where };
  const [other] = document.problems;
  if (other) return { kind: 'undecided', reason: other.message, ...where };
  if (!isOtherThanMapping(document)) return undefined;
  if (isListOfNumbers(document))
    return { kind: 'error', error: { kind: 'TypeError', message: 'a list of numbers is no mapping' } };
  return { kind: 'undecided', reason: 'the file holds no mapping at the top', ...where };
}

/** True for a list that begins with a whole number, which cannot be the key and value that `dict.update` needs. */
function isListOfNumbers({ file }: Document): boolean {
  return /^\s*(?:---\s)?\s*(?:- +|\[\s*)\d+[ \t]*(?:[\n,\]]|$)/.test(file.text);
}

/** True for a list or a scalar at the top, on which the library raises in one of several ways. */
function isOtherThanMapping(document: Document): boolean {
  if (entryContents(document.root).length > 0) return false;
  let text = document.file.text;
  for (const { span } of [...document.comments].reverse())
    text = text.slice(0, span.start) + text.slice(span.end);
  return !/^\s*(?:---)?\s*(?:\{\s*\})?\s*$/.test(text);
}

/** A section of a YAML file or a table of a TOML file. */
function inSection(
  loading: Loading,
  kind: DataFile['kind'],
  entries: readonly Top[],
  exists: boolean,
): { readonly entries: readonly Top[] } | Exclude<FileData, { kind: 'items' }> {
  if (kind === 'yaml' && loading.yamlSection !== undefined) return yamlSection(entries, loading.yamlSection);
  if (kind === 'json' || !exists) return { entries };
  const header =
    kind === 'pyproject' ? (loading.pyprojectHeader ?? ['tool', 'pydantic-settings']) : loading.tomlHeader;
  let here = entries;
  for (const key of kind === 'yaml' ? [] : (header ?? [])) {
    const found = here.find((it) => it.key.kind === 'str' && it.key.value === key);
    if (!found && kind === 'pyproject') return { entries: [] };
    if (!found)
      return { kind: 'error', error: { kind: 'KeyError', message: `the table \`${key}\` is missing` } };
    const below = descend(found);
    if (!below) return { kind: 'undecided', reason: `\`${key}\` is not a table` };
    here = below;
  }
  return { entries: here };
}

/** The longest literal key first, then split at dots, as `yaml_config_section` of pydantic-settings 2.15. */
function yamlSection(
  entries: readonly Top[],
  path: string,
): { readonly entries: readonly Top[] } | Exclude<FileData, { kind: 'items' }> {
  const parts = path.split('.');
  for (let size = parts.length; size > 0; size--) {
    const key = parts.slice(0, size).join('.');
    const found = entries.find((it) => it.key.kind === 'str' && it.key.value === key);
    if (!found) continue;
    if (size === parts.length && found.data.kind === 'none') return { entries: [] };
    const below = descend(found);
    if (!below) {
      const message = `the section \`${key}\` is not a mapping`;
      return { kind: 'error', error: { kind: 'TypeError', message } };
    }
    return size === parts.length ? { entries: below } : yamlSection(below, parts.slice(size).join('.'));
  }
  return { kind: 'error', error: { kind: 'KeyError', message: `the section \`${path}\` is missing` } };
}

function descend(top: Top): readonly Top[] | undefined {
  if (top.entry.value?.kind !== 'mapping') return undefined;
  const below = new Map<string, Top>();
  for (const entry of top.entry.value.entries) {
    const data = entryData(entry);
    below.set(dataKey(entry.key.data), {
      key: entry.key.data,
      data,
      entry,
      source: { ...top.source, entry },
    });
  }
  return [...below.values()];
}

/** Gives keys to fields as `InitSettingsSource` does: aliases in order, then the name where that is allowed. */
function matched(schema: SettingsSchema, tops: readonly Top[]): FileData {
  const { loading } = schema;
  if (tops.length === 0) return { kind: 'items', items: new Map() };
  const { foldsFileKeys, renamesFileKeys } = behaviourOf(loading.version);
  const foldsKeys = !loading.caseSensitive && foldsFileKeys;
  if (tops.some((it) => it.key.kind !== 'str')) {
    if (!foldsKeys) return { kind: 'undecided', reason: 'a key is not a text' };
    return { kind: 'error', error: { kind: 'AttributeError', message: 'a key at the top is not a text' } };
  }
  const fold = foldsKeys ? (key: string) => key.toLowerCase() : (key: string) => key;
  const left = new Map(tops.map((it) => [it.key.kind === 'str' ? it.key.value : '', it]));
  const byFold = new Map<string, string[]>();
  for (const key of left.keys()) byFold.set(fold(key), [...(byFold.get(fold(key)) ?? []), key]);
  const items = new Map<string, Item>();
  for (const field of renamesFileKeys === 'never' ? [] : schema.fields) {
    const keys = renamedKeys(field, loading);
    const present = keys.flatMap((key) => byFold.get(fold(key)) ?? []).filter((key) => left.has(key));
    const [winner] = present;
    const preferred = keys[0];
    if (winner === undefined || preferred === undefined) continue;
    const item = itemOf(winner, left.get(winner));
    const isAny = renamesFileKeys === 'any' && present.length > 1;
    items.set(preferred, isAny ? undecidedItem(item) : item);
    for (const key of present) left.delete(key);
  }
  for (const [key, top] of left) items.set(key, itemOf(key, top));
  return { kind: 'items', items };
}

/** The keys that this release renames to the first of them. */
function renamedKeys(field: Field, loading: Loading): readonly string[] {
  const keys = fileKeys(field, loading);
  const { renamesFileKeys } = behaviourOf(loading.version);
  const isNamed = loading.populateByName === true && keys.length > 1 && keys.at(-1) === field.name;
  return isNamed && renamesFileKeys !== 'names' ? keys.slice(0, -1) : keys;
}

function undecidedItem({ data: _data, ...item }: Item): Item {
  return { ...item, reason: 'this release of pydantic-settings takes any of several aliases' };
}

function itemOf(key: string, top: Pick<Top, 'data' | 'source'> | undefined): Item {
  const source: Source = top?.source ?? { kind: 'file' };
  return { key, source, parts: [], overrides: [], ...(top ? { data: top.data } : {}) };
}

/** What one entry at the top of a layer gives the field that takes it. */
export function entryItem(layer: Layer, entry: Entry): Item {
  return itemOf(entry.key.name, { data: entryData(entry), source: { kind: 'file', layer, entry } });
}

/**
 * The keys of a file that a field is read from, the preferred one first: its aliases that are names, else the first
 * name of its path, then its own name where that is allowed.
 */
export function fileKeys(field: Field, loading: Loading): readonly string[] {
  const last = field.inputs[field.inputs.length - 1];
  const named = loading.populateByName === true && field.inputs.length > 1 && last?.key === field.name;
  const aliases = named ? field.inputs.slice(0, -1) : field.inputs;
  const texts = aliases.filter((it) => it.path.length === 0).map((it) => it.key);
  const [first] = aliases;
  const keys = texts.length > 0 || !first ? texts : [first.key];
  return named && !keys.includes(field.name) ? [...keys, field.name] : keys;
}

/** The loaded value of an entry; without a value it is null. */
export function entryData(entry: Entry): Data {
  const value = entryContent(entry);
  return value ? valueData(value) : { kind: 'none' };
}

/** The value as the loader of the format holds it; a later key of a mapping replaces an earlier one in place. */
function valueData(value: Value): Data {
  return value.kind === 'scalar' ? value.data : contentData(contentOf(value));
}

/** The same data as long as a value only moves, so that what is derived from the data is kept too. */
const contentData: (value: Value) => Data = memo((value) => {
  switch (value.kind) {
    case 'scalar':
      return value.data;
    case 'sequence':
      return { kind: 'list', items: value.items.map(valueData) };
    case 'mapping': {
      const entries = new Map<string, readonly [Data, Data]>();
      for (const entry of value.entries)
        entries.set(dataKey(entry.key.data), [entry.key.data, entryData(entry)]);
      return { kind: 'dict', entries: [...entries.values()] };
    }
  }
});

/** The entry that a path of keys leads to from another, the deepest that exists; the last of equal keys counts. */
export function entryAt(from: Entry, path: readonly (string | number)[]): Entry {
  let here = from;
  for (const step of path) {
    if (here.value?.kind !== 'mapping') break;
    const next = here.value.entries.findLast((it) => it.key.name === step);
    if (!next) break;
    here = next;
  }
  return here;
}
