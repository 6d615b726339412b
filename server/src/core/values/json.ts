import { bool, type Data, float, int, NONE, str } from '../syntax/data.ts';
import { MAX_DIGITS } from './int.ts';

/** Where and why a text is not JSON. */
export interface JsonProblem {
  /** UTF-16 offset in the text, the place that Python reports. */
  readonly offset: number;
  readonly message: string;
  /** Class of the exception: integers of too many digits are no syntax error to Python. */
  readonly cause: 'JSONDecodeError' | 'ValueError';
}

export type JsonResult =
  | { readonly kind: 'data'; readonly data: Data }
  | { readonly kind: 'problem'; readonly problem: JsonProblem }
  /** Nested so deeply that the reader may give up. */
  | { readonly kind: 'too-deep' };

/**
 * Which program reads: Python's `json.loads` (3.11), or jiter, which pydantic uses for `Json` fields. jiter refuses
 * lone surrogates and counts the sign as a digit; both take NaN and Infinity and keep the last of equal keys.
 */
export type JsonReader = 'python' | 'jiter';

/** Nesting that Python's recursion limit surely allows, however deep its own call stands. */
const PYTHON_DEPTH = 800;
const JITER_DEPTH = 200;

const NUMBER = /-?(?:0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?/y;
const NAMED: readonly (readonly [string, Data])[] = [
  ['null', NONE],
  ['true', bool(true)],
  ['false', bool(false)],
  ['NaN', float(Number.NaN)],
  ['Infinity', float(Number.POSITIVE_INFINITY)],
  ['-Infinity', float(Number.NEGATIVE_INFINITY)],
];
const ESCAPES: ReadonlyMap<string, string> = new Map([
  ['"', '"'],
  ['\\', '\\'],
  ['/', '/'],
  ['b', '\b'],
  ['f', '\f'],
  ['n', '\n'],
  ['r', '\r'],
  ['t', '\t'],
]);

type Step<Value> =
  | { readonly kind: 'ok'; readonly value: Value; readonly end: number }
  | Exclude<JsonResult, { kind: 'data' }>;

function ok<Value>(value: Value, end: number): Step<Value> {
  return { kind: 'ok', value, end };
}

function problem<Value>(offset: number, message: string): Step<Value> {
  return { kind: 'problem', problem: { offset, message, cause: 'JSONDecodeError' } };
}

/** Parses one JSON value; integers are kept whole, floats and integers apart. */
export function parseJson(text: string, reader: JsonReader = 'python'): JsonResult {
  const start = skipBlanks(text, 0);
  const step = text.startsWith('\ufeff')
    ? problem<Data>(0, 'starts with a byte order mark')
    : value(text, start, 0, reader);
  if (step.kind !== 'ok') {
    return step;
  }
  const end = skipBlanks(text, step.end);
  if (end !== text.length) {
    const extra = problem<Data>(end, 'has text after the JSON value');
    return extra.kind === 'problem' ? extra : { kind: 'too-deep' };
  }
  return { kind: 'data', data: step.value };
}

function skipBlanks(text: string, from: number): number {
  let index = from;
  while (' \t\n\r'.includes(text.charAt(index)) && index < text.length) {
    index += 1;
  }
  return index;
}

function value(text: string, at: number, depth: number, reader: JsonReader): Step<Data> {
  const first = text.charAt(at);
  if (first === '"') {
    const step = string(text, at, reader);
    return step.kind === 'ok' ? ok(str(step.value), step.end) : step;
  }
  if (first === '{' || first === '[') {
    return first === '{' ? object(text, at, depth, reader) : array(text, at, depth, reader);
  }
  for (const [word, data] of NAMED) {
    if (text.startsWith(word, at)) {
      return ok(data, at + word.length);
    }
  }
  return number(text, at, reader);
}

function number(text: string, at: number, reader: JsonReader): Step<Data> {
  NUMBER.lastIndex = at;
  const match = NUMBER.exec(text);
  if (match === null) {
    return problem(at, 'is not a JSON value');
  }
  const [digits, fraction, exponent] = match;
  const end = at + digits.length;
  if (fraction !== undefined || exponent !== undefined) {
    return ok(float(Number(digits)), end);
  }
  const size = digits.length - (reader === 'python' && digits.startsWith('-') ? 1 : 0);
  return size > MAX_DIGITS
    ? {
        kind: 'problem',
        problem: {
          offset: at,
          message: `has a number of more than ${MAX_DIGITS} digits`,
          cause: 'ValueError',
        },
      }
    : ok(int(BigInt(digits)), end);
}

/** The text of a string whose opening quote is at `at`. */
function string(text: string, at: number, reader: JsonReader): Step<string> {
  let result = '';
  let index = at + 1;
  for (;;) {
    const stop = nextSpecial(text, index);
    result += text.slice(index, stop);
    const character = text.charAt(stop);
    if (character === '"') {
      return reader === 'jiter' && /\p{Surrogate}/u.test(result)
        ? problem(at, 'has half a surrogate pair')
        : ok(result, stop + 1);
    }
    if (character === '') {
      return problem(at, 'has a string that is not closed');
    }
    if (character !== '\\') {
      return problem(stop, 'has a control character in a string');
    }
    const escaped = unescapeOne(text, stop, at);
    if (escaped.kind !== 'ok') {
      return escaped;
    }
    result += escaped.value;
    index = escaped.end;
  }
}

function nextSpecial(text: string, from: number): number {
  let index = from;
  while (index < text.length) {
    const code = text.charCodeAt(index);
    if (code === 0x22 || code === 0x5c || code < 0x20) {
      return index;
    }
    index += 1;
  }
  return index;
}

function unescapeOne(text: string, at: number, start: number): Step<string> {
  const character = text.charAt(at + 1);
  if (character === '') {
    return problem(start, 'has a string that is not closed');
  }
  if (character === 'u') {
    const hex = text.slice(at + 2, at + 6);
    return /^[0-9a-fA-F]{4}$/.test(hex) && at + 6 < text.length
      ? ok(String.fromCharCode(Number.parseInt(hex, 16)), at + 6)
      : problem(at + 1, 'has an incomplete `\\u` escape');
  }
  const replacement = ESCAPES.get(character);
  return replacement === undefined
    ? problem(at, 'has an unknown escape in a string')
    : ok(replacement, at + 2);
}

function tooDeep(depth: number, reader: JsonReader): boolean {
  return depth > (reader === 'python' ? PYTHON_DEPTH : JITER_DEPTH);
}

function deep<Value>(at: number, reader: JsonReader): Step<Value> {
  return reader === 'python' ? { kind: 'too-deep' } : problem(at, 'is nested too deeply');
}

function array(text: string, at: number, depth: number, reader: JsonReader): Step<Data> {
  const items: Data[] = [];
  let index = skipBlanks(text, at + 1);
  if (text.charAt(index) === ']') {
    return ok({ kind: 'list', items }, index + 1);
  }
  if (tooDeep(depth + 1, reader)) {
    return deep(at, reader);
  }
  for (;;) {
    const item = value(text, index, depth + 1, reader);
    if (item.kind !== 'ok') {
      return item;
    }
    items.push(item.value);
    index = skipBlanks(text, item.end);
    if (text.charAt(index) === ']') {
      return ok({ kind: 'list', items }, index + 1);
    }
    if (text.charAt(index) !== ',') {
      return problem(index, 'lacks a comma');
    }
    index = skipBlanks(text, index + 1);
  }
}

function object(text: string, at: number, depth: number, reader: JsonReader): Step<Data> {
  const entries = new Map<string, Data>();
  const finish = (end: number): Step<Data> =>
    ok({ kind: 'dict', entries: [...entries].map(([key, item]) => [str(key), item]) }, end);
  let index = skipBlanks(text, at + 1);
  if (text.charAt(index) === '}') {
    return finish(index + 1);
  }
  if (tooDeep(depth + 1, reader)) {
    return deep(at, reader);
  }
  for (;;) {
    if (text.charAt(index) !== '"') {
      return problem(index, 'lacks a name in double quotes');
    }
    const key = string(text, index, reader);
    if (key.kind !== 'ok') {
      return key;
    }
    index = skipBlanks(text, key.end);
    if (text.charAt(index) !== ':') {
      return problem(index, 'lacks a colon');
    }
    const item = value(text, skipBlanks(text, index + 1), depth + 1, reader);
    if (item.kind !== 'ok') {
      return item;
    }
    entries.set(key.value, item.value);
    index = skipBlanks(text, item.end);
    if (text.charAt(index) === '}') {
      return finish(index + 1);
    }
    if (text.charAt(index) !== ',') {
      return problem(index, 'lacks a comma');
    }
    index = skipBlanks(text, index + 1);
  }
}
