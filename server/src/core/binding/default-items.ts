import type { FieldType } from '../schema/field-type.ts';
import type { Field, SettingsSchema } from '../schema/schema.ts';
import { behaviourOf } from '../schema/settings-releases.ts';
import { type Data, entryOf, sameData } from '../syntax/data.ts';
import { tagsOf } from '../values/tagged-union.ts';
import { type Item, type Items, mergeItems } from './item.ts';

/**
 * Merges what the sources gave into the defaults that are models, as `DefaultSettingsSource` of pydantic-settings does
 * with `nested_model_default_partial_update`. A default that nothing changed is left out again since 2.12; before, the
 * field is made from the keys of its default like from any other.
 */
export function withDefaultItems(schema: SettingsSchema, items: Items): Items {
  if (!schema.loading.nestedPartialUpdate) return items;
  const { partialDefaults, taggedDefaults } = behaviourOf(schema.loading.version);
  const defaults = new Map<string, Item>();
  for (const field of schema.fields) {
    const item = defaultItem(field);
    const key = keyOf(field, partialDefaults === 'by-name');
    const other =
      taggedDefaults !== 'all' &&
      isTagged(field.type) &&
      (taggedDefaults === 'none' || choosesOther(field.type, item?.data, items.get(key)?.data));
    if (item && !other) defaults.set(key, item);
  }
  const merged = mergeItems(defaults, items);
  if (partialDefaults !== 'unless-equal') return merged;
  return new Map([...merged].filter(([key, item]) => !isUnchanged(defaults.get(key), item)));
}

function isUnchanged(from: Item | undefined, item: Item): boolean {
  if (!from || item === from) return from !== undefined;
  return from.data !== undefined && item.data !== undefined && sameData(from.data, item.data);
}

function isTagged(type: FieldType): boolean {
  const union = type.kind === 'optional' ? type.inner : type;
  return union.kind === 'union' && union.mode === 'tagged';
}

/** True where a key that tells the members of a union apart holds another value than in the default. */
function choosesOther(type: FieldType, from: Data | undefined, given: Data | undefined): boolean {
  const union = type.kind === 'optional' ? type.inner : type;
  const tags = union.kind === 'union' && union.mode === 'tagged' ? tagsOf(union) : undefined;
  const discriminator = union.kind === 'union' ? union.discriminator : undefined;
  const own = from && tags && discriminator !== undefined ? entryOf(from, discriminator) : undefined;
  return (tags?.keys ?? []).some((key) => {
    const value = given && entryOf(given, key);
    return value !== undefined && (own === undefined || !sameData(value, own));
  });
}

/** A default that is an instance of a model, dumped. */
function defaultItem(field: Field): Item | undefined {
  const base = { source: { kind: 'default' }, key: field.name, parts: [], overrides: [] } as const;
  if (field.defaultFactory || field.required || !holdsModel(field.type)) return undefined;
  if (field.default?.kind === 'dict' && field.defaultObject) return { ...base, data: field.default };
  return field.defaultUndecided && { ...base, reason: field.defaultUndecided.reason };
}

function holdsModel(type: FieldType): boolean {
  if (type.kind === 'optional' || type.kind === 'constrained') return holdsModel(type.inner);
  if (type.kind === 'union') return type.members.some(holdsModel);
  return type.kind === 'model';
}

/** The preferred alias; in early releases that is a text alone, else the field's name. */
function keyOf({ inputs, name }: Field, byName: boolean): string {
  if (!byName) {
    const aliases = inputs.filter((it) => !it.named);
    return (aliases.find((it) => it.path.length === 0) ?? aliases[0])?.key ?? name;
  }
  const [only] = inputs.filter((it) => it.key !== name);
  return inputs.length <= 2 && only && only.path.length === 0 ? only.key : name;
}
