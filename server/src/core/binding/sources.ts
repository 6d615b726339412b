import type { Loading } from '../schema/loading.ts';
import type { Field, FieldInput, SettingsSchema } from '../schema/schema.ts';
import { behaviourOf } from '../schema/settings-releases.ts';
import type { Data } from '../syntax/data.ts';
import { NONE, str } from '../syntax/data.ts';
import { decodesAsJson, type Json, jsonOf } from './complex.ts';
import { enumValue } from './enum-value.ts';
import { deepUpdate, type Item, type Items, type Part } from './item.ts';
import { type FieldLookUp, type InputName, namesOf } from './names.ts';
import { type Exploded, explode, type Raised } from './nested.ts';
import type { Source } from './resolution.ts';
import { restored } from './restored-case.ts';
import { over, type Variable } from './variables.ts';

/** The data that one source of pydantic-settings returns, and the fields at which it would raise instead. */
export interface SourceData {
  readonly items: Items;
  readonly failures: readonly SourceFailure[];
}

/** A value that is not the JSON its field needs: `SettingsError` of pydantic-settings, or what it raises instead. */
export interface SourceFailure {
  readonly field: Field;
  readonly sourceClass: string;
  readonly source: Source;
  readonly key: string;
  readonly raw?: string;
  /** It is an error of Python instead, which names neither field nor source. */
  readonly raises?: Raised;
}

/** A value under one of a field's names, and under which key the library stores it. */
interface Found {
  readonly input: FieldInput;
  readonly variable: Variable;
}

/**
 * Variables by folded name, in the order of the library's dict: a later file or entry replaces the value and keeps
 * the place. Each list is one process environment or one dotenv file.
 */
export function foldVariables(
  schema: SettingsSchema,
  files: readonly (readonly Variable[])[],
): ReadonlyMap<string, Variable> {
  const { fold } = namesOf(schema);
  let folded = new Map<string, Variable>();
  for (const file of files) {
    const own = new Map<string, Variable>();
    for (const variable of file) {
      const empty = variable.value.kind === 'text' && variable.value.text === '';
      if (schema.loading.ignoreEmpty && empty) continue;
      const name = fold(variable.name);
      own.set(name, over(variable, own.get(name)));
    }
    if (folded.size === 0) folded = own;
    else for (const [name, variable] of own) folded.set(name, over(variable, folded.get(name)));
  }
  return folded;
}

/** What `EnvSettingsSource` or `DotEnvSettingsSource` (without its extra keys) makes of the variables. */
export function variableSource(
  schema: SettingsSchema,
  variables: ReadonlyMap<string, Variable>,
  sourceClass: 'EnvSettingsSource' | 'DotEnvSettingsSource',
): SourceData {
  const names = namesOf(schema);
  const items = new Map<string, Item>();
  const failures: SourceFailure[] = [];
  for (const lookUp of names.lookUps) {
    const made = fieldItem(schema.loading, lookUp, variables);
    if (made === undefined) continue;
    if ('failed' in made) failures.push({ field: lookUp.field, sourceClass, ...made.failed });
    else if (made.key !== undefined) items.set(made.key, made.item);
  }
  return { items, failures };
}

/** What one field takes from the variables, and the key of the library's dict under which it is stored. */
export function fieldItem(
  loading: Loading,
  { field, inputs, decodes }: FieldLookUp,
  variables: ReadonlyMap<string, Variable>,
):
  | { readonly key: string | undefined; readonly item: Item }
  | Extract<Made, { readonly failed: unknown }>
  | undefined {
  const found = findVariable(inputs, variables);
  const made = found
    ? takesText(loading, decodes, found)
      ? textItem(found.variable)
      : foundItem(field, found, inputs, variables, loading)
    : explodedItem(field, inputs, variables, loading);
  if (made === undefined || 'failed' in made) return made;
  const used = found?.input ?? inputs[inputs.length - 1]?.input;
  return { key: used && storedKey(field, used, loading, found === undefined), item: made };
}

function findVariable(
  inputs: readonly InputName[],
  variables: ReadonlyMap<string, Variable>,
): Found | undefined {
  for (const { input, name } of inputs) {
    const variable = variables.get(name);
    if (variable && variable.value.kind !== 'unset') return { input, variable };
  }
  return undefined;
}

/**
 * The key under which the library stores a value found through `input`: the preferred alias, unless one of the two is
 * a path into JSON, or the value was found by the field's own name beside an alias.
 * @param fromParts the value is made of variables below the name, where `input` is the last one
 */
export function storedKey(field: Field, input: FieldInput, loading: Loading, fromParts: boolean): string {
  const { normalisesAliases } = behaviourOf(loading.version);
  const preferred = field.inputs[0];
  if (!preferred || input.path.length > 0) return input.key;
  if (loading.populateByName && input.key === field.name) return input.key;
  switch (normalisesAliases) {
    case 'never':
      return input.key;
    case 'parts':
      return fromParts ? preferred.key : input.key;
    case 'plain':
      return preferred.path.length > 0 ? input.key : preferred.key;
    case 'all':
      return preferred.key;
  }
}

const NOTHING: readonly never[] = [];

/** True for a field that takes its variable's text as it is. */
function takesText(loading: Loading, decodes: boolean, { input }: Found): boolean {
  return !decodes && input.path.length === 0 && loading.parseNoneStr === undefined && !loading.parseEnums;
}

type Made = Item | { readonly failed: Failure };

type Failure = Omit<SourceFailure, 'field' | 'sourceClass'>;

