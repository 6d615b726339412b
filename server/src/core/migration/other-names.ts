import { keyOf } from '../preflight/pairs.ts';
import type { Field, SettingsSchema } from '../schema/schema.ts';
import type { ReaderFacts } from './facts.ts';
import { fieldNamed, type Names } from './gather-readers.ts';
import { nameIn } from './reader-names.ts';

/** A class that inherits a field which is migrated, and reads it under a name that the migration does not know. */
export interface OtherName {
  readonly reader: string;
  readonly key: string;
  /** The file that declares the field for both. */
  readonly path: string;
}

/**
 * Where the declaration of a key that is migrated serves another class under another name, as a prefix of its own makes
 * it: an edit of that declaration reaches both, and only one of them is looked after.
 * @param all every class of the workspace
 */
export function otherNames(
  readers: readonly ReaderFacts[],
  { fromKeys }: Names,
  all: readonly SettingsSchema[],
): readonly OtherName[] {
  const ours = readers.flatMap(({ schema, fields }) =>
    schema.form === 'class' ? fromKeys.flatMap((key) => fields.get(key) ?? []) : [],
  );
  if (ours.length === 0) return [];
  return all.flatMap((schema) => {
    if (schema.form !== 'class') return [];
    const known = new Set(fromKeys.flatMap((key) => fieldNamed(schema, key) ?? []));
    return schema.fields
      .filter((it) => !known.has(it) && ours.some((own) => isDeclaredWith(own, it)))
      .map((it) => ({ reader: nameIn(all, schema), key: keyOf(schema, it), path: it.declaration.path }));
  });
}

function isDeclaredWith({ declaration: a }: Field, { declaration: b }: Field): boolean {
  return a.path === b.path && a.span.start === b.span.start;
}
