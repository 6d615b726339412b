import type { Expression } from '../../python/tree.ts';
import type { FieldType, SwitchType } from '../field-type.ts';
import type { PythonFile, PythonProject } from '../reader.ts';
import { resolveSymbol } from '../resolve-symbol.ts';
import type { VariableRead } from './variable-read.ts';

/** Truth as Starlette 1.7 (`Config._perform_cast`) reads it. */
export const STARLETTE_BOOL: SwitchType = {
  kind: 'switch',
  on: ['true', '1'],
  off: ['false', '0'],
  otherwise: 'refused',
  fold: 'lower',
  strip: false,
};

/** Truth as python-decouple 3.8 (`Config._cast_boolean`, `strtobool`) reads it: an empty text is false. */
export const DECOUPLE_BOOL: SwitchType = {
  kind: 'switch',
  on: ['y', 'yes', 't', 'true', 'on', '1'],
  off: ['n', 'no', 'f', 'false', 'off', '0', ''],
  otherwise: 'refused',
  fold: 'lower',
  strip: false,
};

/** Truth as marshmallow 4 (`fields.Boolean`) reads it for environs: these spellings and no others. */
export const MARSHMALLOW_BOOL: SwitchType = {
  kind: 'switch',
  on: ['t', 'T', 'true', 'True', 'TRUE', 'on', 'On', 'ON', 'y', 'Y', 'yes', 'Yes', 'YES', '1'],
  off: ['f', 'F', 'false', 'False', 'FALSE', 'off', 'Off', 'OFF', 'n', 'N', 'no', 'No', 'NO', '0'],
  otherwise: 'refused',
  fold: 'none',
  strip: false,
};

/** The type that `cast=…` names, where it is a builtin; `bool` as the library reads it. */
export function builtinCast(
  project: PythonProject,
  file: PythonFile,
  cast: Expression,
  bool: FieldType,
): FieldType | undefined {
  if (cast.kind === 'none') return { kind: 'str' };
  const target = resolveSymbol(project, file, cast);
  if (target.kind !== 'external') return undefined;
  switch (target.name) {
    case 'builtins.bool':
      return bool;
    case 'builtins.int':
      return { kind: 'int' };
    case 'builtins.float':
      return { kind: 'float' };
    case 'builtins.str':
      return { kind: 'str' };
    case 'json.loads':
      return { kind: 'json' };
    case 'pathlib.Path':
      return { kind: 'path' };
    default:
      return undefined;
  }
}

/** A cast that is code of the service. */
export function castUndecided(file: PythonFile, cast: Expression): FieldType {
  const written = file.file.text.slice(cast.span.start, cast.span.end).replace(/\s+/g, ' ').slice(0, 60);
  return { kind: 'undecided', reason: `\`${written}\` decides what it makes of the text` };
}

/** What `cast=…` does with a text, and that `cast=str` makes a text of a default that is none. */
export function withCast(cast: Expression | undefined, type: FieldType): VariableRead['cast'] {
  return cast && type.kind === 'str' ? { type, asText: true } : { type };
}
