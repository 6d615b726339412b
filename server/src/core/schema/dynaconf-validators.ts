import type { Expression } from '../python/tree.ts';
import type { Data } from '../syntax/data.ts';
import { argumentOf } from './calls/library-instance.ts';
import type { VariableRead } from './calls/variable-read.ts';
import { constantData, constantText } from './constant.ts';
import type { Constraints, FieldType } from './field-type.ts';
import type { PythonFile, PythonProject } from './reader.ts';
import { resolveSymbol } from './resolve-symbol.ts';
import type { Site } from './sites.ts';

type Call = Expression & { readonly kind: 'call' };

/** What the validators so far make of one name. */
interface Judged {
  readonly type: FieldType;
  readonly required: boolean;
  readonly default?: VariableRead['default'];
  readonly place: Expression;
}

/**
 * One read for each name that `Validator("NAME", …)` of dynaconf 3.3 speaks of, in order: what all of them demand
 * together; `database.port` is `DATABASE__PORT`. Validators that are combined or made elsewhere are left out.
 */
export function validatorReads(
  project: PythonProject,
  file: PythonFile,
  items: readonly Expression[],
  prefix: string,
  { certain, statement }: Site,
): readonly VariableRead[] {
  const byName = new Map<string, Judged>();
  const closed = new Set<string>();
  for (const item of items) {
    if (item.kind !== 'call' || !isValidator(project, file, item)) {
      for (const name of namesInside(item)) closed.add(settingName(name) ?? name);
      continue;
    }
    for (const argument of item.args.filter((it) => it.name === undefined)) {
      const name = constantText(project, file, argument.value);
      const id = name === undefined ? undefined : settingName(name);
      if (id === undefined) continue;
      byName.set(id, judged(project, file, item, argument.value, byName.get(id)));
    }
  }
  return [...byName].flatMap(([name, { type, required, default: fallback, place }]) => {
    if (closed.has(name)) return [];
    return {
      name: prefix + name,
      form: required ? 'index' : 'get',
      ...(required ? {} : { default: fallback ?? absent(file, place) }),
      cast: { type },
      certain,
      place: { path: file.file.path, span: place.span },
      statement,
    } satisfies VariableRead;
  });
}

/** A setting by its names in capitals, as a variable would have them; undefined for what is no plain name. */
function settingName(written: string): string | undefined {
  const names = written.replaceAll('__', '.').split('.');
  const isPlain = names.every((it) => /^[A-Za-z][A-Za-z0-9]*(?:_[A-Za-z0-9]+)*$/.test(it));
  return isPlain ? names.join('__').toUpperCase() : undefined;
}

/** A name that nothing sets and no validator demands: `settings.get("NAME")` gives `None`. */
function absent(file: PythonFile, { span }: Expression): VariableRead['default'] {
  return { value: { kind: 'none', span }, file, asItIs: true };
}

function isValidator(project: PythonProject, file: PythonFile, { callee }: Call): boolean {
  const target = resolveSymbol(project, file, callee);
  return target.kind === 'external' && /^dynaconf\.(validator\.)?Validator$/.test(target.name);
}

/** The texts of `Validator("A") | Validator("B")`. */
function namesInside(item: Expression): readonly string[] {
  if (item.kind === 'binary') return [...namesInside(item.left), ...namesInside(item.right)];
  if (item.kind !== 'call') return [];
  return item.args.flatMap(({ value }) => (value.kind === 'string' ? [value.value] : []));
}

const VALUE: FieldType = { kind: 'toml-value' };

/** Arguments of a validator that judge nothing. */
const SILENT: ReadonlySet<string> = new Set(['must_exist', 'required', 'default', 'messages', 'description']);

function judged(
  project: PythonProject,
  file: PythonFile,
  call: Call,
  place: Expression,
  known: Judged | undefined,
): Judged {
  let type = known?.type ?? VALUE;
  const demands = call.args.filter((it) => it.name !== undefined && !SILENT.has(it.name));
  // The type is looked at first, whatever stands first.
  demands.sort((a, b) => Number(b.name === 'is_type_of') - Number(a.name === 'is_type_of'));
  for (const { name, value } of demands) type = demanded(project, file, type, name ?? '', value);
  if (call.args.some((it) => it.stars > 0)) type = other(type);
  const isSometimes = demands.some((it) => it.name === 'when' || it.name === 'env');
  const exists = argumentOf(call, 'must_exist', -1) ?? argumentOf(call, 'required', -1);
  const demandsIt = exists?.kind === 'bool' && exists.value && !isSometimes;
  if (exists && exists.kind !== 'none' && !(exists.kind === 'bool' && exists.value)) type = other(type);
  const given = argumentOf(call, 'default', -1);
  const fallback = known?.default ?? (given ? defaultOf(project, file, call, type, given) : undefined);
  return {
    type,
    required: known?.required === true || (demandsIt && fallback === undefined),
    ...(fallback ? { default: fallback } : {}),
    place: known?.place ?? place,
  };
}

/** A default goes through the validator as well, and a text is read as TOML once more: only simple ones are known. */
function defaultOf(
  project: PythonProject,
  file: PythonFile,
  call: Call,
  type: FieldType,
  value: Expression,
): VariableRead['default'] {
  const data = constantData(project, file, value);
  const isScalar = data?.kind === 'int' || data?.kind === 'float' || data?.kind === 'bool';
  const only = call.args.every((it) => it.name === undefined || SIMPLE_WITH_DEFAULT.has(it.name));
  const fits =
    type.kind === 'toml-value' || (type.kind === 'instance' && data && type.of.includes(data.kind));
  return { value, file, asItIs: Boolean(isScalar && only && fits) };
}

const SIMPLE_WITH_DEFAULT: ReadonlySet<string> = new Set([
  'default',
  'must_exist',
  'required',
  'description',
  'is_type_of',
]);

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
