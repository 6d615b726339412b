import type { Field, SettingsSchema } from '../schema/schema.ts';
import { moduleOf } from '../schema/settings-spec.ts';
import type { FieldReference } from './finding.ts';

/** How a message names who reads: the class, or the module. */
export function readerName(schema: SettingsSchema): string {
  return schema.className ?? moduleOf(schema.id);
}

/** The name under which people set a field in a variable. */
export function variableName(schema: SettingsSchema, field: Field): string {
  const name = field.inputs[0]?.environment ?? field.name;
  return schema.loading.caseSensitive ? name : name.toUpperCase();
}

/** A field as findings refer to it. */
export function fieldReference(schema: SettingsSchema, field: Field): FieldReference {
  return { settings: schema.id, name: field.name, place: field.place };
}
