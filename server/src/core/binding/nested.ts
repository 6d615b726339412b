import { decodingOfType } from '../schema/decoding.ts';
import type { FieldType } from '../schema/field-type.ts';
import { typeArguments } from '../schema/inner-types.ts';
import type { Loading } from '../schema/loading.ts';
import type { Field } from '../schema/schema.ts';
import { behaviourOf } from '../schema/settings-releases.ts';
import type { Data } from '../syntax/data.ts';
import { NONE, str } from '../syntax/data.ts';
import { convertedPart } from '../values/strict-text.ts';
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
  /** A part at which the library raises for the whole field: it holds no JSON though its type needs it. */
  readonly failed?: Part;
  /** The part is one at which the release raises an error of Python instead. */
  readonly raises?: Raised;
  /** A part's value is not known. */
  readonly reason?: string;
}

/** The error of Python with which a release ends the loading at a part, and what of the part it cannot handle. */
export interface Raised {
  readonly kind: 'raises';
  readonly error: 'AttributeError' | 'TypeError';
  readonly why: 'part-of-whole' | 'text-in-strict-dict';
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
    const path = pathOf(name, prefix.length, delimiter, loading);
    const part = partOf(path, variable);
    parts.push(part);
    if (path.length === 0) return { parts, failed: part };
    if (variable.value.kind === 'unknown') reason ??= variable.value.reason;
    else {
      const placed = place(root, field, path, variable, loading);
      if (placed.kind === 'raises') return { parts, failed: part, raises: placed };
      if (placed.kind === 'no') return { parts, failed: part };
      if (placed.kind === 'undecided') reason ??= placed.reason;
    }
  }
  if (root.children.size === 0 && reason === undefined) return { parts };
  return { data: dataOf(root), parts, ...(reason === undefined ? {} : { reason }) };
}

/** The keys that the name of a variable stands for; none where the library finds nothing to split. */
function pathOf(name: string, begin: number, delimiter: string, loading: Loading): readonly string[] {
  if (behaviourOf(loading.version).splitsBehindName)
    return splitRest(name.slice(begin), delimiter, loading.nestedMaxSplit);
  return name.slice(loading.envPrefix.length).split(delimiter).slice(1);
}

function partOf(path: readonly string[], variable: Variable): Part {
  const { name, source, value } = variable;
  return { path, key: name, source, ...(value.kind === 'text' ? { raw: value.text } : {}) };
}

