import type { Expression } from '../../python/tree.ts';
import { constantData } from '../constant.ts';
import type { AddressForm, FieldType } from '../field-type.ts';
import type { PythonFile, PythonProject } from '../reader.ts';
import { resolveSymbol } from '../resolve-symbol.ts';
import { cacheDrivers } from './cache-drivers.ts';
import { castUndecided } from './cast-argument.ts';
import { argumentOf } from './library-instance.ts';

type Call = Expression & { readonly kind: 'call' };

/** What `Env(NAME=(cast, default))` says of one name. */
export interface Scheme {
  readonly cast: Expression;
  readonly file: PythonFile;
  readonly default?: { readonly value: Expression; readonly file: PythonFile };
}

/** Methods, and the place of `default` among their unnamed arguments. */
export const METHODS: Readonly<Record<string, number>> = {
  str: 1,
  bytes: 1,
  bool: 1,
  int: 1,
  float: 1,
  json: 1,
  list: 2,
  tuple: 2,
  dict: 2,
  url: 1,
  db_url: 1,
  db: 1,
  cache_url: 1,
  cache: 1,
  email_url: 1,
  email: 1,
  search_url: 1,
  channels_url: 1,
  channels: 1,
  path: 1,
};

/** The variables that methods read which need no name. */
export const DEFAULT_NAMES: Readonly<Record<string, string>> = {
  db_url: 'DATABASE_URL',
  db: 'DATABASE_URL',
  cache_url: 'CACHE_URL',
  cache: 'CACHE_URL',
  email_url: 'EMAIL_URL',
  email: 'EMAIL_URL',
  search_url: 'SEARCH_URL',
  channels_url: 'CHANNELS_URL',
  channels: 'CHANNELS_URL',
};

/**
 * The type that `env(…)` or `env.int(…)` reads a text as (django-environ 0.14).
 * @param given the default of the call itself, which decides the type where nothing else does
 */
export function djangoEnvironType(
  project: PythonProject,
  file: PythonFile,
  call: Call,
  method: string,
  scheme: Scheme | undefined,
  given: Expression | undefined,
): FieldType {
  switch (method) {
    case 'str':
      return textType(project, file, call);
    case 'bool':
      return TRUTH;
    case 'int':
    case 'float':
    case 'json':
      return { kind: method };
    case 'list':
    case 'tuple':
      return listOf(project, file, method, argumentOf(call, 'cast', 1));
    case 'dict':
      return argumentOf(call, 'cast', 1) ? castUndecided(file, call) : PAIRS;
    case '': {
      const cast = argumentOf(call, 'cast', 1);
      if (cast) return castType(project, file, cast);
      if (scheme) return castType(project, scheme.file, scheme.cast);
      // "Smart" casting takes the type of the default.
      return smartCast(project, file, given);
    }
    case 'bytes':
      return argumentOf(call, 'encoding', 2) ? castUndecided(file, call) : { kind: 'bytes' };
    case 'path':
      return call.args.every((it) => it.name === undefined || /^(?:var|default)$/.test(it.name)) && !scheme
        ? { kind: 'path' }
        : castUndecided(file, call);
    default:
      return addressType(project, file, call, method, scheme);
  }
}

const ADDRESSES: Readonly<Record<string, AddressForm>> = {
  url: 'url',
  db: 'db',
  db_url: 'db',
  cache: 'cache',
  cache_url: 'cache',
  email: 'email',
  email_url: 'email',
  channels: 'channels',
  channels_url: 'channels',
  search_url: 'search',
};

/** Engines and backends of the call's own, and casts of a scheme, change what is made of the address. */
function addressType(
  project: PythonProject,
  file: PythonFile,
  call: Call,
  method: string,
  scheme: Scheme | undefined,
): FieldType {
  const form = ADDRESSES[method];
  const own = call.args.some((it) => it.stars > 0 || it.name === 'engine' || it.name === 'backend');
  if (form === undefined || own || scheme || call.args.filter((it) => it.name === undefined).length > 2)
    return castUndecided(file, call);
  return form === 'cache'
    ? { kind: 'address', form, drivers: cacheDrivers(project) }
    : { kind: 'address', form };
}

/** Any number but 0, or one of these words: nothing is refused. */
const TRUTH: FieldType = { kind: 'bool' };

/** `a=1,b=2`: nothing around names and values is cut off. */
const PAIRS: FieldType = {
  kind: 'pairs',
  separator: ',',
  between: '=',
  key: { kind: 'str' },
  value: { kind: 'str' },
  strip: false,
  dropEmpty: true,
};

function textType(project: PythonProject, file: PythonFile, call: Call): FieldType {
  const choices = argumentOf(call, 'choices', 3);
  const lines = argumentOf(call, 'multiline', 2);
  if (lines?.kind === 'bool' && lines.value) return { kind: 'lines' };
  if (lines !== undefined && lines.kind !== 'bool') return castUndecided(file, call);
  if (choices === undefined) return { kind: 'str' };
  const data = constantData(project, file, choices);
  return data?.kind === 'list' || data?.kind === 'tuple' || data?.kind === 'set'
    ? { kind: 'one-of', inner: { kind: 'str' }, members: data.items }
    : castUndecided(file, call);
}

function castType(project: PythonProject, file: PythonFile, cast: Expression): FieldType {
  const target = resolveSymbol(project, file, cast);
  switch (target.kind === 'external' ? target.name : '') {
    case 'builtins.str':
      return { kind: 'str' };
    case 'builtins.int':
      return { kind: 'int' };
    case 'builtins.float':
      return { kind: 'float' };
    case 'builtins.bool':
      return TRUTH;
    case 'builtins.dict':
      return PAIRS;
    case 'builtins.list':
      return listOf(project, file, 'list', undefined);
    case 'builtins.tuple':
      return listOf(project, file, 'tuple', undefined);
    case 'json.loads':
      return { kind: 'json' };
    default:
      return nestedCast(project, file, cast);
  }
}

/** `[int]` and `(int,)`. */
function nestedCast(project: PythonProject, file: PythonFile, cast: Expression): FieldType {
  if (cast.kind !== 'list' && cast.kind !== 'tuple') return castUndecided(file, cast);
  const [item, ...others] = cast.items;
  return item && others.length === 0 ? listOf(project, file, cast.kind, item) : castUndecided(file, cast);
}

const ITEMS: ReadonlySet<string> = new Set(['str', 'int', 'float', 'bool']);

/** Empty pieces are left out, and a tuple may stand in brackets. Items go through Python's own conversions. */
function listOf(
  project: PythonProject,
  file: PythonFile,
  into: 'list' | 'tuple',
  cast: Expression | undefined,
): FieldType {
  const item = cast ? castType(project, file, cast) : ({ kind: 'str' } as const);
  if (!ITEMS.has(item.kind)) return { kind: 'undecided', reason: 'a cast of its own' };
  return {
    kind: 'separated',
    separator: ',',
    item,
    into,
    strip: 'none',
    dropEmpty: true,
    ...(into === 'tuple' ? { brackets: true } : {}),
  };
}

function smartCast(project: PythonProject, file: PythonFile, given: Expression | undefined): FieldType {
  if (given === undefined) return { kind: 'str' };
  const data = constantData(project, file, given);
  switch (data?.kind) {
    case 'none':
    case 'str':
      return { kind: 'str' };
    case 'int':
    case 'float':
      return { kind: data.kind };
    case 'bool':
      return TRUTH;
    case 'dict':
      return PAIRS;
    case 'list':
    case 'tuple':
      return listOf(project, file, data.kind, undefined);
    default:
      return { kind: 'undecided', reason: 'the default decides the type' };
  }
}
