import { decoding1 } from '../schema/pydantic-1/pydantic-1-decoding.ts';
import type { Field, SettingsSchema } from '../schema/schema.ts';
import { type Data, NONE, str } from '../syntax/data.ts';
import type { SourceFile } from '../text/source-file.ts';
import { stripPython } from '../values/whitespace.ts';
import { jsonOf } from './complex.ts';
import type { Environment, Layer } from './environment.ts';
import { deepUpdate, type Item, type Items, type Part } from './item.ts';
import { type FieldLookUp, namesOf } from './names.ts';
import { foldVariables, type SourceData, type SourceFailure } from './sources.ts';
import { dotenvVariables, over, type ProcessVariables, type Variable } from './variables.ts';

type Made = { readonly item: Item } | { readonly failed: Omit<SourceFailure, 'field' | 'sourceClass'> };

/** The keyword arguments of the call that creates the object; those that no field takes are refused or kept. */
export function initItems1(schema: SettingsSchema): Items {
  const items = new Map<string, Item>();
  for (const { name, data } of schema.loading.initArguments ?? []) {
    const named = schema.fields.find((it) => it.loc === name);
    const byName = schema.loading.populateByName ? schema.fields.find((it) => it.name === name) : undefined;
    const key = (named ?? byName)?.loc ?? name;
    const base = { source: { kind: 'init' }, key: name, parts: [], overrides: [] } as const;
    const reason =
      !named && byName && byName.loc !== name
        ? 'an argument under the name of a field with an alias loses to a variable'
        : 'an argument is not evaluated';
    const known = data !== undefined && (named !== undefined || byName?.loc !== key || key === name);
    items.set(key, known ? { ...base, data } : { ...base, reason });
  }
  return items;
}

/** A source of which it is not known what it gives, nor whether it ends with an error of Python. */
export interface Ambiguous {
  readonly ambiguous: string;
}

/**
 * `EnvSettingsSource` of pydantic 1.10: dotenv files and the process environment are one set of variables, the
 * process on top; the first of a field's names that is there counts, and only fields are looked up. Where a variable
 * gives a value and others parts of it, their order decides whether loading ends with a `TypeError`.
 */
export function variableSource1(
  schema: SettingsSchema,
  environment: Environment,
  process: ProcessVariables,
): SourceData | Ambiguous {
  const layers = environment.layers.filter((it) => it.kind === 'dotenv');
  const merged = new Map(
    foldVariables(
      schema,
      layers.map((layer) => dotenvVariables(layer, process)),
    ),
  );
  for (const [name, it] of foldVariables(schema, [[...process.byName.values()]]))
    merged.set(name, over(it, merged.get(name)));
  const items = new Map<string, Item>();
  const failures: SourceFailure[] = [];
  for (const lookUp of namesOf(schema).lookUps) {
    const made = fieldItem1(schema, lookUp, merged);
    if (made === undefined) continue;
    const { field } = lookUp;
    if ('ambiguous' in made) {
      // Loading has ended already at a field before it.
      if (failures.length === 0) return made;
      continue;
    }
    if ('failed' in made) failures.push({ field, sourceClass: 'EnvSettingsSource', ...made.failed });
    else items.set(field.loc, made.item);
  }
  return { items, failures };
}

function fieldItem1(
  schema: SettingsSchema,
  lookUp: FieldLookUp,
  variables: ReadonlyMap<string, Variable>,
): Made | Ambiguous | undefined {
  const { field, inputs } = lookUp;
  const found = inputs
    .map(({ name }) => variables.get(name))
    .find((it) => it !== undefined && it.value.kind !== 'unset');
  if (!found) {
    const below = exploded(schema, lookUp, variables);
    return below && ('ambiguous' in below ? below : { item: below });
  }
  const { name: key, source, value, overrides = [] } = found;
  const base = { source, key, parts: [], overrides };
  if (value.kind !== 'text') {
    const reason = value.kind === 'unknown' ? value.reason : 'the value is not known';
    return { item: { ...base, reason } };
  }
  const raw = value.text;
  if (field.decoding === 'none') return { item: { ...base, raw, data: str(raw) } };
  const json = jsonOf(raw);
  if (json.kind === 'undecided') return { item: { ...base, reason: json.reason } };
  if (json.kind === 'no') {
    return field.decoding === 'json'
      ? { failed: { source, key, raw } }
      : { item: { ...base, raw, data: str(raw) } };
  }
  const item: Item = { ...base, raw, data: json.data };
  // What is no dict is taken as it is, whatever else is set below it.
  const below = json.data.kind === 'dict' ? exploded(schema, lookUp, variables) : undefined;
  if (below && 'ambiguous' in below) return below;
  return { item: below ? merged(item, json.data, below) : item };
}

/** The keys of their own lie over those in the JSON. */
function merged(item: Item, data: Data, below: Item): Item {
  const { key, source, raw } = item;
  const parts: readonly Part[] = [
    ...below.parts,
    { path: [], key, source, ...(raw === undefined ? {} : { raw }) },
  ];
  if (below.data === undefined) return { source, key, parts, overrides: [], reason: below.reason ?? '' };
  return { ...item, data: deepUpdate(data, below.data), parts };
}

