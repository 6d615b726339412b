import type { FieldType } from '../schema/schema.ts';
import { bool, type Data, float, int, NONE, str } from '../syntax/data.ts';
import type { Value } from '../syntax/document.ts';
import { toml } from '../syntax/toml.ts';
import { sourceFile } from '../text/source-file.ts';
import type { Coercion } from './coerce.ts';
import { coerceBuiltin } from './coerce-builtin.ts';
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
  if (/[#\n\r]/.test(text)) return written(text);
  const plain = text.replace(/^[ \t]+|[ \t]+$/g, '');
  if (plain === 'true' || plain === 'false') return value(bool(plain === 'true'));
  if (INTEGER.test(plain)) return value(int(BigInt(plain.replace(/[_+]/g, ''))));
  if (FLOAT.test(plain)) return value(float(Number(plain.replaceAll('_', ''))));
  const special = SPECIAL.exec(plain);
  if (special?.[2] === 'nan') return value(float(Number.NaN));
  if (special) return value(float(special[1] === '-' ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY));
  return OTHERS.test(plain) || /^["'[{]/.test(plain) ? written(text) : value(str(text));
}

const NOT_FOLLOWED: Coercion = { kind: 'undecided', reason: 'this value of TOML is not checked' };

function value(data: Data): Coercion {
  return { kind: 'value', data };
}

/** The value of `key=TEXT` as a file of TOML; the text itself where that is none. Texts with `@` may be converted. */
function written(text: string): Coercion {
  if (text.includes('@')) return NOT_FOLLOWED;
  const document = toml.parse(sourceFile('value.toml', `key=${text}`));
  const [problem] = document.problems;
  if (problem) return problem.upstream === 'TOMLDecodeError' ? value(str(text)) : NOT_FOLLOWED;
  const entry = document.root.entries.find((it) => it.key.name === 'key');
  const data = entry?.value && valueData(entry.value);
  return data ? value(data) : NOT_FOLLOWED;
}

function valueData(it: Value): Data | undefined {
  switch (it.kind) {
    case 'scalar':
      return it.data;
    case 'sequence': {
      const items = it.items.map(valueData);
      return items.includes(undefined) ? undefined : { kind: 'list', items: items as Data[] };
    }
    case 'mapping': {
      const entries = it.entries.map(
        ({ key, value: below }) => [key.data, below && valueData(below)] as const,
      );
      return entries.some(([, data]) => data === undefined)
        ? undefined
        : { kind: 'dict', entries: entries as unknown as readonly (readonly [Data, Data])[] };
    }
  }
}

const TRUE: ReadonlySet<string> = new Set(['t', 'true', 'enabled', '1', 'on', 'yes']);

/** `@int 5`: of the converters the simple ones. */
function converted(text: string): Coercion {
  const [, name, rest] = /^(@\w+)(?: ([^@]*))?$/s.exec(text)?.map((it) => it ?? '') ?? [];
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
    case '@none':
      return value(NONE);
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
