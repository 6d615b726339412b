import type { Field, SettingsSchema } from '../schema/schema.ts';
import type { Document } from '../syntax/document.ts';
import { memo } from '../text/memo.ts';
import { namesOf } from './names.ts';
import type { UnknownKey } from './unknown.ts';

/** A key with the prefix of a class before a name that takes none. */
export interface LostPrefix {
  readonly schema: SettingsSchema;
  readonly field: Field;
  /** The name that the class reads, as variables are usually written. */
  readonly meant: string;
}

/**
 * What an unknown key of a dotenv file means that is the prefix of a class with the alias or the name of a field: an
 * alias takes the place of both, so nothing reads the key. Undefined where the alias is set as well.
 */
export function lostPrefix(document: Document, unknown: UnknownKey): LostPrefix | undefined {
  if (document.format.name !== 'dotenv') return undefined;
  for (const { schema } of [...unknown.refusedBy, ...unknown.ignoredBy]) {
    const { fold } = namesOf(schema);
    const found = prefixed(schema).get(fold(unknown.entry.key.name));
    if (!found) continue;
    const isSet = document.root.entries.some((it) => fold(it.key.name) === fold(found.meant));
    return isSet ? undefined : found;
  }
  return undefined;
}

/** By the folded name with the prefix that nothing reads. */
const prefixed = memo((schema: SettingsSchema): ReadonlyMap<string, LostPrefix> => {
  const { envPrefix, caseSensitive } = schema.loading;
  const found = new Map<string, LostPrefix>();
  if (schema.form !== 'class' || envPrefix === '') return found;
  const { fold, fields } = namesOf(schema);
  for (const field of schema.fields) {
    const [first] = field.inputs;
    const [one] = field.inputs.filter((it) => it.path.length === 0);
    // The names of the field follow the prefix already.
    if (!first || !one || field.inputs.some((it) => fold(it.environment) === fold(envPrefix + field.name)))
      continue;
    const meant = caseSensitive ? one.environment : one.environment.toUpperCase();
    for (const name of [field.name, ...field.inputs.map((it) => it.environment)]) {
      const key = fold(envPrefix + name);
      if (!fields.has(key) && !found.has(key)) found.set(key, { schema, field, meant });
    }
  }
  return found;
});
