import { bareType } from '../schema/bare-type.ts';
import type { FieldType } from '../schema/field-type.ts';
import type { Field, SettingsSchema } from '../schema/schema.ts';
import { behaviourOf } from '../schema/settings-releases.ts';
import { str } from '../syntax/data.ts';
import { memo } from '../text/memo.ts';
import { decodesAsJson } from './complex.ts';
import type { Item, Items } from './item.ts';
import { meaningOf, namesOf } from './names.ts';
import type { Variable } from './variables.ts';

/**
 * Adds the keys of dotenv files that no field reads, as `DotEnvSettingsSource` of pydantic-settings 2.15 does: empty
 * ones and those without a value are skipped, and with a prefix also those that equal a field's name. The data of
 * the fields comes first. A variable whose text is not known is an extra that may not be there.
 */
export function withExtras(
  schema: SettingsSchema,
  data: Items,
  variables: ReadonlyMap<string, Variable>,
): Items {
  if (schema.loading.dotenvFiltering === 'only_existing') return data;
  if (behaviourOf(schema.loading.version).takesFirstKeys) return withFirstKeys(schema, data, variables);
  let items: Map<string, Item> | undefined;
  const matching = schema.loading.dotenvFiltering === 'match_prefix';
  for (const [name, variable] of variables) {
    const key = matching
      ? matchingKey(schema, name, items ?? data)
      : isExtra(schema, name, variable, data) && extraKey(schema, name);
    if (typeof key !== 'string') continue;
    items ??= new Map(data);
    items.set(key, isNoneOfTagged(schema, key, variable) ? noneItem(variable) : extraItem(variable));
  }
  return items ?? data;
}

/**
 * The same in the first releases: of each variable that begins with the prefix (as written) what stands before the
 * delimiter is a key, unless the fields gave a value under it.
 */
function withFirstKeys(schema: SettingsSchema, data: Items, variables: ReadonlyMap<string, Variable>): Items {
  const items = new Map(data);
  const { caseSensitive } = schema.loading;
  const lower = new Set(caseSensitive ? [] : [...data.keys()].map((it) => it.toLowerCase()));
  for (const [name, variable] of variables) {
    const key = firstKey(schema, name);
    if (key === undefined || variable.value.kind === 'unset') continue;
    if (lower.size > 0 ? !lower.has(key) : !items.has(key)) items.set(key, extraItem(variable));
  }
  return items;
}

function firstKey({ loading }: SettingsSchema, name: string): string | undefined {
  if (!name.startsWith(loading.envPrefix)) return undefined;
  const rest = name.slice(loading.envPrefix.length);
  return loading.nestedDelimiter === undefined ? rest : rest.split(loading.nestedDelimiter)[0];
}

function extraItem(variable: Variable): Item {
  const { name: key, source, value } = variable;
  const base = { source, key, parts: [], overrides: [] };
  if (value.kind === 'unknown' || value.kind === 'refused') return { ...base, reason: value.reason };
  if (value.kind === 'unset') return { ...base, data: { kind: 'none' } };
  return { ...base, data: str(value.text), raw: value.text, extra: true };
}

/**
 * True for the text of `env_parse_none_str` that reaches a field as a key of its own: it stays a text of a class of the
 * library's, in which a union that is told apart by an attribute looks for that attribute.
 */
function isNoneOfTagged({ loading, fields }: SettingsSchema, key: string, { value }: Variable): boolean {
  if (loading.parseNoneStr === undefined || value.kind !== 'text') return false;
  if (value.text !== loading.parseNoneStr) return false;
  return fields.some(({ inputs, type }) => inputs.some((it) => it.key === key) && isTagged(type));
}

function isTagged(type: FieldType): boolean {
  const bare = bareType(type);
  return bare.kind === 'union' && bare.discriminator !== undefined;
}

function noneItem({ name: key, source }: Variable): Item {
  const reason = 'what a union makes of the text for `None` of a key that is no variable is not checked';
  return { source, key, parts: [], overrides: [], reason };
}

/** True when a variable of a dotenv file (folded name) is taken for a key of its own, not for a field's. */
export function isExtra(schema: SettingsSchema, name: string, variable: Variable, data: Items): boolean {
  if (variable.value.kind === 'unset') return false;
  if (behaviourOf(schema.loading.version).takesFirstKeys) {
    const key = firstKey(schema, name);
    const names = namesOf(schema);
    const taken = [...data.keys()].some((it) => names.fold(it) === key);
    return key !== undefined && !taken && meaningOf(names, name).kind === 'extra';
  }
  if (variable.value.kind === 'text' && variable.value.text === '') return false;
  const { keepsTaken } = behaviourOf(schema.loading.version);
  if (keepsTaken && data.has(name)) return false;
  const { prefixIsNeeded } = behaviourOf(schema.loading.version);
  if (prefixIsNeeded && schema.loading.envPrefix !== '' && namesOf(schema).own.has(name)) return false;
  return !belongsToField(schema, name);
}

function belongsToField(schema: SettingsSchema, name: string): boolean {
  const names = namesOf(schema);
  const { ownsBeginnings } = behaviourOf(schema.loading.version);
  if (ownsBeginnings === 'delimited') return meaningOf(names, name).kind !== 'extra';
  if (names.fields.has(name)) return true;
  return owningFields(schema).some((field) =>
    (names.inputs.get(field) ?? []).some((it) => name.startsWith(it.name)),
  );
}

/** Fields that own every name that begins as theirs. */
const owningFields = memo((schema: SettingsSchema): readonly Field[] => {
  const { ownsBeginnings } = behaviourOf(schema.loading.version);
  if (ownsBeginnings === 'any') return schema.fields;
  return schema.fields.filter(ownsBeginnings === 'models' ? isModel : decodesAsJson);
});

function isModel({ type }: Field): boolean {
  const inner = type.kind === 'constrained' ? type.inner : type;
  return inner.kind === 'model' && (inner.flavour === undefined || inner.flavour === 'root');
}

/** A prefix is taken off where the folded name starts with it; in early releases with the prefix as written. */
function extraKey(schema: SettingsSchema, name: string): string {
  const { extra, envPrefix, version } = schema.loading;
  const prefix = behaviourOf(version).foldsPrefix ? namesOf(schema).fold(envPrefix) : envPrefix;
  return extra !== 'forbid' && name.startsWith(prefix) ? name.slice(envPrefix.length) : name;
}

function matchingKey(schema: SettingsSchema, name: string, items: Items): string | undefined {
  const { envPrefix, nestedDelimiter } = schema.loading;
  if (!name.startsWith(namesOf(schema).fold(envPrefix))) return undefined;
  const rest = name.slice(envPrefix.length);
  const at = nestedDelimiter ? rest.indexOf(nestedDelimiter) : -1;
  if (at >= 0 && items.has(rest.slice(0, at))) return undefined;
  return items.has(rest) ? undefined : rest;
}
