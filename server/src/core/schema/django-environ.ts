import { children, type Expression } from '../python/tree.ts';
import { NONE } from '../syntax/data.ts';
import { folderOf, joinPath } from '../text/relative-path.ts';
import { callSchema } from './call-schema.ts';
import { castUndecided } from './cast-argument.ts';
import { constantText } from './constant.ts';
import { argumentOf, filesUsing, type Instance, instanceOf } from './library-instance.ts';
import { readEnvLoading } from './read-env.ts';
import type { PythonFile, PythonProject, Reader } from './reader.ts';
import { rememberPerFile } from './remember-per-file.ts';
import { resolveSymbol } from './resolve-symbol.ts';
import type { FieldType, Loading, SettingsSchema, Undecided } from './schema.ts';
import { type Site, walkSites } from './sites.ts';
import type { VariableRead } from './variable-read.ts';

type Call = Expression & { readonly kind: 'call' };

const OBJECTS: ReadonlySet<string> = new Set(['environ.Env', 'environ.FileAwareEnv']);

/**
 * `env = environ.Env(DEBUG=(bool, False))` and `env("DEBUG")`, `env.int("POOL", default=5)` of django-environ 0.14
 * (`environ.py`): the scheme gives a name its type and its default, and a default is given as it is.
 */
export const djangoEnviron: Reader = {
  name: 'django-environ',
  markers: ['environ'],
  schemas: (project) =>
    filesUsing(project, /\bimport\s+environ\b|\bfrom\s+environ\b/, OBJECTS).flatMap((it) =>
      schemasIn(project, it),
    ),
};

const schemasIn = rememberPerFile((project: PythonProject, file: PythonFile): readonly SettingsSchema[] => {
  const reads: VariableRead[] = [];
  const open: Undecided[] = [];
  const modules = new Set([file]);
  walkSites(file, (expression, site) => {
    const called = expression.kind === 'call' ? calledOn(project, file, expression) : undefined;
    if (called && expression.kind === 'call') {
      modules.add(called.instance.file);
      const read = readOf(project, file, expression, called, site);
      if (read) reads.push(read);
      else open.push({ path: file.file.path, span: expression.span, reason: 'the name is computed here' });
    }
    return children(expression);
  });
  return callSchema(project, file, 'django-environ', { reads, open }, loading(project, modules));
});

/** `read_env()` takes the `.env` beside the calling module and keeps what the process environment has. */
function loading(project: PythonProject, modules: Iterable<PythonFile>): Loading {
  return readEnvLoading(project, modules, {
    argument: 'env_file',
    isCall: (file, { callee }) => {
      if (callee.kind !== 'attribute' || callee.name !== 'read_env') return false;
      const object = resolveSymbol(project, file, callee.object);
      if (object.kind === 'external') return OBJECTS.has(object.name);
      return instanceOf(project, file, callee.object, OBJECTS) !== undefined;
    },
    unnamed: ({ file }, { span }) => ({
      path: joinPath(folderOf(file.path), '.env'),
      base: 'root',
      place: { path: file.path, span },
    }),
  });
}

interface Called {
  readonly method: string;
  readonly instance: Instance;
}

function calledOn(project: PythonProject, file: PythonFile, { callee }: Call): Called | undefined {
  const isPath = (it: Expression) => it.kind === 'name' || it.kind === 'attribute';
  if (!isPath(callee)) return undefined;
  const whole = instanceOf(project, file, callee, OBJECTS);
  if (whole) return { method: '', instance: whole };
  if (callee.kind !== 'attribute' || !(callee.name === 'get_value' || callee.name in METHODS))
    return undefined;
  const instance = isPath(callee.object) ? instanceOf(project, file, callee.object, OBJECTS) : undefined;
  return instance ? { method: callee.name === 'get_value' ? '' : callee.name, instance } : undefined;
}

