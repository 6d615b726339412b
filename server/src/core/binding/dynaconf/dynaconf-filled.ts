import type { Field, SettingsSchema } from '../../schema/schema.ts';
import { memo } from '../../text/memo.ts';
import { lookUp, namesAtTop, type Store } from './dynaconf-store.ts';

/**
 * Why what the loaders left of a setting is not all that the validators of dynaconf 3.3.5 leave there: each sets the
 * value that it found once more (`Validator._validate_names`), a default as well, and one that it found at the top in
 * the place of an empty table is inside of that table from then on. Undefined where none does.
 */
export function filledByValidators(schema: SettingsSchema, store: Store, field: Field): string | undefined {
  const own = namesOf(field);
  const elsewhere = namesAtTop(store, own);
  const isUnset = lookUp(store, own, false).kind === 'unset';
  for (const other of own.length > 1 ? schema.fields : insideOfTables(schema)) {
    if (other === field) continue;
    const names = namesOf(other);
    const fills =
      (names[0] === own[0] && changes(schema, store, other, own, elsewhere.length > 0)) ||
      (isUnset && hasDefault(other) && isAround(names, own)) ||
      (elsewhere.includes(names[0] ?? '') && (names.length > 1 || (isUnset && hasDefault(other))));
    if (fills) return `a validator may set it by way of \`${other.name}\``;
  }
  return undefined;
}

const insideOfTables = memo((schema: SettingsSchema) => schema.fields.filter((it) => it.loc.includes('.')));

/** True where the validator of a setting may change what is under the names. */
function changes(
  schema: SettingsSchema,
  store: Store,
  other: Field,
  own: readonly string[],
  isInEmpty: boolean,
): boolean {
  const names = namesOf(other);
  const isInside = isAround(own, names);
  if (!isInside && !isInEmpty) return false;
  const isUnset = lookUp(store, names, false).kind === 'unset';
  if (isUnset && hasDefault(other)) return true;
  const elsewhere = namesAtTop(store, names);
  const isGiven = schema.fields.some((it) => hasDefault(it) && elsewhere.includes(namesOf(it)[0] ?? ''));
  return elsewhere.length > 0 && (!isUnset || isGiven);
}

function namesOf({ loc }: Field): readonly string[] {
  return loc.toUpperCase().split('.');
}

/** True where the names of the inner one begin with those of the outer one and go on. */
function isAround(outer: readonly string[], inner: readonly string[]): boolean {
  return inner.length > outer.length && outer.every((it, index) => it === inner[index]);
}

/** True where a validator gives a default; the `None` of `settings.get` is none. */
function hasDefault({ required, default: fallback }: Field): boolean {
  return !required && fallback?.kind !== 'none';
}
