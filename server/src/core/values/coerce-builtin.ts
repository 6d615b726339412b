import type { Constraints, FieldType, PairsType, SeparatedType, SwitchType } from '../schema/field-type.ts';
import { pathData } from '../schema/path-data.ts';
import { piecesOf, switchValue } from '../schema/switch-value.ts';
import { bool, type Data, dataKey, float, int, str } from '../syntax/data.ts';
import { between, describeBound } from './bounds.ts';
import type { Coercion } from './coerce.ts';
import { parseJson } from './json.ts';
import { notOneOf } from './literal-enum.ts';
import { comparePython } from './number-constraints.ts';
import { pythonKey } from './python-equality.ts';
import { parsePythonFloat, parsePythonInt } from './python-number.ts';
import { count } from './text.ts';
import { codePoints, stripPython } from './whitespace.ts';

/** What a library makes of one text for one type. */
type Coerce = (type: FieldType, text: string) => Coercion;

/**
 * What Python's own `int()`, `float()`, `bool()`, `str` or `json.loads` makes of a text, for code that reads the
 * environment without a class. Error types are names of exceptions.
 * @param own what the library makes of the types inside this one, where it has its own ways
 */
export function coerceBuiltin(type: FieldType, text: string, own: Coerce = coerceBuiltin): Coercion {
  switch (type.kind) {
    case 'str':
    case 'secret':
    case 'any':
      return { kind: 'value', data: str(text) };
    case 'bool':
      return { kind: 'value', data: bool(text !== '') };
    case 'int': {
      const value = parsePythonInt(text);
      return value === undefined ? failure('is not an integer') : { kind: 'value', data: int(value) };
    }
    case 'float': {
      const value = parsePythonFloat(text);
      return value === undefined ? failure('is not a number') : { kind: 'value', data: float(value) };
    }
    case 'path':
      return { kind: 'value', data: pathData(text) };
    case 'switch': {
      const value = switchValue(type, text);
      return value === 'refused' ? failure(notASwitch(type)) : { kind: 'value', data: bool(value) };
    }
    case 'separated':
      return fromPieces(type, text, own);
    case 'pairs':
      return fromPairs(type, text, own);
    case 'json':
      return type.inner === undefined ? fromJson(text) : unknown();
    default:
      return wrapped(type, text, own);
  }
}

/** A type around another: the inner one is converted first. */
function wrapped(type: FieldType, text: string, own: Coerce): Coercion {
  switch (type.kind) {
    case 'or-empty':
      return text === (type.text ?? '') ? { kind: 'value', data: type.empty } : own(type.inner, text);
    case 'judged': {
      const made = own(type.inner, text);
      return made.kind === 'value' ? { kind: 'undecided', reason: type.reason } : made;
    }
    case 'one-of': {
      const made = own(type.inner, text);
      if (made.kind !== 'value') return made;
      const key = pythonKey(made.data);
      const isMember = key !== undefined && type.members.some((it) => pythonKey(it) === key);
      return isMember ? made : failure(notOneOf(type.members));
    }
    case 'constrained': {
      const made = own(type.inner, text);
      return made.kind === 'value' ? within(type.constraints, made.data) : made;
    }
    default:
      return unknown();
  }
}

/** Bounds, steps and lengths, as Python compares and `len` counts. */
function within(constraints: Constraints, data: Data): Coercion {
  const { minLength, maxLength, multipleOf } = constraints;
  const failed = between(constraints, (bound) => comparePython(data, bound));
  if (failed && failed.kind !== 'value') return failed;
  if (multipleOf !== undefined && !isMultiple(data, multipleOf))
    return failure(`must be a multiple of ${describeBound(multipleOf)}`);
  if (minLength === undefined && maxLength === undefined) return { kind: 'value', data };
  const length =
    data.kind === 'str' ? codePoints(data.value) : data.kind === 'list' ? data.items.length : undefined;
  if (length === undefined) return unknown();
  const noun = data.kind === 'str' ? 'character' : 'item';
  if (minLength !== undefined && length < minLength)
    return failure(`must have at least ${count(minLength, noun)}`);
  if (maxLength !== undefined && length > maxLength)
    return failure(`must have at most ${count(maxLength, noun)}`);
  return { kind: 'value', data };
}

