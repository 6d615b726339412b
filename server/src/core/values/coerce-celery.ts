import type { FieldType } from '../schema/field-type.ts';
import type { Coercion } from './coerce.ts';
import { coerceBuiltin } from './coerce-builtin.ts';

/** What Celery 5.7 makes of a variable that it reads by itself (type `any`): an empty text counts as none. */
export function coerceCelery(type: FieldType, text: string): Coercion {
  if (type.kind === 'any' && text === '')
    return { kind: 'undecided', reason: 'an empty text counts as none, so the configuration says it' };
  return coerceBuiltin(type, text);
}
