import { decodingOfType } from '../schema/decoding.ts';
import type { Field, FieldType, Loading } from '../schema/schema.ts';
import type { Data } from '../syntax/data.ts';
import { NONE, str } from '../syntax/data.ts';
import { decodesAsJson, type Json, jsonOf } from './complex.ts';
import { enumValue } from './enum-value.ts';
import type { Part } from './item.ts';
import { type InputName, splitRest } from './names.ts';
import type { Variable } from './variables.ts';

/** The nested value that variables named `<field><delimiter>…` make. */
export interface Exploded {
  /** Undefined when there is no such variable. */
  readonly data?: Data;
  readonly parts: readonly Part[];
  /** A part holds no JSON though its type needs it: the library raises a SettingsError for the whole field. */
  readonly failed?: Part;
  /** A part's value is not known. */
  readonly reason?: string;
}

type Node = { readonly kind: 'data'; readonly data: Data } | Branch;
interface Branch {
  readonly kind: 'branch';
  readonly children: Map<string, Node>;
}

/** A field, or a bare type inside a dict's value. */
type Target = { readonly field?: Field; readonly type: FieldType } | undefined;

/**
 * Collects the variables below a field as `explode_env_vars` of pydantic-settings 2.15 does: in order of the
 * variables, parts of complex type decoded as JSON. `variables` are by folded name.
 */
export function explode(
  field: Field,
  inputs: readonly InputName[],
  variables: ReadonlyMap<string, Variable>,
  loading: Loading,
): Exploded {
  const delimiter = loading.nestedDelimiter;
  if (!delimiter) return { parts: [] };
  const prefixes = inputs.map((input) => input.name + delimiter);
  const root: Branch = { kind: 'branch', children: new Map() };
  const parts: Part[] = [];
  let reason: string | undefined;
  for (const [name, variable] of variables) {
    const prefix = prefixes.find((it) => name.startsWith(it));
    if (prefix === undefined) continue;
    const path = splitRest(name.slice(prefix.length), delimiter, loading.nestedMaxSplit);
    const part = partOf(path, variable);
    parts.push(part);
    if (variable.value.kind === 'unknown') reason ??= variable.value.reason;
    else {
      const placed = place(root, field, path, variable, loading);
      if (placed.kind === 'no') return { parts, failed: part };
      if (placed.kind === 'undecided') reason ??= placed.reason;
    }
  }
  if (root.children.size === 0 && reason === undefined) return { parts };
  return { data: dataOf(root), parts, ...(reason === undefined ? {} : { reason }) };
}

function partOf(path: readonly string[], variable: Variable): Part {
  const { name, source, value } = variable;
  return { path, key: name, source, ...(value.kind === 'text' ? { raw: value.text } : {}) };
}

/** What was placed; `no` when the value must be JSON and is not. */
function place(
  root: Branch,
  field: Field,
  path: readonly string[],
  variable: Variable,
  loading: Loading,
): Json {
  let at: Node = root;
  let target: Target = { field, type: field.type };
  for (const key of path.slice(0, -1)) {
    target = nextTarget(target, key, loading);
    if (at.kind !== 'branch') continue;
    let child: Node | undefined = at.children.get(key);
    if (!child) {
      child = { kind: 'branch', children: new Map() };
      at.children.set(key, child);
    }
    at = child;
  }
  const last = path[path.length - 1] ?? '';
  target = nextTarget(target, last, loading);
  const value = leaf(field, target, last, variable, loading);
  if (value.kind !== 'data') return value;
  if (at.kind !== 'branch') return value;
  const known = at.children.get(last);
  const empty = known?.kind === 'branch' && known.children.size === 0;
  if (!isNoneMark(variable, loading) || !known || empty) at.children.set(last, nodeOf(value.data));
  return value;
}

/** `no` when decoding fails and must not. */
function leaf(field: Field, target: Target, key: string, variable: Variable, loading: Loading): Json {
  if (variable.value.kind !== 'text' || isNoneMark(variable, loading)) return { kind: 'data', data: NONE };
  const { text } = variable.value;
  const plain: Json = {
    kind: 'data',
    data: (loading.parseEnums && target && enumValue(target.type, text)) || str(text),
  };
  if (text === '' || (!target && field.type.kind !== 'dict')) return plain;
  const need = leafDecoding(target, key, loading);
  if (need === 'none') return plain;
  const json = jsonOf(text);
  return json.kind === 'no' && need !== 'json' ? plain : json;
}