/** What was placed; `no` when the value must be JSON and is not. The keys are looked up before the value is read. */
function place(
  root: Branch,
  field: Field,
  path: readonly string[],
  variable: Variable,
  loading: Loading,
): Json | Raised {
  let at: Node = root;
  let target: Target = { field, type: field.type };
  for (const key of path.slice(0, -1)) {
    target = nextTarget(target, key, loading);
    if (at.kind !== 'branch') {
      if (!behaviourOf(loading.version).noneForComplex) return inWhole('AttributeError');
      continue;
    }
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
  if (value.kind === 'no' || value.kind === 'undecided') return value;
  if (at.kind !== 'branch') {
    // What has no place is not converted either.
    if (!behaviourOf(loading.version).noneForComplex) return inWhole('TypeError');
    return { kind: 'data', data: NONE };
  }
  if (value.kind === 'raises') return value;
  const known = at.children.get(last);
  const empty = known?.kind === 'branch' && known.children.size === 0;
  if (!isNoneMark(variable, loading) || !known || empty) at.children.set(last, nodeOf(value.data));
  return value;
}

/** In releases before 2.3 a part of what another variable gives as a whole ends the loading with an error of Python. */
function inWhole(error: Raised['error']): Raised {
  return { kind: 'raises', error, why: 'part-of-whole' };
}

/** `no` when decoding fails and must not. */
function leaf(
  field: Field,
  target: Target,
  key: string,
  variable: Variable,
  loading: Loading,
): Json | Raised {
  if (variable.value.kind !== 'text') return { kind: 'data', data: NONE };
  const { text } = variable.value;
  const member = loading.parseEnums && target ? nestedEnum(target, text, loading) : undefined;
  const known = isNoneMark(variable, loading) ? NONE : member;
  const plain = (): Json | Raised =>
    known ? { kind: 'data', data: known } : converted(target, text, loading);
  if (text === '' || (!target && !decodesDictPart(field.type, loading))) return plain();
  const need = leafDecoding(target, key, loading);
  // Lists and objects among the values of a dict are read as the field around them says (2.16).
  if (need === 'none' || (need === 'brackets-or-text' && field.decoding === 'none')) return plain();
  const json = jsonOf(text);
  if (need === 'brackets-or-text' && json.kind === 'data' && !/^(?:list|dict)$/.test(json.data.kind))
    return plain();
  if (json.kind === 'no' && need !== 'json') return plain();
  const isText = json.kind === 'data' && json.data.kind === 'str';
  return isText && json.data.value !== loading.parseNoneStr
    ? converted(target, json.data.value, loading)
    : json;
}

/** What strict classes and types make of a text, from JSON or not, before pydantic sees it. */
function converted(target: Target, text: string, loading: Loading): Json | Raised {
  const { convertsStrict } = behaviourOf(loading.version);
  const strict = loading.strict === true && convertsStrict !== 'never';
  if (!target) return { kind: 'data', data: str(text) };
  if (!target.field)
    // 2.13 takes the type of the dict's values for a field.
    return strict && convertsStrict === 'class'
      ? { kind: 'raises', error: 'AttributeError', why: 'text-in-strict-dict' }
      : { kind: 'data', data: str(text) };
  const data = convertedPart(target.field.type, text, strict, convertsStrict);
  return data
    ? { kind: 'data', data }
    : { kind: 'undecided', reason: 'what a strict class makes of a part of a nested value is not checked' };
}

/** Enums in parts were found by name since they were found in the arguments of a type. */
function nestedEnum(target: NonNullable<Target>, text: string, loading: Loading): Data | undefined {
  const { findsEnums } = behaviourOf(loading.version);
  return findsEnums === 'field' ? undefined : enumValue(target.type, text, findsEnums);
}

function decodesDictPart(type: FieldType, loading: Loading): boolean {
  if (type.kind !== 'dict') return false;
  const { decodesDictParts } = behaviourOf(loading.version);
  return decodesDictParts === 'typed' ? !isBare(type) : decodesDictParts !== 'never';
}

/** `brackets-or-text`: lists and objects are taken from JSON, everything else stays as it is. */
function leafDecoding(target: Target, key: string, loading: Loading): Field['decoding'] | 'brackets-or-text' {
  if (!target) return 'json-or-text';
  if (!target.field) {
    const decoding = decodingOfType(target.type);
    if (decoding === 'json') return 'json-or-text';
    const looks = behaviourOf(loading.version).decodesDictParts === 'by-value';
    return looks && decoding !== 'none' ? 'brackets-or-text' : 'none';
  }
  if (target.field.decoding !== 'none' || decodesAsJson(target.field)) return target.field.decoding;
  if (!behaviourOf(loading.version).decodesPathParts) return 'none';
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
  const { decodesDictParts, findsParts } = behaviourOf(loading.version);
  const byValue = decodesDictParts === 'by-value';
  const direct = findsParts === 'direct' || (type.kind === 'dict' && byValue);
  for (const inner of direct ? [] : typeArguments(type)) {
    const found = nextTarget({ type: inner }, key, loading);
    if (found) return found;
  }
  const typed = byValue || decodesDictParts === 'by-type';
  if (type.kind === 'dict') return isBare(type) || !typed ? undefined : { type: type.value };
  // Of dataclasses the library looks only into those that pydantic made.
  if (type.kind !== 'model' || /^(?:dataclass|typed-dict|named-tuple)$/.test(type.flavour ?? ''))
    return undefined;
  const exact = findsParts === 'direct' || findsParts === 'exact';
  const fold = exact ? (it: string) => it : foldKey(loading);
  const wanted = fold(key);
  const field = type.fields.find(
    (it) =>
      fold(it.name) === wanted ||
      (findsParts === 'alias' &&
        it.inputs.some((input) => subNames(it, input.key, loading).some((n) => fold(n) === wanted))),
  );
  return field && { field, type: field.type };
}

/** `dict` without arguments, whose values the library takes for JSON where they are some. */
function isBare(type: FieldType & { readonly kind: 'dict' }): boolean {
  return type.key.kind === 'any' && type.value.kind === 'any';
}

/**
 * Inside a model the prefix belongs to names as it does outside, though nothing ever reads them with it there: an alias
 * that takes the prefix is not found by itself.
 */
function subNames(field: Field, key: string, loading: Loading): readonly string[] {
  const { envPrefix, envPrefixTarget } = loading;
  if (key === field.name) return envPrefixTarget === 'alias' ? [key] : [key, envPrefix + key];
  return [envPrefixTarget === undefined ? key : envPrefix + key];
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
