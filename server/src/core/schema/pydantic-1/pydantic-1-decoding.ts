import { decodingBy } from '../decoding.ts';
import type { FieldType } from '../field-type.ts';
import type { Field } from '../schema.ts';

/**
 * How a variable's text reaches a field of this type, as `field_is_complex` of pydantic 1.10 decides. Other than in
 * pydantic 2, a list that may be `None` must be JSON; only among the members of a union may it be any text.
 */
export function decoding1(type: FieldType): Field['decoding'] {
  return decodingBy(type, (inner) => inner);
}