/** Nearly counts: binary fractions come close to what decimal ones say (`1.001` in steps of `0.001`). */
function isMultiple(data: Data, step: Data): boolean {
  const number = (it: Data) => (it.kind === 'int' || it.kind === 'float' ? Number(it.value) : Number.NaN);
  const quotient = number(data) / number(step);
  return Math.abs(quotient - Math.round(quotient)) <= 1e-9 * Math.max(1, Math.abs(quotient));
}

/** Names one word for on and one for off, `true` and `false` where they are among them. */
function notASwitch({ on, off }: SwitchType): string {
  const one = (words: readonly string[], usual: string) =>
    words.find((it) => it.toLowerCase() === usual) ?? words.find((it) => it !== '');
  const words = [one(on, 'true'), one(off, 'false')].filter((it) => it !== undefined);
  const use = words.map((it) => `\`${it}\``).join(' or ');
  return use === '' ? 'is not a boolean' : `is not a boolean: use ${use}`;
}

function fromPieces(type: SeparatedType, text: string, own: Coerce): Coercion {
  const pieces = piecesOf(type, text);
  if (pieces === undefined) return failure('has a quote or a backslash that nothing closes');
  const items: Data[] = [];
  for (const [index, piece] of pieces.entries()) {
    const made = own(type.item, piece);
    if (made.kind !== 'value') return pieces.length === 1 ? made : ofItem(made, index);
    items.push(made.data);
  }
  return { kind: 'value', data: { kind: type.into, items } };
}

/** The same outcome with the item that is at fault in its words. */
function ofItem(made: Exclude<Coercion, { readonly kind: 'value' }>, index: number): Coercion {
  if (made.kind !== 'errors') return made;
  const errors = made.errors.map((it) => ({ ...it, message: `has item ${index + 1}, which ${it.message}` }));
  return { ...made, errors };
}

/** A name that stands twice keeps its place and takes the later value, as in every dict. */
function fromPairs(type: PairsType, text: string, own: Coerce): Coercion {
  const pieces = text === '' ? [] : text.split(type.separator);
  const entries = new Map<string, readonly [Data, Data]>();
  for (const piece of type.dropEmpty ? pieces.filter((it) => it !== '') : pieces) {
    const at = piece.indexOf(type.between);
    if (at < 0) return failure(`has a part without \`${type.between}\``, 'ValueError', 'ValueError');
    const cut = type.strip ? stripPython : (it: string) => it;
    const key = own(type.key, cut(piece.slice(0, at)));
    const value = own(type.value, cut(piece.slice(at + type.between.length)));
    if (key.kind !== 'value') return key;
    if (value.kind !== 'value') return value;
    const name = pythonKey(key.data) ?? dataKey(key.data);
    entries.set(name, [entries.get(name)?.[0] ?? key.data, value.data]);
  }
  return { kind: 'value', data: { kind: 'dict', entries: [...entries.values()] } };
}

function fromJson(text: string): Coercion {
  const result = parseJson(text);
  switch (result.kind) {
    case 'data':
      return { kind: 'value', data: result.data };
    case 'too-deep':
      return { kind: 'undecided', reason: 'JSON of this depth is not checked' };
    case 'problem':
      return failure(`is not valid JSON: it ${result.problem.message}`, result.problem.cause);
  }
}

function failure(message: string, type = 'ValueError', raised?: string): Coercion {
  return { kind: 'errors', errors: [{ type, loc: [], message, ...(raised ? { raised } : {}) }] };
}

function unknown(): Coercion {
  return { kind: 'undecided', reason: 'what the code makes of the text is not checked' };
}
