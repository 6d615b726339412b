import type { Expression } from '../python/tree.ts';
import type { Data } from '../syntax/data.ts';
import { constantData } from './constant.ts';
import type { Constraints, FieldType } from './field-type.ts';
import type { PythonFile, PythonProject } from './reader.ts';
import { resolveSymbol } from './resolve-symbol.ts';

type Call = Expression & { readonly kind: 'call' };

/** Arguments of a validator that judge nothing. */
const SILENT: ReadonlySet<string> = new Set(
  `must_exist required default messages description when env cast apply_default_on_none`.split(' '),
);

/** The type with everything that a `Validator(…)` of dynaconf 3.3 demands of a value; its type is looked at first. */
export function demandedBy(project: PythonProject, file: PythonFile, call: Call, type: FieldType): FieldType {
  const demands = call.args.filter((it) => it.name !== undefined && !SILENT.has(it.name));
  demands.sort((a, b) => Number(b.name === 'is_type_of') - Number(a.name === 'is_type_of'));
  const all = demands.reduce((made, it) => demanded(project, file, made, it.name ?? '', it.value), type);
  return call.args.some((it) => it.stars > 0) ? other(all) : all;
}

/** The type with one demand more. */
function demanded(
  project: PythonProject,
  file: PythonFile,
  inner: FieldType,
  name: string,
  value: Expression,
): FieldType {
  if (name === 'is_type_of') return instanceOfType(project, file, inner, value);
  const data = constantData(project, file, value);
  if (data === undefined) return other(inner);
  if (name === 'eq') return scalar(data) ? { kind: 'one-of', inner, members: [data] } : other(inner);
  if (name === 'is_in')
    return data.kind === 'list' || data.kind === 'tuple' || data.kind === 'set'
      ? { kind: 'one-of', inner, members: data.items }
      : other(inner);
  const constraints = constraintOf(name, data);
  return constraints ? { kind: 'constrained', inner, constraints } : other(inner);
}

function scalar(data: Data): boolean {
  return data.kind === 'int' || data.kind === 'float' || data.kind === 'bool' || data.kind === 'str';
}

const BOUNDS: Readonly<Record<string, 'gt' | 'ge' | 'lt' | 'le'>> = {
  gt: 'gt',
  ge: 'ge',
  gte: 'ge',
  lt: 'lt',
  le: 'le',
  lte: 'le',
};

function constraintOf(name: string, data: Data): Constraints | undefined {
  const bound = BOUNDS[name];
  if (bound) return data.kind === 'int' || data.kind === 'float' ? { [bound]: data } : undefined;
  if (data.kind !== 'int') return undefined;
  const size = Number(data.value);
  switch (name) {
    case 'len_min':
      return { minLength: size };
    case 'len_max':
      return { maxLength: size };
    case 'len_eq':
      return { minLength: size, maxLength: size };
    default:
      return undefined;
  }
}

/** `isinstance`: `True` is an `int` to Python. */
const TYPES: Readonly<Record<string, readonly Data['kind'][]>> = {
  str: ['str'],
  int: ['int', 'bool'],
  float: ['float'],
  bool: ['bool'],
  list: ['list'],
  dict: ['dict'],
};

function instanceOfType(
  project: PythonProject,
  file: PythonFile,
  inner: FieldType,
  value: Expression,
): FieldType {
  const items = value.kind === 'tuple' ? value.items : [value];
  const names = items.map((it) => {
    const target = resolveSymbol(project, file, it);
    return target.kind === 'external' ? target.name.replace(/^builtins\./, '') : '';
  });
  const kinds = names.map((it) => TYPES[it]);
  if (kinds.includes(undefined)) return other(inner);
  return { kind: 'instance', inner, of: kinds.flatMap((it) => it ?? []), name: names.join(' or ') };
}

function other(inner: FieldType): FieldType {
  return { kind: 'judged', inner, reason: 'the validator judges the value in ways that are not followed' };
}