function textItem({ name: key, source, value, overrides = NOTHING }: Variable): Item {
  const base = { source, key, parts: NOTHING, overrides };
  if (value.kind !== 'text') return { ...base, reason: reasonOf(value) };
  return { source, key, raw: value.text, data: str(value.text), parts: NOTHING, overrides };
}

function reasonOf(value: Exclude<Variable['value'], { readonly kind: 'text' }>): string {
  return value.kind === 'unknown' ? value.reason : 'the value is not known';
}

function foundItem(
  field: Field,
  { input, variable }: Found,
  inputs: readonly InputName[],
  variables: ReadonlyMap<string, Variable>,
  loading: Loading,
): Made | undefined {
  const { name: key, source, value, overrides = NOTHING } = variable;
  if (value.kind !== 'text') return { source, key, parts: [], overrides, reason: reasonOf(value) };
  const raw = value.text;
  const base = { source, key, raw, parts: NOTHING, overrides };
  const isNone = loading.parseNoneStr !== undefined && raw === loading.parseNoneStr;
  const isComplex = decodesAsJson(field) || input.path.length > 0;
  if (isNone && (!isComplex || behaviourOf(loading.version).noneForComplex)) return { ...base, data: NONE };
  if (!behaviourOf(loading.version).readsPathHeads && hasPathQuirk(field))
    return { source, key, parts: [], overrides: [], reason: 'an `AliasPath` of names' };
  const member = loading.parseEnums
    ? enumValue(field.type, value.text, behaviourOf(loading.version).findsEnums)
    : undefined;
  if (member && decodesAsJson(field))
    return { source, key, parts: [], overrides: [], reason: 'an enum by name inside JSON' };
  if (member) return { ...base, data: member };
  const reads = decodesAsJson(field) || (input.path.length > 0 && !field.asText);
  if (!reads) return { ...base, data: str(raw) };
  const json = decodedAgain(field, raw);
  if (json.kind === 'no') return { failed: { source, key, raw: value.text } };
  if (json.kind === 'undecided') return { source, key, parts: [], overrides: [], reason: json.reason };
  const { data } = json;
  if (isNone && data.kind === 'str') return { ...base, data: NONE };
  if (data.kind === 'none') return undefined;
  if (data.kind !== 'dict') return { ...base, data };
  return withParts(field, { ...base, data }, explode(field, inputs, variables, loading), loading);
}

/** The last answer for each field is kept: a key press changes one value of many. */
const lastDecoded = new WeakMap<Field, { readonly text: string; readonly json: Json }>();

function decodedAgain(field: Field, text: string): Json {
  let last = lastDecoded.get(field);
  if (last?.text !== text) {
    last = { text, json: decoded(field, text) };
    lastDecoded.set(field, last);
  }
  return last.json;
}

/** `no` where the library raises. */
function decoded(field: Field, text: string): Json {
  const asWritten = field.decoding === 'none' && decodesAsJson(field);
  if (asWritten) return { kind: 'data', data: str(text) };
  const json = jsonOf(text);
  const stays = json.kind === 'no' && field.decoding === 'json-or-text';
  return stays ? { kind: 'data', data: str(text) } : json;
}

/** A bare `AliasPath` is read under each of its names, not only the first. */
function hasPathQuirk(field: Field): boolean {
  const only = field.inputs[0];
  if (!only || field.inputs.length > 1 || only.path.length === 0) return false;
  return only.key.length === 1 || only.path.some((step) => typeof step === 'string');
}

function withParts(
  field: Field,
  base: Item & { readonly data: Data },
  below: Exploded,
  loading: Loading,
): Made {
  const failed = failureOf(below);
  if (failed) return { failed };
  const own: Part[] =
    base.raw === undefined ? [] : [{ path: [], key: base.key, source: base.source, raw: base.raw }];
  const parts = [...below.parts, ...own];
  if (below.reason !== undefined)
    return { source: base.source, key: base.key, parts, overrides: [], reason: below.reason };
  const whole = below.data ? deepUpdate(base.data, below.data) : base.data;
  const data = restored(field.type, whole, loading);
  return { ...base, data, parts: below.parts.length > 0 ? parts : [] };
}

function failureOf({ failed, raises }: Exploded): Failure | undefined {
  return failed && (raises ? { ...failed, raises } : failed);
}

/** A type that is not understood may be one that takes its parts from variables. */
function unknownParts(
  { type }: Field,
  inputs: readonly InputName[],
  variables: ReadonlyMap<string, Variable>,
  { nestedDelimiter }: Loading,
): Made | undefined {
  if (type.kind !== 'undecided') return undefined;
  for (const [name, { source, name: key }] of variables) {
    if (inputs.some((it) => name.startsWith(`${it.name}${nestedDelimiter}`)))
      return { source, key, parts: NOTHING, overrides: NOTHING, reason: type.reason };
  }
  return undefined;
}

function explodedItem(
  field: Field,
  inputs: readonly InputName[],
  variables: ReadonlyMap<string, Variable>,
  loading: Loading,
): Made | undefined {
  if (loading.nestedDelimiter === undefined) return undefined;
  const asPath = inputs[inputs.length - 1]?.input.path.length ?? 0;
  if (!decodesAsJson(field) && asPath === 0) return unknownParts(field, inputs, variables, loading);
  const below = explode(field, inputs, variables, loading);
  const first = below.parts[0];
  if (!first) return undefined;
  const failed = failureOf(below);
  if (failed) return { failed };
  const { source, key } = first;
  if (below.reason !== undefined)
    return { source, key, parts: below.parts, overrides: [], reason: below.reason };
  if (!below.data) return undefined;
  const data = restored(field.type, below.data, loading);
  return { data, source, key, parts: below.parts, overrides: [] };
}
