import type { Field } from '../schema/schema.ts';
import { type Data, str } from '../syntax/data.ts';
import { type JsonProblem, parseJson } from './json.ts';

export type Decoding = Field['decoding'];

export type Decoded =
  | { readonly kind: 'data'; readonly data: Data }
  /** Not decoded: the text itself goes on to validation. */
  | { readonly kind: 'text'; readonly data: Data }
  /** Loading ends with a SettingsError that this problem caused. */
  | { readonly kind: 'settings-error'; readonly problem: JsonProblem }
  | { readonly kind: 'undecided'; readonly reason: string };

/**
 * What `prepare_field_value` of pydantic-settings makes of a text before validation. A decoded `null` leaves the
 * field unset there.
 */
export function decodeComplex(text: string, decoding: Decoding): Decoded {
  if (decoding === 'none') {
    return { kind: 'text', data: str(text) };
  }
  const result = parseJson(text);
  switch (result.kind) {
    case 'data':
      return result;
    case 'too-deep':
      return { kind: 'undecided', reason: 'JSON of this depth is not checked' };
    case 'problem':
      return decoding === 'json'
        ? { kind: 'settings-error', problem: result.problem }
        : { kind: 'text', data: str(text) };
  }
}
