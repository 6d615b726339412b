import type { Expression } from '../../python/tree.ts';
import { constantData, constantText } from '../constant.ts';
import type { FieldType } from '../field-type.ts';
import { enumType, isEnum } from '../pydantic/pydantic-enum.ts';
import type { PythonFile, PythonProject } from '../reader.ts';
import { resolveSymbol } from '../resolve-symbol.ts';
import { castUndecided, MARSHMALLOW_BOOL } from './cast-argument.ts';
import { argumentOf } from './library-instance.ts';
import { validated } from './marshmallow-validators.ts';

type Call = Expression & { readonly kind: 'call' };

/** Methods whose text is converted alike whatever their arguments. */
const SIMPLE: Readonly<Record<string, FieldType>> = {
  // Neither takes `subcast`, though both let it be given.
  '': { kind: 'str' },
  str: { kind: 'str' },
  int: { kind: 'int' },
  float: { kind: 'float' },
  bool: MARSHMALLOW_BOOL,
  path: { kind: 'path' },
  date: { kind: 'date' },
  datetime: { kind: 'datetime' },
  time: { kind: 'time' },
  timedelta: { kind: 'timedelta' },
  decimal: { kind: 'decimal' },
  uuid: { kind: 'uuid' },
  log_level: { kind: 'log-level' },
};

const OTHERS = ['list', 'dict', 'json', 'enum', 'url', 'dj_db_url', 'dj_email_url', 'dj_cache_url'];

/** The methods of `Env` that read a variable; the empty one is the call of the object itself. */
export const METHODS: ReadonlySet<string> = new Set([...Object.keys(SIMPLE), ...OTHERS]);

/** Arguments that are understood, and those that change nothing about the value. */
const ARGUMENTS: ReadonlySet<string> = new Set(
  'name default subcast validate delimiter subcast_keys subcast_values key_value_delimiter enum by_value metadata'.split(
    ' ',
  ),
);

/** The type that a call of `env.int(…)` and its like reads a text as (environs 15.2). */
export function environsType(
  project: PythonProject,
  file: PythonFile,
  call: Call,
  method: string,
): FieldType {
  const known = call.args.every((it) => it.stars === 0 && (it.name === undefined || ARGUMENTS.has(it.name)));
  if (!known) return castUndecided(file, call);
  const type = SIMPLE[method] ?? typeByArguments(project, file, call, method);
  return validated(project, file, type, argumentOf(call, 'validate', -1));
}

function typeByArguments(project: PythonProject, file: PythonFile, call: Call, method: string): FieldType {
  switch (method) {
    case 'json':
      return jsonType(call);
    case 'list':
      return listType(project, file, call);
    case 'dict':
      return dictType(project, file, call);
    case 'enum':
      return namedEnum(project, file, call);
    default:
      return { kind: 'undecided', reason: `\`env.${method}\` is not followed` };
  }
}

/** `null` is accepted where the default is `None`. */
function jsonType(call: Call): FieldType {
  const fallback = argumentOf(call, 'default', 1);
  if (fallback === undefined || LITERALS.has(fallback.kind)) return { kind: 'json' };
  return fallback.kind === 'none'
    ? { kind: 'optional', inner: { kind: 'json' } }
    : { kind: 'undecided', reason: 'the default decides whether `null` is a value' };
}

const LITERALS: ReadonlySet<string> = new Set(['string', 'int', 'float', 'bool', 'list', 'dict', 'tuple']);

/** Pieces are neither stripped nor left out; an empty text is an empty list. */
function listType(project: PythonProject, file: PythonFile, call: Call): FieldType {
  const item = subcast(project, file, argumentOf(call, 'subcast', 2));
  const separator = textOf(project, file, call, 'delimiter', ',');
  if (!item || !separator) return castUndecided(file, call);
  return {
    kind: 'separated',
    separator,
    item,
    into: 'list',
    strip: 'none',
    dropEmpty: false,
    emptyIsNone: true,
  };
}

function dictType(project: PythonProject, file: PythonFile, call: Call): FieldType {
  const key = subcast(project, file, argumentOf(call, 'subcast_keys', -1));
  const value = subcast(project, file, argumentOf(call, 'subcast_values', -1));
  const separator = textOf(project, file, call, 'delimiter', ',');
  const between = textOf(project, file, call, 'key_value_delimiter', '=');
  if (!key || !value || !separator || !between) return castUndecided(file, call);
  // Durations inside of a dict are numbers of seconds, unlike those of `env.timedelta`.
  if (key.kind === 'timedelta' || value.kind === 'timedelta') return castUndecided(file, call);
  return { kind: 'pairs', separator, between, key, value, strip: true, dropEmpty: false };
}

function textOf(
  project: PythonProject,
  file: PythonFile,
  call: Call,
  name: string,
  otherwise: string,
): string | undefined {
  const given = argumentOf(call, name, -1);
  return given ? constantText(project, file, given) : otherwise;
}

const SUBCASTS: Readonly<Record<string, FieldType>> = {
  'builtins.str': { kind: 'str' },
  'builtins.int': { kind: 'int' },
  'builtins.float': { kind: 'float' },
  'builtins.bool': MARSHMALLOW_BOOL,
  'pathlib.Path': { kind: 'path' },
  'uuid.UUID': { kind: 'uuid' },
  'decimal.Decimal': { kind: 'decimal' },
  'datetime.date': { kind: 'date' },
  'datetime.datetime': { kind: 'datetime' },
  'datetime.time': { kind: 'time' },
  'datetime.timedelta': { kind: 'timedelta' },
};

function subcast(
  project: PythonProject,
  file: PythonFile,
  cast: Expression | undefined,
): FieldType | undefined {
  if (cast === undefined || cast.kind === 'none') return { kind: 'str' };
  const target = resolveSymbol(project, file, cast);
  return target.kind === 'external' ? SUBCASTS[target.name] : undefined;
}

/** `enum=Color`: a text is the name of a member, with `by_value=True` its value. */
function namedEnum(project: PythonProject, file: PythonFile, call: Call): FieldType {
  const written = argumentOf(call, 'enum', -1);
  const target = written && resolveSymbol(project, file, written);
  const how = argumentOf(call, 'by_value', -1);
  const byValue = how ? constantData(project, file, how) : undefined;
  if (target?.kind !== 'class' || (how && byValue?.kind !== 'bool') || !isEnum(project, target))
    return castUndecided(file, call);
  const type = enumType(project, target);
  const isByName = byValue?.kind !== 'bool' || !byValue.value;
  return type.kind === 'enum' && isByName ? { ...type, byName: true } : type;
}
