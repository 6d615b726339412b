import type { Expression } from '../../python/tree.ts';
import type { Data } from '../../syntax/data.ts';
import { constantData } from '../constant.ts';
import type { Constraints, FieldType } from '../field-type.ts';
import type { PythonFile, PythonProject } from '../reader.ts';
import { resolveSymbol } from '../resolve-symbol.ts';
import { argumentOf } from './library-instance.ts';

type Call = Expression & { readonly kind: 'call' };

/**
 * A type with what `validate=…` demands of its values: `Range`, `Length`, `OneOf` and `Equal` of marshmallow 4.4
 * (`validate.py`), one of them or a list. Every other one is code that sees what the conversion accepted.
 */
export function validated(
  project: PythonProject,
  file: PythonFile,
  inner: FieldType,
  validate: Expression | undefined,
): FieldType {
  if (validate === undefined || validate.kind === 'none') return inner;
  const several = validate.kind === 'list' || validate.kind === 'tuple' ? validate.items : [validate];
  return several.reduce((type, it) => withOne(project, file, type, it), inner);
}

function withOne(
  project: PythonProject,
  file: PythonFile,
  inner: FieldType,
  validator: Expression,
): FieldType {
  const judged: FieldType = { kind: 'judged', inner, reason: 'a validator of its own judges the value' };
  if (validator.kind !== 'call' || validator.args.some((it) => it.stars > 0)) return judged;
  const called = resolveSymbol(project, file, validator.callee);
  const name = called.kind === 'external' ? called.name : '';
  const at = { project, file, call: validator };
  switch (/^(?:marshmallow|environs)\.validate\.(\w+)$/.exec(name)?.[1]) {
    case 'Range':
      return withConstraints(inner, judged, rangeOf(at));
    case 'Length':
      return withConstraints(inner, judged, lengthOf(at));
    case 'OneOf': {
      const choices = given(at, 'choices', 0);
      const listed = choices?.kind === 'list' || choices?.kind === 'tuple' || choices?.kind === 'set';
      return listed ? { kind: 'one-of', inner, members: choices.items } : judged;
    }
    case 'Equal': {
      const wanted = given(at, 'comparable', 0);
      return wanted ? { kind: 'one-of', inner, members: [wanted] } : judged;
    }
    default:
      return judged;
  }
}

interface At {
  readonly project: PythonProject;
  readonly file: PythonFile;
  readonly call: Call;
}

/** The value of an argument: none for `None` and one that is not there, undefined where it is computed. */
function given({ project, file, call }: At, name: string, index: number): Data | undefined {
  const value = argumentOf(call, name, index);
  return value ? constantData(project, file, value) : { kind: 'none' };
}

function withConstraints(
  inner: FieldType,
  judged: FieldType,
  constraints: Constraints | undefined,
): FieldType {
  return constraints ? { kind: 'constrained', inner, constraints } : judged;
}

function rangeOf(at: At): Constraints | undefined {
  const bound = (name: string, index: number, inclusive: string, open: string, closed: string) => {
    const value = given(at, name, index);
    const isClosed = given(at, inclusive, -1);
    if (value === undefined || isClosed === undefined) return undefined;
    const keeps = isClosed.kind === 'none' || (isClosed.kind === 'bool' && isClosed.value);
    return value.kind === 'none' ? {} : { [keeps ? closed : open]: value };
  };
  const lower = bound('min', 0, 'min_inclusive', 'gt', 'ge');
  const upper = bound('max', 1, 'max_inclusive', 'lt', 'le');
  return lower && upper ? { ...lower, ...upper } : undefined;
}

function lengthOf(at: At): Constraints | undefined {
  const sizes = [given(at, 'min', 0), given(at, 'max', 1), given(at, 'equal', -1)].map(sizeOf);
  if (sizes.includes('computed')) return undefined;
  const [min, max, equal] = sizes as readonly (number | undefined)[];
  const [least, most] = [equal ?? min, equal ?? max];
  return {
    ...(least === undefined ? {} : { minLength: least }),
    ...(most === undefined ? {} : { maxLength: most }),
  };
}

function sizeOf(data: Data | undefined): number | undefined | 'computed' {
  if (data?.kind === 'int') return Number(data.value);
  return data?.kind === 'none' ? undefined : 'computed';
}
