import { holdsSecret } from '../binding/masked.ts';
import type { FieldType } from '../schema/field-type.ts';
import { innerTypes } from '../schema/inner-types.ts';
import { holdsTypedDict, keptClasses, keptTypedDicts } from '../schema/pydantic/kept-classes.ts';
import type { Field, SettingsSchema, Undecided } from '../schema/schema.ts';
import { bool, type Data, str } from '../syntax/data.ts';
import { type Keywords, keywords, list, named } from './json-schema-object.ts';
import { type Definitions, typeKeywords } from './json-schema-type.ts';
import { schemaValue } from './json-schema-value.ts';

const DIALECT = 'https://json-schema.org/draft/2020-12/schema';

/**
 * A settings schema as JSON Schema 2020-12: what `model_json_schema()` of pydantic 2.13 gives for a class of
 * pydantic-settings, and the values that a module's reads make of variables otherwise. Beside that it says the names of
 * the variables (`x-environment`), what takes a deprecated field's place (`x-replacement`), and in `$comment` what is not
 * known. No default of a secret is in it.
 * @param more keywords of the whole to be added
 */
export function jsonSchema(schema: SettingsSchema, more: Keywords = {}): Data {
  const definitions: Definitions = {
    byName: new Map(),
    object: (fields, extra) => objectKeywords(fields, extra, (field) => property(field, definitions)),
    property: (field) => property(field, definitions),
  };
  const { loading } = schema;
  const isClass = schema.form === 'class';
  const open = distinct([...schema.open, ...schema.modelUndecided].map((it) => it.reason));
  const first = writtenFirst(schema);
  for (const it of first) typeKeywords(it, definitions);
  const own = objectKeywords(
    schema.fields,
    schema.open.length > 0 || (!isClass && schema.reader !== 'json-schema') ? 'ignore' : loading.extra,
    (field) => ({
      ...property(field, definitions, isClass),
      ...environment(schema, field),
      // There no value is not a value.
      ...(schema.reader === 'json-schema' && field.default?.kind === 'none' ? { default: undefined } : {}),
    }),
  );
  const used = first.length > 0 ? referred(keywords(own), definitions.byName) : undefined;
  const defs = [...definitions.byName].filter(([name]) => used?.has(name) ?? true);
  defs.sort(([a], [b]) => (a < b ? -1 : 1));
  return keywords(own, more, {
    $schema: str(DIALECT),
    title: str(schema.title ?? schema.className?.replace(/^.*\./, '') ?? schema.id),
    description: schema.description === undefined ? undefined : str(schema.description),
    $comment: open.length > 0 ? str(open.join('; ')) : undefined,
    $defs: defs.length > 0 ? named(defs) : undefined,
    ...(loading.caseSensitive ? { 'x-case-sensitive': bool(true) } : {}),
    ...(loading.nestedDelimiter === undefined ? {} : { 'x-nested-delimiter': str(loading.nestedDelimiter) }),
  });
}

/**
 * The library writes what it keeps apart before the fields, so that what a typed dict refuses is decided there: first by
 * a class that holds one twice.
 */
function writtenFirst({ fields, reader }: SettingsSchema): readonly FieldType[] {
  if (reader !== 'pydantic-settings' || !fields.some((it) => holdsTypedDict(it.type))) return [];
  const replaced = [...keptTypedDicts(fields).values()].map((it) => it.kept);
  return [...replaced, ...keptClasses(fields).filter(holdsTypedDict)];
}

/** The definitions that a schema refers to, by way of others as well. */
function referred(
  schema: Data,
  byName: ReadonlyMap<string, Data>,
  found = new Set<string>(),
): ReadonlySet<string> {
  if ('items' in schema) for (const it of schema.items) referred(it, byName, found);
  if (schema.kind !== 'dict') return found;
  for (const [key, value] of schema.entries) {
    referred(value, byName, found);
    if (key.kind !== 'str' || key.value !== '$ref' || value.kind !== 'str') continue;
    const name = value.value.replace('#/$defs/', '');
    const definition = byName.get(name);
    if (definition === undefined || found.has(name)) continue;
    found.add(name);
    referred(definition, byName, found);
  }
  return found;
}

function distinct(texts: readonly string[]): readonly string[] {
  return [...new Set(texts)];
}

function objectKeywords(
  fields: readonly Field[],
  extra: 'ignore' | 'allow' | 'forbid',
  write: (field: Field) => Keywords,
): Keywords {
  // Of several fields of one name the last counts, at the place of the first.
  const byName = new Map(fields.map((it) => [nameOf(it), it]));
  const required = distinct(fields.filter((it) => it.required).map(nameOf)).map(str);
  return {
    type: str('object'),
    properties: named([...byName].map(([name, it]) => [name, keywords(write(it))])),
    ...(required.length > 0 ? { required: list(required) } : {}),
    ...(extra === 'ignore' ? {} : { additionalProperties: bool(extra === 'allow') }),
  };
}

/** The first name that is one key; a field that is only found within the values of others keeps its own. */
function nameOf(field: Field): string {
  return field.inputs.find((it) => it.path.length === 0)?.key ?? field.name;
}

