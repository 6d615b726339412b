import type { Expression } from '../python/tree.ts';
import { argumentOf } from './calls/library-instance.ts';
import type { VariableRead } from './calls/variable-read.ts';
import { constantData, constantText } from './constant.ts';
import { demandedBy } from './dynaconf-demands.ts';
import type { FieldType } from './field-type.ts';
import type { DynaconfValidator, SingleValidator } from './loading.ts';
import type { PythonFile, PythonProject } from './reader.ts';
import { resolveSymbol } from './resolve-symbol.ts';
import type { Site } from './sites.ts';

type Call = Expression & { readonly kind: 'call' };

/** One name that a validator speaks of. */
interface Spoken {
  readonly place: Expression;
  readonly call: Call;
  readonly validator: SingleValidator;
  /** It runs whatever else is so, and in the current environment. */
  readonly always: boolean;
}

/** What the validators of one object do, in order, and what they speak of. */
export interface Validators {
  readonly validators: readonly DynaconfValidator[];
  readonly spoken: readonly Spoken[];
}

/** The validators of a list: `Validator("NAME", …)` of dynaconf 3.3, combined ones, and those that are made elsewhere. */
export function dynaconfValidators(
  project: PythonProject,
  file: PythonFile,
  items: readonly Expression[],
): Validators {
  const spoken: Spoken[] = [];
  const validators = items.map((it) => validatorOf(project, file, it, true, spoken));
  return { validators, spoken };
}

function validatorOf(
  project: PythonProject,
  file: PythonFile,
  item: Expression,
  always: boolean,
  spoken: Spoken[],
): DynaconfValidator {
  if (item.kind === 'binary' && (item.operator === '|' || item.operator === '&')) {
    const isAll = item.operator === '&';
    const members = [item.left, item.right].map((it) =>
      validatorOf(project, file, it, always && isAll, spoken),
    );
    return { kind: isAll ? 'all' : 'any', members };
  }
  if (item.kind === 'call' && isValidator(project, file, item))
    return singleOf(project, file, item, always, spoken);
  return {
    kind: 'unknown',
    names: namesInside(item),
    reason: 'a validator is made in ways that are not followed',
  };
}

function singleOf(
  project: PythonProject,
  file: PythonFile,
  call: Call,
  always: boolean,
  spoken: Spoken[],
): DynaconfValidator {
  const positional = call.args.filter((it) => it.name === undefined);
  const names = positional.flatMap((it) => constantText(project, file, it.value) ?? []);
  if (names.length < positional.length || positional.some((it) => it.stars > 0))
    return { kind: 'unknown', names, reason: 'a validator speaks of names that are computed' };
  const condition = argumentOf(call, 'when', -1);
  const when = condition?.kind === 'none' ? undefined : condition;
  const environments = environmentsOf(project, file, call);
  const validator: SingleValidator = {
    kind: 'single',
    names,
    ...existenceOf(call),
    type: demandedBy(project, file, call, VALUE),
    ...defaultValue(project, file, call),
    ...castOf(project, file, call),
    ...(environments === undefined ? {} : { environments }),
    ...(when ? { when: validatorOf(project, file, when, false, spoken) } : {}),
  };
  const isAlways = always && when === undefined && environments === undefined;
  spoken.push(...positional.map((it) => ({ place: it.value, call, validator, always: isAlways })));
  return validator;
}

/** `env="production"`, or a list of names. */
function environmentsOf(
  project: PythonProject,
  file: PythonFile,
  call: Call,
): SingleValidator['environments'] {
  const written = argumentOf(call, 'env', -1);
  if (written === undefined) return undefined;
  const data = constantData(project, file, written);
  if (data?.kind === 'none') return undefined;
  const items = data?.kind === 'list' || data?.kind === 'tuple' ? data.items : data ? [data] : [];
  const names = items.flatMap((it) => (it.kind === 'str' && /^[\w-]+$/.test(it.value) ? [it.value] : []));
  return names.length === items.length && names.length > 0 ? names : 'unknown';
}

