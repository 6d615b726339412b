import { bareType } from '../schema/bare-type.ts';
import type { FieldType } from '../schema/field-type.ts';
import type { Field, SettingsSchema } from '../schema/schema.ts';
import type { Document, Entry, Scalar, Value } from '../syntax/document.ts';
import { bindDataFile } from './bind.ts';

/** A scalar of a data file that a class reads, and the type that it has to become. */
export interface TypedScalar {
  readonly field: Field;
  /** The innermost key that it stands under, which a secret may be known by. */
  readonly entry: Entry;
  readonly scalar: Scalar;
  readonly type: FieldType;
}

/**
 * The scalars below the fields of a class, also those in lists, mappings and models, as far as types are known, of the
 * entries at the top that are `wanted`.
 */
export function typedScalars(
  document: Document,
  schema: SettingsSchema,
  wanted: (entry: Entry) => boolean,
): readonly TypedScalar[] {
  return bindDataFile(document, schema).entries.flatMap((it): readonly TypedScalar[] => {
    if (it.kind !== 'field' || it.hidden || !wanted(it.entry) || !it.entry.value) return [];
    return scalarsIn(it.field, it.entry, it.entry.value, it.field.type);
  });
}

function scalarsIn(field: Field, entry: Entry, value: Value, type: FieldType): readonly TypedScalar[] {
  const inner = bareType(type);
  switch (value.kind) {
    case 'scalar':
      return [{ field, entry, scalar: value, type: inner }];
    case 'sequence': {
      const item = itemOf(inner);
      return item ? value.items.flatMap((it) => scalarsIn(field, entry, it, item)) : [];
    }
    case 'mapping':
      return value.entries.flatMap((it) => {
        const below = memberOf(inner, it.key.name);
        return below && it.value ? scalarsIn(below.field ?? field, it, it.value, below.type) : [];
      });
  }
}

function itemOf(type: FieldType): FieldType | undefined {
  switch (type.kind) {
    case 'list':
    case 'set':
    case 'frozenset':
    case 'sequence':
    case 'deque':
      return type.item;
    default:
      return undefined;
  }
}

function memberOf(
  type: FieldType,
  key: string,
): { readonly field?: Field; readonly type: FieldType } | undefined {
  if (type.kind === 'dict') return { type: type.value };
  if (type.kind !== 'model' || type.undecided.length > 0) return undefined;
  const field = type.fields.find((it) => it.inputs.some((input) => input.key === key) || it.name === key);
  return field && { field, type: field.type };
}

/** The kinds of value that a type takes: those of a union's members, one otherwise. */
export function kindsOf(type: FieldType): ReadonlySet<FieldType['kind']> {
  const inner = bareType(type);
  if (inner.kind !== 'union') return new Set([inner.kind]);
  return new Set(inner.members.flatMap((it) => [...kindsOf(it)]));
}
