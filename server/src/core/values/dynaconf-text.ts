import { bool, type Data, float, int, NONE, str } from '../syntax/data.ts';
import type { Value } from '../syntax/document.ts';
import { toml } from '../syntax/toml.ts';
import { sourceFile } from '../text/source-file.ts';
import type { Coercion } from './coerce.ts';
import { parseJson } from './json.ts';
import { parsePythonFloat, parsePythonInt } from './python-number.ts';
import { stripPython } from './whitespace.ts';

/** What dynaconf makes of one text: a value, or what is to be done with the value that is there already. */
export type DynaconfValue =
  | Coercion
  /** `@merge`: it is merged with what is there. */
  | { readonly kind: 'merge'; readonly data: Data; readonly unique: boolean }
  /** `@del`: what is there goes away. */
  | { readonly kind: 'delete' };

/**
 * What `parse_conf_data(boolean_fix(text), tomlfy=True)` of dynaconf 3.3.5 makes of a variable, and `set` of that: a
 * value of TOML or the text itself; `@int 5` converts, inside of lists and tables too.
 */
export function dynaconfVariable(text: string): DynaconfValue {
  return dynaconfText(/^\s*(?:True|False)\s*$/.test(text) ? text.toLowerCase() : text, true);
}

/** `_parse_conf_data` of dynaconf 3.3.5: what one look at a text gives; texts inside of that stay as they are. */
export function dynaconfOnce(text: string, asToml: boolean): DynaconfValue {
  return dynaconfText(text, asToml, value);
}

/** What is done with what a text gives. */
type Next = (data: Data) => DynaconfValue;

function dynaconfText(text: string, asToml: boolean, next: Next = settledToml): DynaconfValue {
  const [, token = '', rest = ''] = /^(@\w+)(?: (.*))?$/s.exec(text) ?? [];
  if (CONVERTERS.has(token)) return converted(token, rest, next);
  if (!asToml) return value(str(text));
  const made = tomlValue(text);
  return made.kind === 'value' ? next(made.data) : made;
}

/** A text that TOML gives is looked at once more: `"@int 5"` in quotes converts as well. */
function settledToml(data: Data): DynaconfValue {
  return data.kind === 'str' && data.value.startsWith('@') ? dynaconfText(data.value, false) : settled(data);
}

/** A list or table with the texts inside converted; what merges from inside is not followed. */
function settled(data: Data): Coercion {
  switch (data.kind) {
    case 'str': {
      const made = dynaconfText(data.value, false);
      return made.kind === 'merge' || made.kind === 'delete' ? INSIDE : made;
    }
    case 'list':
    case 'tuple':
    case 'set':
      return together(data.items, (items) => ({ kind: data.kind === 'set' ? 'set' : 'list', items }));
    case 'dict':
      return together(
        data.entries.map(([, it]) => it),
        (values) => ({
          kind: 'dict',
          entries: data.entries.map(([key], index) => [key, values[index] as Data] as const),
        }),
      );
    default:
      return value(data);
  }
}

/** One that is refused is raised, wherever it stands. */
function together(items: readonly Data[], whole: (made: readonly Data[]) => Data): Coercion {
  const made = items.map(settled);
  const other = made.find((it) => it.kind === 'errors') ?? made.find((it) => it.kind === 'undecided');
  return other ?? value(whole(made.flatMap((it) => (it.kind === 'value' ? [it.data] : []))));
}

const INSIDE: Coercion = { kind: 'undecided', reason: 'what merges from inside of a value is not followed' };
const NOT_FOLLOWED: Coercion = { kind: 'undecided', reason: 'this value of TOML is not checked' };
const CONVERTER: Coercion = { kind: 'undecided', reason: 'this converter is not followed' };
const LAZY: Coercion = { kind: 'undecided', reason: 'dynaconf puts other values into it when it is asked' };

function value(data: Data): Coercion & { readonly kind: 'value' } {
  return { kind: 'value', data };
}

