import type { FieldType } from '../schema/schema.ts';
import { bool, type Data, float, int, str } from '../syntax/data.ts';
import type { Coercion } from './coerce.ts';
import { coerceBuiltin } from './coerce-builtin.ts';
import { parseJson } from './json.ts';
import { parsePythonFloat, parsePythonInt } from './python-number.ts';
import { stripPython } from './whitespace.ts';

/** What dynaconf 3.3 makes of a variable: a value of TOML, or the text itself where it is none; `@int 5` converts. */
export function coerceDynaconf(type: FieldType, text: string): Coercion {
  switch (type.kind) {
    case 'toml-value':
      return tomlValue(text);
    case 'instance': {
      const made = coerceDynaconf(type.inner, text);
      if (made.kind !== 'value' || type.of.includes(made.data.kind)) return made;
      const message = `is not of type \`${type.name}\``;
      return { kind: 'errors', errors: [{ type: 'ValidationError', loc: [], message }] };
    }
    default:
      return coerceBuiltin(type, text, coerceDynaconf);
  }
}

const INTEGER = /^[+-]?(?:0|[1-9](?:_?\d)*)$/;
const FLOAT = /^[+-]?(?:0|[1-9](?:_?\d)*)(?:\.\d(?:_?\d)*)?(?:[eE][+-]?\d(?:_?\d)*)?$/;
const SPECIAL = /^([+-]?)(inf|nan)$/;
/** Dates and times, and integers of other bases. */
const OTHERS = /^(?:\d{4}-\d{2}-\d{2}|\d{2}:\d{2}|0[xob])/;

function tomlValue(text: string): Coercion {
  if (/^\s*(?:True|False)\s*$/.test(text)) return tomlValue(text.toLowerCase());
  if (text.startsWith('@')) return converted(text);
  // A comment ends a value of TOML, and a line break starts another key.
  if (/[#\n\r]/.test(text)) return NOT_FOLLOWED;
  const plain = text.replace(/^[ \t]+|[ \t]+$/g, '');
  if (plain === 'true' || plain === 'false') return value(bool(plain === 'true'));
  if (INTEGER.test(plain)) return value(int(BigInt(plain.replace(/[_+]/g, ''))));
  if (FLOAT.test(plain)) return value(float(Number(plain.replaceAll('_', ''))));
  const special = SPECIAL.exec(plain);
  if (special?.[2] === 'nan') return value(float(Number.NaN));
  if (special) return value(float(special[1] === '-' ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY));
  if (OTHERS.test(plain)) return NOT_FOLLOWED;
  if (/^["']/.test(plain)) return quoted(plain);
  if (plain.startsWith('[')) return listOf(plain);
  return plain.startsWith('{') ? NOT_FOLLOWED : value(str(text));
}

const NOT_FOLLOWED: Coercion = { kind: 'undecided', reason: 'this value of TOML is not checked' };

function value(data: Data): Coercion {
  return { kind: 'value', data };
}

/** `"text"` or `'text'` without anything special inside. */
function quoted(plain: string): Coercion {
  const inside = /^"([^"\\\p{Cc}@]*)"$/u.exec(plain) ?? /^'([^'\p{Cc}@]*)'$/u.exec(plain);
  return inside ? value(str(inside[1] ?? '')) : NOT_FOLLOWED;
}

/** A list that is the same in JSON, where no text could be a converter. */
function listOf(plain: string): Coercion {
  const parsed = /[@\\\p{Cc}]|null|NaN|Infinity|\{/u.test(plain) ? undefined : parseJson(plain);
  return parsed?.kind === 'data' ? value(parsed.data) : NOT_FOLLOWED;
}

const TRUE: ReadonlySet<string> = new Set(['t', 'true', 'enabled', '1', 'on', 'yes']);

/** `@int 5`: of the converters the simple ones. */
function converted(text: string): Coercion {
  const [, name, rest] = /^(@\w+) ([^@]*)$/s.exec(text) ?? [];
  switch (rest === undefined ? undefined : name) {
    case '@int': {
      const number = parsePythonInt(rest ?? '');
      return number === undefined ? refused('is not an integer') : value(int(number));
    }
    case '@float': {
      const number = parsePythonFloat(rest ?? '');
      return number === undefined ? refused('is not a number') : value(float(number));
    }
    case '@bool':
      return value(bool(TRUE.has(stripPython(rest ?? '').toLowerCase())));
    case '@str':
      return value(str(rest ?? ''));
    default:
      return { kind: 'undecided', reason: 'this converter is not followed' };
  }
}

function refused(message: string): Coercion {
  const raised = 'DynaconfParseError';
  return { kind: 'errors', errors: [{ type: raised, loc: [], message, raised }] };
}
