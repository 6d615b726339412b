import { decodingOfType } from '../../server/src/core/schema/decoding.ts';
import type { FieldType } from '../../server/src/core/schema/field-type.ts';
import type { Data } from '../../server/src/core/syntax/data.ts';
import { coercePydantic } from '../../server/src/core/values/coerce-pydantic.ts';
import { decodeComplex } from '../../server/src/core/values/complexity.ts';
import { compilePattern } from '../../server/src/host/pattern-compiler.ts';
import { parseUrl } from '../../server/src/host/url-parser.ts';
import { canonical, encodeData, type JsonData } from './data-json.ts';

/** What pydantic made of a value, as `judge.py` prints it. */
export interface Truth {
  readonly value?: JsonData;
  readonly errors?: readonly { readonly type: string; readonly loc: readonly (string | number)[] }[];
  readonly settings_error?: string;
  readonly position?: number | null;
  /** An exception that is no validation error: the class cannot be used with this value. */
  readonly crash?: string;
  /** The class cannot be created. */
  readonly schema_error?: string;
}

export interface Case {
  readonly type: FieldType;
  /** A text from the environment, or else a value of a file. */
  readonly text?: string;
  readonly value?: Data;
}

export interface Verdict {
  readonly truth?: Truth;
  readonly undecided?: string;
  readonly messages: readonly string[];
}

/** Our answer in the form of pydantic's. */
export function verdictOf(one: Case): Verdict {
  if (one.text === undefined) {
    return judged(one.type, one.value ?? { kind: 'none' }, 'native');
  }
  const decoded = decodeComplex(one.text, decodingOfType(one.type));
  switch (decoded.kind) {
    case 'undecided':
      return { undecided: decoded.reason, messages: [] };
    case 'settings-error':
      return {
        truth: { settings_error: decoded.problem.cause, position: decoded.problem.offset },
        messages: [decoded.problem.message],
      };
    case 'text':
      return judged(one.type, decoded.data, 'text');
    case 'data':
      return decoded.data.kind === 'none'
        ? { truth: { errors: [{ type: 'missing', loc: [] }] }, messages: [] }
        : judged(one.type, decoded.data, 'native');
  }
}

function judged(type: FieldType, input: Data, mode: 'text' | 'native'): Verdict {
  const coercion = coercePydantic(type, input, { mode, pattern: compilePattern, parseUrl });
  switch (coercion.kind) {
    case 'undecided':
      return { undecided: coercion.reason, messages: [] };
    case 'value':
      return { truth: { value: encodeData(coercion.data) }, messages: [] };
    case 'errors':
      return {
        truth: { errors: coercion.errors.map(({ type: name, loc }) => ({ type: name, loc })) },
        messages: coercion.errors.map((error) => error.message),
      };
  }
}

/** Whether a decided verdict is pydantic's: acceptance, value, error types and locations. */
export function agrees(ours: Truth, truth: Truth): boolean {
  if (ours.value !== undefined && truth.value !== undefined) {
    return canonical(ours.value) === canonical(truth.value);
  }
  if (ours.settings_error !== undefined) {
    const samePlace = typeof truth.position !== 'number' || ours.position === truth.position;
    return ours.settings_error === truth.settings_error && samePlace;
  }
  return ours.errors !== undefined && JSON.stringify(ours.errors) === JSON.stringify(truth.errors);
}
