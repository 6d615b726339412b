import type { FieldType } from '../schema/field-type.ts';
import { bool, float, str } from '../syntax/data.ts';
import type { Coercion } from './coerce.ts';
import { coerceBuiltin } from './coerce-builtin.ts';
import { djangoAddress } from './django-address.ts';
import { parsePythonFloat, parsePythonInt } from './python-number.ts';
import { encodeUtf8 } from './utf8.ts';

const TRUE: ReadonlySet<string> = new Set(['true', 'on', 'ok', 'y', 'yes', '1']);

/** What django-environ 0.14 makes of a text: a leading `$` names another variable, which is not followed. */
export function coerceDjangoEnviron(type: FieldType, text: string): Coercion {
  if (text.startsWith('$')) return { kind: 'undecided', reason: 'the value of another variable is taken' };
  switch (type.kind) {
    case 'bool': {
      const number = parsePythonInt(text);
      const truth = number === undefined ? TRUE.has(text.toLowerCase().trim()) : number !== 0n;
      return { kind: 'value', data: bool(truth) };
    }
    case 'float': {
      const number = parsePythonFloat(plainNumber(text));
      return number === undefined
        ? { kind: 'errors', errors: [{ type: 'ValueError', loc: [], message: 'is not a number' }] }
        : { kind: 'value', data: float(number) };
    }
    case 'address':
      return djangoAddress(type, text);
    case 'lines':
      return { kind: 'value', data: str(text.replace(/(?:\\r)?\\n/g, '\n')) };
    case 'bytes':
      return { kind: 'value', data: { kind: 'bytes', value: encodeUtf8(text) } };
    // Items of lists go through Python's own conversions.
    case 'separated':
    case 'pairs':
      return coerceBuiltin(type, text);
    // `choices`
    case 'one-of': {
      const made = coerceBuiltin(type, text, coerceDjangoEnviron);
      if (made.kind !== 'errors') return made;
      return { kind: 'errors', errors: made.errors.map((it) => ({ ...it, raised: 'ImproperlyConfigured' })) };
    }
    default:
      return coerceBuiltin(type, text, coerceDjangoEnviron);
  }
}

/** Digits, signs and the last point or comma: `1,234.5 EUR` is 1234.5, and `1e3` is 13. */
function plainNumber(text: string): string {
  const parts = text.replace(/[^\p{Nd},.-]/gu, '').split(/[,.]/);
  const last = parts.pop() ?? '';
  return parts.length === 0 ? last : `${parts.join('')}.${last}`;
}
