import type { FieldType } from '../schema/schema.ts';
import { bool } from '../syntax/data.ts';
import type { Coercion } from './coerce.ts';
import { coerceBuiltin } from './coerce-builtin.ts';
import { parsePythonInt } from './python-number.ts';

const TRUE: ReadonlySet<string> = new Set(['true', 'on', 'ok', 'y', 'yes', '1']);

/** What django-environ 0.14 makes of a text: a leading `$` names another variable, which is not followed. */
export function coerceDjangoEnviron(type: FieldType, text: string): Coercion {
  if (text.startsWith('$')) return { kind: 'undecided', reason: 'the value of another variable is taken' };
  if (type.kind !== 'bool') return coerceBuiltin(type, text);
  const number = parsePythonInt(text);
  const truth = number === undefined ? TRUE.has(text.toLowerCase().trim()) : number !== 0n;
  return { kind: 'value', data: bool(truth) };
}