function existenceOf(call: Call): Pick<SingleValidator, 'mustExist'> {
  const written = ['must_exist', 'required'].map((it) => argumentOf(call, it, -1));
  const exists = written.find((it) => it !== undefined && it.kind !== 'none');
  if (exists === undefined) return {};
  return { mustExist: exists.kind === 'bool' ? exists.value : 'unknown' };
}

function defaultValue(
  project: PythonProject,
  file: PythonFile,
  call: Call,
): Pick<SingleValidator, 'default' | 'defaultIsText' | 'onNone'> {
  const onNone = argumentOf(call, 'apply_default_on_none', -1);
  const on = { onNone: onNone?.kind === 'bool' && onNone.value };
  const written = argumentOf(call, 'default', -1);
  if (written === undefined) return on;
  const data = constantData(project, file, written);
  const type = argumentOf(call, 'is_type_of', -1);
  const isText = type !== undefined && nameOf(project, file, type) === 'str';
  return { default: data ?? 'unknown', ...(isText ? { defaultIsText: true } : {}), ...on };
}

function castOf(project: PythonProject, file: PythonFile, call: Call): Pick<SingleValidator, 'cast'> {
  const written = argumentOf(call, 'cast', -1);
  if (written === undefined || written.kind === 'none') return {};
  const name = nameOf(project, file, written);
  const isKnown = name === 'int' || name === 'float' || name === 'str' || name === 'bool';
  return { cast: isKnown ? name : 'unknown' };
}

/** The builtin that a name stands for. */
function nameOf(project: PythonProject, file: PythonFile, written: Expression): string | undefined {
  const target = resolveSymbol(project, file, written);
  return target.kind === 'external' ? target.name.replace(/^builtins\./, '') : undefined;
}

/** What the validators so far make of one name. */
interface Judged {
  readonly type: FieldType;
  readonly required: boolean;
  readonly default?: VariableRead['default'];
  readonly place: Expression;
}

/**
 * One read for each name that the validators speak of, in order: what those that always run demand together;
 * `database.port` is `DATABASE__PORT`.
 */
export function validatorReads(
  project: PythonProject,
  file: PythonFile,
  { spoken }: Validators,
  prefix: string,
  { certain, statement }: Site,
): readonly VariableRead[] {
  const byName = new Map<string, Judged>();
  for (const it of spoken) {
    const name = constantText(project, file, it.place);
    const id = name === undefined ? undefined : settingName(name);
    if (id !== undefined) byName.set(id, judged(project, file, it, byName.get(id)));
  }
  return [...byName].map(
    ([name, { type, required, default: fallback, place }]) =>
      ({
        name: prefix + name,
        form: required ? 'index' : 'get',
        ...(required ? {} : { default: fallback ?? absent(file, place) }),
        cast: { type },
        certain,
        place: { path: file.file.path, span: place.span },
        statement,
      }) satisfies VariableRead,
  );
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

/** The texts of a validator that is not followed. */
function namesInside(item: Expression): readonly string[] {
  if (item.kind === 'binary') return [...namesInside(item.left), ...namesInside(item.right)];
  if (item.kind !== 'call') return [];
  return item.args.flatMap(({ value }) => (value.kind === 'string' ? [value.value] : []));
}

const VALUE: FieldType = { kind: 'toml-value' };

function judged(
  project: PythonProject,
  file: PythonFile,
  { place, call, validator, always }: Spoken,
  known: Judged | undefined,
): Judged {
  const before = known ?? { type: VALUE, required: false, place };
  if (!always) return before;
  const type = demandedBy(project, file, call, before.type);
  const given = argumentOf(call, 'default', -1);
  const fallback = before.default ?? (given ? defaultOf(project, file, call, type, given) : undefined);
  const demandsIt = validator.mustExist === true && fallback === undefined;
  return {
    type,
    required: before.required || demandsIt,
    ...(fallback ? { default: fallback } : {}),
    place: before.place,
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
