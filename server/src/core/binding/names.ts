import type { Field, FieldInput, SettingsSchema } from '../schema/schema.ts';
import { lowerCase } from '../text/lower-case.ts';
import { memo } from '../text/memo.ts';
import { decodesAsJson } from './complex.ts';

/** One name under which a field is read from variables, folded as the schema compares names. */
export interface InputName {
  readonly input: FieldInput;
  readonly name: string;
}

/** A field and how it is looked up among variables. */
export interface FieldLookUp {
  readonly field: Field;
  readonly inputs: readonly InputName[];
  readonly decodes: boolean;
}

/** The names of a schema's fields, for lookups in both directions. */
export interface SchemaNames {
  readonly schema: SettingsSchema;
  /** A name as the schema compares it. */
  readonly fold: (name: string) => string;
  /** The names of each field, the first present one wins. */
  readonly inputs: ReadonlyMap<Field, readonly InputName[]>;
  /** The same in the order of the schema's fields, for loops over all of them. */
  readonly lookUps: readonly FieldLookUp[];
  /** Folded name to the fields that read it. */
  readonly fields: ReadonlyMap<string, readonly Field[]>;
  /** Names of the fields in code. */
  readonly own: ReadonlySet<string>;
}

/** What a variable's name means to a schema. */
export type NameMeaning =
  | { readonly kind: 'field'; readonly fields: readonly Field[] }
  /** A part of a nested field: the rest of the name after the delimiter, split into keys. */
  | { readonly kind: 'part'; readonly field: Field; readonly path: readonly string[] }
  | { readonly kind: 'extra' };

/** The lookup tables of a schema, computed once. */
export const namesOf: (schema: SettingsSchema) => SchemaNames = memo((schema) => {
  const fold = schema.loading.caseSensitive ? (name: string) => name : lowerCase;
  const inputs = new Map<Field, readonly InputName[]>();
  const fields = new Map<string, Field[]>();
  for (const field of schema.fields) {
    const own = field.inputs.map((input) => ({ input, name: fold(input.environment) }));
    inputs.set(field, own);
    for (const { name } of own) {
      const known = fields.get(name);
      if (!known) fields.set(name, [field]);
      else if (!known.includes(field)) known.push(field);
    }
  }
  const lookUps = schema.fields.map((field) => ({
    field,
    inputs: inputs.get(field) ?? [],
    decodes: decodesAsJson(field),
  }));
  return { schema, fold, inputs, lookUps, fields, own: new Set(schema.fields.map((field) => field.name)) };
});

/** What the name of a variable (as written) means to the schema. */
export function meaningOf(names: SchemaNames, variable: string): NameMeaning {
  const name = names.fold(variable);
  const fields = names.fields.get(name);
  if (fields) return { kind: 'field', fields };
  const delimiter = names.schema.loading.nestedDelimiter;
  if (!delimiter) return { kind: 'extra' };
  for (let at = name.indexOf(delimiter); at >= 0; at = name.indexOf(delimiter, at + 1)) {
    const field = names.fields.get(name.slice(0, at))?.find(decodesAsJson);
    if (field) {
      const rest = name.slice(at + delimiter.length);
      return { kind: 'part', field, path: splitRest(rest, delimiter, names.schema.loading.nestedMaxSplit) };
    }
  }
  return { kind: 'extra' };
}

/**
 * The keys below a field that the rest of a variable's name stands for, as pydantic-settings 2.15 splits it:
 * `env_nested_max_split` counts the keys, none or 0 means no limit.
 */
export function splitRest(rest: string, delimiter: string, maxSplit: number | undefined): readonly string[] {
  const pieces = rest.split(delimiter);
  const limit = maxSplit ? maxSplit : pieces.length;
  if (pieces.length <= limit) return pieces;
  return [...pieces.slice(0, limit - 1), pieces.slice(limit - 1).join(delimiter)];
}
