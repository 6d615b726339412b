import { bareType } from '../schema/bare-type.ts';
import type { FieldType } from '../schema/field-type.ts';
import type { Field, SettingsSchema } from '../schema/schema.ts';

/** A nested model of pydantic, or a class of its kind. */
export type Model = Extract<FieldType, { readonly kind: 'model' }>;

/** The field that a name stands for, or the part of a nested one: `db.pool`. */
export function fieldAt({ fields }: SettingsSchema, name: string): Field | undefined {
  const whole = fields.find((it) => it.name === name);
  if (whole) return whole;
  const [first, ...path] = name.split('.');
  return path.reduce<Field | undefined>(
    (field, part) => field && modelOf(field.type)?.fields.find((it) => it.name === part),
    fields.find((it) => it.name === first),
  );
}

/** The model that a type is, also where it may be none; undefined for all others. */
export function modelOf(type: FieldType): Model | undefined {
  const inner = bareType(type);
  return inner.kind === 'model' ? inner : undefined;
}
