import type { FieldType } from '../schema/field-type.ts';
import type { Coercion } from './coerce.ts';
import { coerceBuiltin } from './coerce-builtin.ts';

/** What `from_prefixed_env` of Flask 3.1 makes of a text (type `any`): what it is as JSON, else the text itself. */
export function coerceFlask(type: FieldType, text: string): Coercion {
  if (type.kind !== 'any') return coerceBuiltin(type, text);
  const made = coerceBuiltin({ kind: 'json' }, text);
  return made.kind === 'errors' ? { kind: 'value', data: { kind: 'str', value: text } } : made;
}