const INTEGER = /^[+-]?(?:0|[1-9](?:_?\d)*)$/;
const FLOAT = /^[+-]?(?:0|[1-9](?:_?\d)*)(?:\.\d(?:_?\d)*)?(?:[eE][+-]?\d(?:_?\d)*)?$/;
const SPECIAL = /^([+-]?)(inf|nan)$/;
/** Dates and times, and integers of other bases. */
const OTHERS = /^(?:\d{4}-\d{2}-\d{2}|\d{2}:\d{2}|0[xob])/;

function tomlValue(text: string): Coercion {
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

/** The value of `key=TEXT` as a file of TOML; the text itself where that is none. */
function written(text: string): Coercion {
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

/** `converters` of dynaconf 3.3.5 (`utils/parse_conf.py`). */
const CONVERTERS: ReadonlySet<string> = new Set(
  `@str @int @float @bool @json @format @jinja @reset @del @merge @merge_unique @insert @get @read_file @upper @lower
  @title @capitalize @strip @lstrip @rstrip @split @casefold @swapcase @note @comment @null @none @empty`.split(
    /\s+/,
  ),
);

const TRUE: ReadonlySet<string> = new Set(['t', 'true', 'enabled', '1', 'on', 'yes']);

function converted(token: string, rest: string, next: Next): DynaconfValue {
  if (/^@(?:jinja|format|read_file|get)\b/.test(rest)) return LAZY;
  switch (token) {
    case '@int': {
      const number = parsePythonInt(rest);
      return number === undefined ? refused('is not an integer') : value(int(number));
    }
    case '@float': {
      const number = parsePythonFloat(rest);
      return number === undefined ? refused('is not a number') : value(float(number));
    }
    case '@bool':
      return value(bool(TRUE.has(stripPython(rest).toLowerCase())));
    case '@none':
    case '@null':
    case '@note':
    case '@comment':
      return value(NONE);
    case '@str':
      return next(str(rest));
    case '@json': {
      const parsed = parseJson(rest);
      return parsed.kind === 'data' ? next(parsed.data) : CONVERTER;
    }
    case '@upper':
    case '@lower':
      return /[^ -~]/.test(rest)
        ? CONVERTER
        : next(str(token === '@upper' ? rest.toUpperCase() : rest.toLowerCase()));
    case '@strip':
      return next(str(stripPython(rest)));
    case '@format':
    case '@jinja':
    case '@get':
    case '@read_file':
      return LAZY;
    case '@del':
      return { kind: 'delete' };
    case '@reset': {
      const made = dynaconfText(rest, true, next);
      return made.kind === 'value' ? made : CONVERTER;
    }
    case '@merge':
    case '@merge_unique':
      return merged(rest, token === '@merge_unique', next);
    default:
      return CONVERTER;
  }
}

/** What `@merge` makes of a text that is no table: a list of it. Names with `=` and JSON inside of it are not followed. */
function merged(rest: string, unique: boolean, next: Next): DynaconfValue {
  const made = dynaconfText(rest, true, next);
  if (made.kind !== 'value') return made.kind === 'errors' ? made : CONVERTER;
  const { data } = made;
  if (data.kind === 'list' || data.kind === 'dict') return { kind: 'merge', data, unique };
  if (data.kind === 'int' || data.kind === 'float' || data.kind === 'bool')
    return { kind: 'merge', data: { kind: 'list', items: [data] }, unique };
  if (data.kind !== 'str' || /[={}]/.test(data.value)) return CONVERTER;
  const pieces = data.value.includes(',') ? data.value.split(',') : [];
  const items = pieces.map((it) => dynaconfText(it, true, next));
  const isKnown = items.every((it) => it.kind === 'value');
  if (!isKnown) return CONVERTER;
  const list = pieces.length > 0 ? items.flatMap((it) => (it.kind === 'value' ? [it.data] : [])) : [data];
  return { kind: 'merge', data: { kind: 'list', items: list }, unique };
}

function refused(message: string): Coercion {
  const raised = 'DynaconfParseError';
  return { kind: 'errors', errors: [{ type: raised, loc: [], message, raised }] };
}
