import type { FieldType } from '../../schema/field-type.ts';
import type { Data } from '../../syntax/data.ts';
import type { Coercion } from '../coerce.ts';

/** What pydantic 1 makes of a value for a type of any kind. */
export type Convert = (type: FieldType, input: Data) => Coercion;

/** The value that a conversion gives. */
export function given(data: Data): Coercion {
  return { kind: 'value', data };
}

/** One error at the value itself, by the code that pydantic 1 gives it. */
export function refused(type: string, message: string): Coercion {
  return { kind: 'errors', errors: [{ type, loc: [], message }] };
}

/** No verdict, with the reason. */
export function open(reason: string): Coercion {
  return { kind: 'undecided', reason };
}
