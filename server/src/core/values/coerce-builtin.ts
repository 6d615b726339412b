import { pathData } from '../schema/path-data.ts';
import type { FieldType, SeparatedType } from '../schema/schema.ts';
import { piecesOf, switchValue } from '../schema/switch-value.ts';
import { bool, type Data, float, int, str } from '../syntax/data.ts';
import type { Coercion } from './coerce.ts';
import { parseJson } from './json.ts';
import { parsePythonFloat, parsePythonInt } from './python-number.ts';

/**
 * What Python's own `int()`, `float()`, `bool()`, `str` or `json.loads` makes of a text, for code that reads the
 * environment without a class. Error types are names of exceptions.
 */
export function coerceBuiltin(type: FieldType, text: string): Coercion {
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
    case 'or-empty':
      return text === '' ? { kind: 'value', data: type.empty } : coerceBuiltin(type.inner, text);
    case 'switch': {
      const value = switchValue(type, text);
      return value === 'refused' ? failure('is not a switch') : { kind: 'value', data: bool(value) };
    }
    case 'separated':
      return fromPieces(type, text);
    case 'json':
      return type.inner === undefined ? fromJson(text) : unknown();
    default:
      return unknown();
  }
}

function fromPieces(type: SeparatedType, text: string): Coercion {
  if (type.words === 'shlex' && /["'\\#]/.test(text))
    return { kind: 'undecided', reason: 'quotes and `#` in a list are not checked' };
  const items: Data[] = [];
  for (const piece of piecesOf(type, text)) {
    const made = coerceBuiltin(type.item, piece);
    if (made.kind !== 'value') return made;
    items.push(made.data);
  }
  return { kind: 'value', data: { kind: type.into, items } };
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

function failure(message: string, type = 'ValueError'): Coercion {
  return { kind: 'errors', errors: [{ type, loc: [], message }] };
}

function unknown(): Coercion {
  return { kind: 'undecided', reason: 'what the code makes of the text is not checked' };
}
