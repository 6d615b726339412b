import type { Field, FieldType } from '../schema/schema.ts';
import { type Data, str } from '../syntax/data.ts';
import { type JsonProblem, parseJson } from './json.ts';

export type Decoding = Field['decoding'];

/**
 * How pydantic-settings (2.15) reads the text of a field: as it is, as JSON, or as JSON if it is some. `NoDecode`,
 * `enable_decoding` and alias paths are settled by whoever reads the class.
 */
export function decodingOf(type: FieldType): Decoding {
  switch (type.kind) {
    case 'constrained':
      return decodingOf(type.inner);
    case 'list':
    case 'set':
    case 'frozenset':
    case 'sequence':
    case 'deque':
    case 'tuple':
    case 'dict':
    case 'model':
      return 'json';
    case 'optional':
      return decodingOf(type.inner) === 'none' ? 'none' : 'json-or-text';
    case 'union':
      return type.members.some((member) => decodingOf(member) !== 'none') ? 'json-or-text' : 'none';
    case 'undecided':
      return type.complex === true ? 'json' : 'none';
    default:
      return 'none';
  }
}

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