function leafDecoding(target: Target, key: string, loading: Loading): Field['decoding'] {
  if (!target) return 'json-or-text';
  if (!target.field) return decodingOfType(target.type) === 'json' ? 'json-or-text' : 'none';
  if (target.field.decoding !== 'none' || decodesAsJson(target.field)) return target.field.decoding;
  const fold = foldKey(loading);
  const head = target.field.inputs.some((it) => it.path.length > 0 && fold(it.key) === key);
  return head ? 'json-or-text' : 'none';
}

function isNoneMark(variable: Variable, loading: Loading): boolean {
  return (
    loading.parseNoneStr !== undefined &&
    variable.value.kind === 'text' &&
    variable.value.text === loading.parseNoneStr
  );
}

function foldKey(loading: Loading): (key: string) => string {
  return loading.caseSensitive ? (key) => key : (key) => key.toLowerCase();
}

/** The field of a nested model that a key names, as `next_field` of pydantic-settings finds it: arguments first. */
function nextTarget(target: Target, key: string, loading: Loading): Target {
  if (!target) return undefined;
  const { type } = target;
  for (const inner of typeArguments(type)) {
    const found = nextTarget({ type: inner }, key, loading);
    if (found) return found;
  }
  if (type.kind === 'dict') return isBare(type) ? undefined : { type: type.value };
  if (type.kind !== 'model') return undefined;
  const fold = foldKey(loading);
  const wanted = fold(key);
  const field = type.fields.find(
    (it) =>
      fold(it.name) === wanted ||
      it.inputs.some((input) => subNames(it, input.key, loading).some((n) => fold(n) === wanted)),
  );
  return field && { field, type: field.type };
}

/** `dict` without arguments, whose values the library takes for JSON where they are some. */
function isBare(type: FieldType & { readonly kind: 'dict' }): boolean {
  return type.key.kind === 'any' && type.value.kind === 'any';
}

/** Inside a model the prefix belongs to the name of a plain field, though nothing ever reads it under that name. */
function subNames(field: Field, key: string, loading: Loading): readonly string[] {
  return key === field.name ? [key, loading.envPrefix + key] : [key];
}

function typeArguments(type: FieldType): readonly FieldType[] {
  switch (type.kind) {
    case 'optional':
      return [type.inner];
    case 'union':
      return type.members;
    case 'list':
    case 'set':
    case 'frozenset':
    case 'sequence':
    case 'deque':
      return [type.item];
    case 'tuple':
      return type.items;
    case 'dict':
      return [type.key, type.value];
    case 'constrained':
      return [type.inner];
    case 'json':
      return type.inner ? [type.inner] : [];
    default:
      return [];
  }
}

function nodeOf(data: Data): Node {
  if (data.kind !== 'dict') return { kind: 'data', data };
  const children = new Map<string, Node>();
  for (const [key, value] of data.entries) if (key.kind === 'str') children.set(key.value, nodeOf(value));
  return { kind: 'branch', children };
}

function dataOf(node: Node): Data {
  if (node.kind === 'data') return node.data;
  return { kind: 'dict', entries: [...node.children].map(([key, child]) => [str(key), dataOf(child)]) };
}

/**
 * Gives the keys of a nested value the case of the model's fields, as pydantic-settings 2.15 does for variables when
 * names are not case-sensitive; through `Optional`, not through other unions.
 */
export function restoreCase(type: FieldType, data: Data): Data {
  const model = modelOf(type);
  if (data.kind !== 'dict' || !model) return data;
  const entries = new Map<string, readonly [Data, Data]>();
  for (const [key, value] of data.entries) {
    const name = key.kind === 'str' ? key.value : '';
    const found = findAlias(model.fields, name.toLowerCase());
    if (found) entries.set(found.alias, [str(found.alias), restoreCase(found.field.type, value)]);
    else entries.set(name, [key, value]);
  }
  return { kind: 'dict', entries: [...entries.values()] };
}

function modelOf(type: FieldType): (FieldType & { readonly kind: 'model' }) | undefined {
  if (type.kind === 'constrained') return modelOf(type.inner);
  if (type.kind === 'optional') return type.inner.kind === 'optional' ? undefined : modelOf(type.inner);
  return type.kind === 'model' ? type : undefined;
}

function findAlias(fields: readonly Field[], folded: string): { alias: string; field: Field } | undefined {
  for (const field of fields) {
    const aliases = field.inputs.filter((it) => it.path.length === 0 || field.inputs.length === 1);
    const found = aliases.find((it) => it.key.toLowerCase() === folded);
    if (found) return { alias: found.key, field };
  }
  return undefined;
}