/** `explode_env_vars`: variables below a complex field, cut at the delimiter; their texts are not decoded. */
function exploded(
  schema: SettingsSchema,
  lookUp: FieldLookUp,
  variables: ReadonlyMap<string, Variable>,
): Item | Ambiguous | undefined {
  const { loading } = schema;
  const { field, inputs } = lookUp;
  const { envPrefix } = loading;
  const found = partsBelow(schema, lookUp, variables);
  const [first] = found;
  if (!first) return undefined;
  if (conflicts(found))
    return { ambiguous: `a variable of \`${field.name}\` is both a value and the start of others` };
  const parts = found.map(([path, it]) => partOf(path, it));
  const base = { source: first[1].source, key: first[1].name, parts, overrides: [] };
  const unprefixed = envPrefix !== '' && inputs.some((it) => it.input.environment !== envPrefix + field.name);
  if (unprefixed) return { ...base, reason: 'names without the prefix are cut in the wrong place' };
  if (field.decoding === 'none') return { ...base, reason: 'the type is not evaluated' };
  const unknown = found.find(([, { value }]) => value.kind === 'unknown')?.[1].value;
  if (unknown?.kind === 'unknown') return { ...base, reason: unknown.reason };
  const data = found.reduce<Data>((so, [, { value }], index) => {
    const leaf = value.kind === 'text' ? str(value.text) : NONE;
    return deepUpdate(so, nestedData(parts[index]?.path ?? [], leaf));
  }, EMPTY);
  return { ...base, data };
}

const EMPTY: Data = { kind: 'dict', entries: [] };

type Below = readonly (readonly [readonly string[], Variable])[];

/** The variables below a complex field, each with the path that its name has behind the delimiter. */
function partsBelow(
  { loading }: SettingsSchema,
  { field, inputs }: FieldLookUp,
  variables: ReadonlyMap<string, Variable>,
): Below {
  const { nestedDelimiter: delimiter, envPrefix } = loading;
  if (delimiter === undefined || (field.decoding === 'none' && field.type.kind !== 'undecided')) return [];
  return [...variables].flatMap(([name, it]) =>
    inputs.some((input) => name.startsWith(input.name + delimiter))
      ? [[name.slice(envPrefix.length).split(delimiter).slice(1), it] as const]
      : [],
  );
}

function partOf(path: readonly string[], { name, source, value }: Variable): Part {
  return { path, key: name, source, ...(value.kind === 'text' ? { raw: value.text } : {}) };
}

function conflicts(below: Below): boolean {
  const paths = below.map(([path]) => path);
  return paths.some((a, index) =>
    paths.some((b, other) => index !== other && a.length <= b.length && a.every((key, at) => key === b[at])),
  );
}

function nestedData(path: readonly string[], leaf: Data): Data {
  return path.reduceRight<Data>((inner, key) => ({ kind: 'dict', entries: [[str(key), inner]] }), leaf);
}

/** `SecretsSettingsSource` of pydantic 1.10: one file for each name; of several that are there the last counts. */
export function secretsSource1(schema: SettingsSchema, layers: readonly Layer[]): SourceData | Ambiguous {
  const items = new Map<string, Item>();
  const failures: SourceFailure[] = [];
  const folders = layers.filter((it) => it.kind === 'secrets');
  for (const { field, inputs } of folders.length === 0 ? [] : namesOf(schema).lookUps) {
    for (const { name } of inputs) {
      const files = secretFiles(schema, name, folders);
      if (files.length > 1) return { ambiguous: `several secrets are called \`${name}\`` };
      const [found] = files;
      if (found === undefined) continue;
      const made = secretItem(field, found);
      if ('failed' in made) failures.push({ field, sourceClass: 'SecretsSettingsSource', ...made.failed });
      else items.set(field.loc, made.item);
    }
  }
  return { items, failures };
}

interface SecretFile {
  readonly layer: Layer;
  readonly file: SourceFile;
  readonly name: string;
}

/** The files that bear a name; of several that differ in case alone the folder's own order decides, which is not known. */
function secretFiles(
  schema: SettingsSchema,
  wanted: string,
  folders: readonly Layer[],
): readonly SecretFile[] {
  const { fold } = namesOf(schema);
  return folders.flatMap((layer) =>
    (layer.files ?? [])
      .map((file) => ({ layer, file, name: file.path.slice(file.path.lastIndexOf('/') + 1) }))
      .filter(({ name }) => fold(name) === wanted),
  );
}

function secretItem(field: Field, { layer, file, name: key }: SecretFile): Made {
  const source = { kind: 'secrets', layer } as const;
  const base = { source, key, parts: [], overrides: [] };
  if (file.problem) return { item: { ...base, reason: 'the secret cannot be read' } };
  const raw = stripPython(file.text);
  if (!isDecoded(field)) return { item: { ...base, raw, data: str(raw) } };
  const json = jsonOf(raw);
  if (json.kind === 'undecided') return { item: { ...base, reason: json.reason } };
  return json.kind === 'no' ? { failed: { source, key, raw } } : { item: { ...base, raw, data: json.data } };
}

/** A secret for `Json[List[…]]` is decoded here already, and then refused for not being a text. */
function isDecoded({ type, decoding }: Field): boolean {
  return (
    decoding === 'json' ||
    (type.kind === 'json' && type.inner !== undefined && decoding1(type.inner) === 'json')
  );
}
