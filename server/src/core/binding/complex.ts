import type { Field, FieldType } from '../schema/schema.ts';
import type { Data } from '../syntax/data.ts';
import { decodeComplex, decodingOf } from '../values/complexity.ts';

/** True when the library takes variables below the field's name for parts of it: its type is complex. */
export function decodesAsJson(field: Field): boolean {
  return field.decoding !== 'none' || decodingOf(field.type) !== 'none';
}

/** How a bare type is decoded. */
export function typeDecodes(type: FieldType): Field['decoding'] {
  return decodingOf(type);
}

/** What `json.loads` of Python makes of a text; undefined where it raises. */
export function jsonOf(text: string): Data | undefined {
  return decodeComplex(text);
}