function property(field: Field, definitions: Definitions, titled = true): Keywords {
  const plain = field.undecided.find((it) => it.reason.startsWith('plain-validator'));
  const type: FieldType = plain ? { kind: 'any' } : field.type;
  const base = typeKeywords(type, definitions);
  const own = defaultOf(field);
  const { $comment, ...rest } = base;
  const reasons = [
    ...($comment?.kind === 'str' ? [$comment.value] : []),
    ...field.undecided.map((it: Undecided) => it.reason),
    ...own.reasons,
    ...(field.documentation?.unread ?? []).map((it) => `\`${it}\` is computed`),
  ];
  return {
    ...(titled && !isNamed(type) ? { title: str(titleOf(nameOf(field))) } : {}),
    ...withNull(rest, field, own.value),
    default: own.value,
    description: field.description === undefined ? undefined : str(field.description),
    ...(field.deprecated ? { deprecated: bool(true) } : {}),
    ...(field.secret ? { writeOnly: bool(true) } : {}),
    ...documented(field),
    ...replacement(field),
    $comment: reasons.length > 0 ? str(distinct(reasons).join('; ')) : undefined,
  };
}

/** `os.getenv("X")` gives `None` where there is no `X`. */
function withNull(base: Keywords, field: Field, value: Data | undefined): Keywords {
  const givesNone = field.annotation === 'str' && value?.kind === 'none' && field.type.kind === 'str';
  return givesNone ? { anyOf: list([keywords(base), keywords({ type: str('null') })]) } : base;
}

function documented({ documentation, secret }: Field): Keywords {
  if (!documentation) return {};
  const { title, examples, extra } = documentation;
  const shown = examples && schemaValue(examples);
  const others = (extra ?? []).flatMap(([key, value]) => {
    const plain = schemaValue(value);
    const hidden = secret && (key.kind !== 'str' || /^(examples?|default)$/.test(key.value));
    return key.kind === 'str' && plain && !hidden ? [[key.value, plain] as const] : [];
  });
  return {
    ...(title === undefined ? {} : { title: str(title) }),
    ...(shown && !secret ? { examples: shown } : {}),
    ...Object.fromEntries(others),
  };
}

function replacement({ deprecated }: Field): Keywords {
  return deprecated?.replacement === undefined ? {} : { 'x-replacement': str(deprecated.replacement) };
}

/** Classes have a title of their own, and what is not understood may be one. */
function isNamed(type: FieldType): boolean {
  switch (type.kind) {
    case 'enum':
    case 'model':
    case 'undecided':
      return true;
    case 'optional':
      return isNamed(type.inner);
    case 'constrained':
      return isNamed(type.inner);
    default:
      return false;
  }
}

/** `str.title()` of Python, with blanks for underscores. */
function titleOf(name: string): string {
  return name
    .replace(/\p{L}+/gu, (word) => (word[0] ?? '').toUpperCase() + word.slice(1).toLowerCase())
    .replaceAll('_', ' ')
    .trim();
}

/** A factory is code that pydantic does not run for a schema either. */
function defaultOf(field: Field): { readonly value?: Data; readonly reasons: readonly string[] } {
  if (field.required || field.defaultFactory) return { reasons: [] };
  if (field.defaultUndecided) return { reasons: [field.defaultUndecided.reason] };
  if (field.default === undefined) return { reasons: [] };
  if (field.default.kind !== 'none' && (field.secret || hasSecret(field.type) || holdsSecret(field.default)))
    return { reasons: ['the default is, or holds, a secret'] };
  if (hasAliases(field.type) && hasObject(field.default))
    return { reasons: ['the default names fields in a way that is not known'] };
  const value = schemaValue(field.default);
  return value ? { value, reasons: [] } : { reasons: ['the default has no form in JSON'] };
}

/** An object that was made by name is printed by its fields' aliases for output. */
function hasAliases(type: FieldType): boolean {
  return within(
    type,
    (it) => it.kind === 'model' && it.fields.some((field) => field.inputs[0]?.key !== field.name),
  );
}

function hasObject(data: Data): boolean {
  return data.kind === 'dict' || ('items' in data && data.items.some(hasObject));
}

/** True for a type whose values hold secrets. */
function hasSecret(type: FieldType): boolean {
  return within(
    type,
    (it) => it.kind === 'secret' || (it.kind === 'model' && it.fields.some((field) => field.secret)),
  );
}

/** True when a type, or one inside of it, is of a kind. */
function within(type: FieldType, wanted: (type: FieldType) => boolean): boolean {
  if (wanted(type)) return true;
  return innerTypes(type).some((it) => within(it, wanted));
}

/** The variables that a field is read from, the first present one wins; in upper case where case does not matter. */
function environment({ loading }: SettingsSchema, field: Field): Keywords {
  if (!loading.sources.includes('process') && !loading.sources.includes('dotenv')) return {};
  const names = distinct(
    field.inputs.map((it) => (loading.caseSensitive ? it.environment : it.environment.toUpperCase())),
  );
  return names.length > 0 ? { 'x-environment': list(names.map(str)) } : {};
}