function readOf(
  project: PythonProject,
  file: PythonFile,
  call: Call,
  { method, instance }: Called,
  site: Site,
): VariableRead | undefined {
  const key = argumentOf(call, 'var', 0);
  const name = key && constantText(project, file, key);
  if (!key || name === undefined) return undefined;
  const scheme = schemeOf(instance, name);
  const given = argumentOf(call, 'default', METHODS[method] ?? 2);
  const fallback = given ? { value: given, file } : scheme?.default;
  return {
    name,
    form: fallback ? 'get' : 'index',
    ...(fallback ? { default: { ...fallback, asItIs: true } } : {}),
    cast: castOf(typeOf(project, file, call, method, scheme, given), fallback?.value),
    certain: site.certain && instance.className === 'environ.Env',
    place: { path: file.file.path, span: key.span },
    statement: site.statement,
  };
}

/** With `None` for its default an empty text is `None`. */
function castOf(type: FieldType, fallback: Expression | undefined): VariableRead['cast'] {
  const unset = fallback?.kind === 'none' && type.kind !== 'undecided';
  return { type: unset ? { kind: 'or-empty', inner: type, empty: NONE } : type };
}

interface Scheme {
  readonly cast: Expression;
  readonly file: PythonFile;
  readonly default?: { readonly value: Expression; readonly file: PythonFile };
}

/** `Env(DEBUG=(bool, False), POOL=int)` */
function schemeOf({ made, file }: Instance, name: string): Scheme | undefined {
  const value = made.args.find((it) => it.name === name)?.value;
  if (value === undefined) return undefined;
  if (value.kind !== 'tuple') return { cast: value, file };
  const [cast, fallback] = value.items;
  return cast ? { cast, file, ...(fallback ? { default: { value: fallback, file } } : {}) } : undefined;
}

/** Methods, and the place of `default` among their unnamed arguments. */
const METHODS: Readonly<Record<string, number>> = {
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

function typeOf(
  project: PythonProject,
  file: PythonFile,
  call: Call,
  method: string,
  scheme: Scheme | undefined,
  given: Expression | undefined,
): FieldType {
  switch (method) {
    case 'str':
      return argumentOf(call, 'choices', 3) ? castUndecided(file, call) : { kind: 'str' };
    case 'bool':
      return TRUTH;
    case 'int':
      return { kind: 'int' };
    case 'json':
      return { kind: 'json' };
    case 'list':
    case 'tuple':
      return listOf(project, file, method, argumentOf(call, 'cast', 1));
    case '': {
      const cast = argumentOf(call, 'cast', 1);
      if (cast) return castType(project, file, cast);
      if (scheme) return castType(project, scheme.file, scheme.cast);
      // "Smart" casting takes the type of the default.
      return smartCast(given);
    }
    default:
      return { kind: 'undecided', reason: `\`env.${method}\` is not followed` };
  }
}

/** Any number but 0, or one of these words: nothing is refused. */
const TRUTH: FieldType = { kind: 'bool' };

function castType(project: PythonProject, file: PythonFile, cast: Expression): FieldType {
  const target = resolveSymbol(project, file, cast);
  switch (target.kind === 'external' ? target.name : '') {
    case 'builtins.str':
      return { kind: 'str' };
    case 'builtins.int':
      return { kind: 'int' };
    case 'builtins.bool':
      return TRUTH;
    case 'builtins.list':
    case 'builtins.tuple':
      return listOf(project, file, 'list', undefined);
    default:
      return castUndecided(file, cast);
  }
}

/** A list leaves empty pieces out; a tuple strips brackets as well, which is not followed. */
function listOf(
  project: PythonProject,
  file: PythonFile,
  method: string,
  cast: Expression | undefined,
): FieldType {
  if (method === 'tuple') return { kind: 'undecided', reason: '`env.tuple` is not followed' };
  const item = cast ? castType(project, file, cast) : ({ kind: 'str' } as const);
  if (item.kind !== 'str' && item.kind !== 'int') return { kind: 'undecided', reason: 'a cast of its own' };
  return { kind: 'separated', separator: ',', item, into: 'list', strip: 'none', dropEmpty: true };
}

function smartCast(given: Expression | undefined): FieldType {
  switch (given?.kind) {
    case undefined:
    case 'none':
    case 'string':
      return { kind: 'str' };
    case 'int':
      return { kind: 'int' };
    default:
      return { kind: 'undecided', reason: 'the default decides the type' };
  }
}
