import type { Data } from '../syntax/data.ts';
import type { Value } from '../syntax/document.ts';
import { dataOf } from '../syntax/value-data.ts';
import { entriesOf, itemsOf, memberAt, oneOrMany } from '../syntax/value-members.ts';
import type { Constraints, FieldType } from './field-type.ts';

const MAX_DEPTH = 20;

/** Keywords that say nothing of what is accepted, or are read elsewhere. `format` is an annotation in 2020-12. */
const ANNOTATIONS: ReadonlySet<string> = new Set(
  `$comment $schema $id $anchor $defs definitions title description default examples deprecated readOnly writeOnly format
  contentMediaType contentEncoding contentSchema`.split(/\s+/),
);

/** Keywords that limit values, by the type that they limit. */
const LIMITS: Readonly<Record<string, readonly string[]>> = {
  string: ['minLength', 'maxLength', 'pattern'],
  integer: ['minimum', 'maximum', 'exclusiveMinimum', 'exclusiveMaximum', 'multipleOf'],
  number: ['minimum', 'maximum', 'exclusiveMinimum', 'exclusiveMaximum', 'multipleOf'],
  boolean: [],
  null: [],
  array: ['items', 'minItems', 'maxItems'],
  object: [],
};

/**
 * The type of the values that a schema of JSON Schema 2020-12 accepts. What is not evaluated (`oneOf`, `not`, objects
 * with properties, …) is undecided with the reason.
 * @param root the whole document, for `$ref` into it
 */
export function jsonSchemaType(root: Value, schema: Value | undefined, depth = 0): FieldType {
  if (depth > MAX_DEPTH) return undecided('a schema that is nested too deeply');
  const bool = schema?.kind === 'scalar' && schema.data.kind === 'bool' ? schema.data.value : undefined;
  if (bool === true) return { kind: 'any' };
  if (schema?.kind !== 'mapping') return undecided('what is no schema');
  const keywords = assertions(schema);
  if (keywords.includes('$ref')) {
    const target = keywords.length === 1 ? referredTo(root, schema) : undefined;
    return target ? jsonSchemaType(root, target, depth + 1) : undecided('a `$ref` that is not followed');
  }
  if (keywords.includes('anyOf')) {
    if (keywords.length > 1) return undecided('`anyOf` beside other keywords');
    return union(itemsOf(memberAt(schema, 'anyOf')).map((it) => jsonSchemaType(root, it, depth + 1)));
  }
  const values = memberAt(schema, 'const')
    ? [memberAt(schema, 'const') as Value]
    : itemsOf(memberAt(schema, 'enum'));
  if (values.length > 0) {
    const other = keywords.find((it) => it !== 'const' && it !== 'enum' && it !== 'type');
    return other === undefined
      ? { kind: 'literal', members: values.map((it) => ({ data: dataOf(it) })) }
      : undecided(`\`${other}\` beside values`);
  }
  if (keywords.length === 0) return { kind: 'any' };
  return typed(root, schema, keywords, depth);
}

/** The schema that `#/$defs/NAME` means; undefined for other references, and where there is none. */
export function referredTo(root: Value, schema: Value | undefined): Value | undefined {
  const reference = memberAt(schema, '$ref');
  const data = reference?.kind === 'scalar' ? reference.data : undefined;
  const path = data?.kind === 'str' ? /^#\/(\$defs|definitions)\/([^/%~]+)$/.exec(data.value) : null;
  return path ? memberAt(root, path[1] as string, path[2] as string) : undefined;
}

function assertions(schema: Value): readonly string[] {
  return entriesOf(schema)
    .map((it) => it.key.name)
    .filter((it) => !ANNOTATIONS.has(it) && !it.startsWith('x-'));
}

function typed(root: Value, schema: Value, keywords: readonly string[], depth: number): FieldType {
  const names = oneOrMany(memberAt(schema, 'type')).map((it) => textOf(it) ?? '');
  if (names.length === 0) return undecided('a schema without a `type`');
  const known = new Set(['type', ...names.flatMap((it) => LIMITS[it] ?? [])]);
  const foreign = keywords.find((it) => !known.has(it));
  if (foreign !== undefined) return undecided(`\`${foreign}\` is not evaluated`);
  return union(names.map((name) => one(root, schema, name, depth)));
}

function one(root: Value, schema: Value, name: string, depth: number): FieldType {
  switch (name) {
    case 'string':
      return limited({ kind: 'str' }, schema, name);
    case 'integer':
      return limited({ kind: 'int' }, schema, name);
    case 'number':
      return limited({ kind: 'float' }, schema, name);
    case 'boolean':
      return { kind: 'bool' };
    case 'null':
      return { kind: 'none' };
    case 'array': {
      const items = memberAt(schema, 'items');
      const item: FieldType = items ? jsonSchemaType(root, items, depth + 1) : { kind: 'any' };
      return limited({ kind: 'list', item }, schema, name);
    }
    case 'object':
      return { kind: 'dict', key: { kind: 'str' }, value: { kind: 'any' } };
    default:
      return undecided('a `type` that JSON Schema does not know');
  }
}

function limited(type: FieldType, schema: Value, name: string): FieldType {
  const limits: Record<string, Data> = {};
  for (const keyword of LIMITS[name] ?? []) {
    const value = memberAt(schema, keyword);
    if (keyword === 'items' || value === undefined) continue;
    const data = dataOf(value);
    const fits = keyword === 'pattern' ? data.kind === 'str' : data.kind === 'int' || data.kind === 'float';
    if (!fits) return undecided(`\`${keyword}\` is not of the kind it must be`);
    limits[keyword] = data;
  }
  if (Object.keys(limits).length === 0) return type;
  const count = (data: Data | undefined) =>
    data?.kind === 'int' || data?.kind === 'float' ? Number(data.value) : undefined;
  const constraints = {
    ge: limits.minimum,
    gt: limits.exclusiveMinimum,
    le: limits.maximum,
    lt: limits.exclusiveMaximum,
    multipleOf: limits.multipleOf,
    minLength: count(limits.minLength ?? limits.minItems),
    maxLength: count(limits.maxLength ?? limits.maxItems),
    pattern: limits.pattern?.kind === 'str' ? limits.pattern.value : undefined,
  };
  const given = Object.entries(constraints).filter(([, value]) => value !== undefined);
  return { kind: 'constrained', inner: type, constraints: Object.fromEntries(given) as Constraints };
}

function union(members: readonly FieldType[]): FieldType {
  const others = members.filter((it) => it.kind !== 'none');
  const [first] = others;
  if (!first) return { kind: 'none' };
  const inner: FieldType =
    others.length === 1 ? first : { kind: 'union', members: others, mode: 'left-to-right' };
  return others.length < members.length ? { kind: 'optional', inner } : inner;
}

function textOf(value: Value): string | undefined {
  return value.kind === 'scalar' && value.data.kind === 'str' ? value.data.value : undefined;
}

function undecided(reason: string): FieldType {
  return { kind: 'undecided', reason };
}
