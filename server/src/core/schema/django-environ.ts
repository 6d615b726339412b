import type { Expression } from '../python/tree.ts';
import { NONE } from '../syntax/data.ts';
import { folderOf, joinPath } from '../text/relative-path.ts';
import { type Call, callReader, computedName } from './calls/call-reader.ts';
import { DEFAULT_NAMES, djangoEnvironType, METHODS, type Scheme } from './calls/django-environ-type.ts';
import { argumentOf, filesUsing, type Instance, instanceOf } from './calls/library-instance.ts';
import { readEnvLoading } from './calls/read-env.ts';
import type { VariableRead } from './calls/variable-read.ts';
import { constantData, constantText } from './constant.ts';
import type { FieldType } from './field-type.ts';
import type { Loading } from './loading.ts';
import type { PythonFile, PythonProject, Reader } from './reader.ts';
import { resolveSymbol } from './resolve-symbol.ts';
import type { Undecided } from './schema.ts';
import type { Site } from './sites.ts';

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

const schemasIn = callReader<Called>({
  name: 'django-environ',
  key: 'var',
  calledOn,
  readOf,
  loading: (project, file, called) =>
    loading(project, new Set([file, ...called.map((it) => it.instance.file)])),
});

/** `read_env()` takes the `.env` beside the calling module and keeps what the process environment has. */
function loading(project: PythonProject, modules: Iterable<PythonFile>): Loading {
  return readEnvLoading(project, modules, {
    argument: 'env_file',
    override: { name: 'overwrite', index: 1, wins: 'process' },
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
): VariableRead | Undecided {
  const key = argumentOf(call, 'var', 0);
  const asked = key ? constantText(project, file, key) : DEFAULT_NAMES[method];
  const prefix = prefixOf(file, call, instance);
  if (asked === undefined || prefix === undefined) return computedName(file, call);
  const name = prefix + asked;
  const scheme = schemeOf(instance, name);
  const given = argumentOf(call, 'default', METHODS[method] ?? 2);
  const fallback = given ? { value: given, file } : scheme?.default;
  const isChecked = checksDefault(call, method);
  const type =
    changed(instance) ??
    (isChecked && fallback?.value.kind === 'none' ? CHECKED_NONE : undefined) ??
    djangoEnvironType(project, file, call, method, scheme, given);
  const fileSuffix = fileSuffixOf(instance);
  return {
    name,
    form: fallback ? 'get' : 'index',
    ...(fallback ? { default: { ...fallback, asItIs: !isChecked } } : {}),
    cast: castOf(project, type, isChecked ? undefined : fallback),
    certain: site.certain,
    ...(fileSuffix === undefined ? {} : { fileSuffix }),
    ...proxyOf(call, method, instance, prefix, scheme, fallback !== undefined),
    place: { path: file.file.path, span: (key ?? call).span },
    statement: site.statement,
  };
}

function fileSuffixOf({ className }: Instance): string | undefined {
  return className === 'environ.FileAwareEnv' ? '_FILE' : undefined;
}

/**
 * `$NAME` is read with the cast and the default of the read that found it. Where it has none of its own, it takes what
 * the object declares of NAME.
 */
function proxyOf(
  call: Call,
  method: string,
  instance: Instance,
  prefix: string,
  scheme: Scheme | undefined,
  hasDefault: boolean,
): Pick<VariableRead, 'proxy'> {
  const { made } = instance;
  if (made.args.some((it) => it.stars > 0)) return {};
  const castless = method === '' || method === 'db' || method === 'db_url' || method === 'path';
  const isTyped = !castless || scheme !== undefined || (method === '' && argumentOf(call, 'cast', 1));
  const declared = made.args.flatMap(({ name, value }) => {
    // Another default than its own matters only to a read without one, and a cast to one without a cast.
    const matters = !isTyped || (!hasDefault && value.kind === 'tuple');
    return name !== undefined && matters ? [name] : [];
  });
  const fileSuffix = fileSuffixOf(instance);
  return { proxy: { prefix, declared, ...(fileSuffix === undefined ? {} : { fileSuffix }) } };
}

/** `env.prefix = "SHOP_"` gives all names a beginning from then on; undefined where it is set in another way. */
function prefixOf(file: PythonFile, call: Call, { file: home }: Instance): string | undefined {
  const set = [...home.file.text.matchAll(/\.prefix\s*=(?!=)/g)];
  if (set.length === 0) return '';
  const [whole, text = ''] = /^\w+\.prefix\s*=\s*["']([A-Za-z0-9_]*)["']\s*$/m.exec(home.file.text) ?? [];
  if (set.length > 1 || whole === undefined) return undefined;
  return file !== home || call.span.start > home.file.text.indexOf(whole) ? text : '';
}

/**
 * A text that equals the default is not converted: with `None` for it an empty text is `None`, with a text that text
 * stays what it is.
 */
function castOf(project: PythonProject, type: FieldType, fallback: Scheme['default']): VariableRead['cast'] {
  if (fallback === undefined || type.kind === 'undecided') return { type };
  if (fallback.value.kind === 'none') return { type: { kind: 'or-empty', inner: type, empty: NONE } };
  const data = constantData(project, fallback.file, fallback.value);
  if (data?.kind !== 'str' || type.kind === 'str') return { type };
  return { type: { kind: 'or-empty', inner: type, empty: data, text: data.value } };
}

/** What converts or judges the default as well: addresses, paths, and `choices` and `multiline` of `env.str`. */
function checksDefault(call: Call, method: string): boolean {
  if (method in DEFAULT_NAMES || method === 'url' || method === 'path' || method === 'bytes') return true;
  return (
    method === 'str' && (argumentOf(call, 'multiline', 2) ?? argumentOf(call, 'choices', 3)) !== undefined
  );
}

const CHECKED_NONE: FieldType = { kind: 'undecided', reason: 'whether `None` is accepted is not followed' };

/** Code that sets an attribute of `Env` changes what every read does. */
function changed({ file }: Instance): FieldType | undefined {
  return /\.(?:smart_cast|escape_proxy|ENVIRON)\s*=[^=]/.test(file.file.text)
    ? { kind: 'undecided', reason: 'an attribute of `Env` is set' }
    : undefined;
}

/** `Env(DEBUG=(bool, False), POOL=int)` */
function schemeOf({ made, file }: Instance, name: string): Scheme | undefined {
  const value = made.args.find((it) => it.name === name)?.value;
  if (value === undefined) return undefined;
  const [cast, fallback, ...others] = value.kind === 'tuple' ? value.items : [value];
  // Another tuple than of two is itself the cast.
  if (cast === undefined || others.length > 0 || (value.kind === 'tuple' && !fallback))
    return { cast: value, file };
  return { cast, file, ...(fallback ? { default: { value: fallback, file } } : {}) };
}
