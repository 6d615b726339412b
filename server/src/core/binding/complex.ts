import { decodingOfType } from '../schema/decoding.ts';
import type { Field } from '../schema/schema.ts';
import type { Data } from '../syntax/data.ts';
import { memo } from '../text/memo.ts';
import { decodeComplex } from '../values/complexity.ts';

/** True when the library takes variables below the field's name for parts of it: its type is complex. */
export const decodesAsJson: (field: Field) => boolean = memo(
  (field) => field.decoding !== 'none' || decodingOfType(field.type) !== 'none',
);

/** What `json.loads` of Python makes of a text, `no` where it raises, or why that is not known. */
export type Json =
  | { readonly kind: 'data'; readonly data: Data }
  | { readonly kind: 'no' }
  | { readonly kind: 'undecided'; readonly reason: string };

/** Reads a text as `json.loads` of Python does. */
export function jsonOf(text: string): Json {
  const decoded = decodeComplex(text, 'json');
  if (decoded.kind === 'settings-error') return { kind: 'no' };
  return decoded.kind === 'text' ? { kind: 'data', data: decoded.data } : decoded;
}
