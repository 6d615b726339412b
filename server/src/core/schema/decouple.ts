import type { Expression } from '../python/tree.ts';
import { type Call, callReader, computedName } from './calls/call-reader.ts';
import { CALLS } from './calls/call-schema.ts';
import { builtinCast, castUndecided, DECOUPLE_BOOL, withCast } from './calls/cast-argument.ts';
import { argumentOf, filesUsing, instanceOf } from './calls/library-instance.ts';
import type { VariableRead } from './calls/variable-read.ts';
import { constantData, constantText } from './constant.ts';
import type { FieldType } from './field-type.ts';
import type { EnvFile, Loading } from './loading.ts';
import { constantPath } from './path-constant.ts';
import { namedFiles } from './pydantic/pydantic-files.ts';
import type { PythonFile, PythonProject, Reader } from './reader.ts';
import { resolveSymbol } from './resolve-symbol.ts';
import type { Undecided } from './schema.ts';
import type { Site } from './sites.ts';

/**
 * Where an object of decouple has its values from: a file that it looks for upwards from the calling module or another
 * place, one file, the files of a folder, or nothing but the process environment.
 */
type Origin =
  | { readonly kind: 'search'; readonly from?: Expression; readonly file: PythonFile }
  | { readonly kind: 'env' | 'ini' | 'secrets'; readonly path?: Expression; readonly file: PythonFile }
  | { readonly kind: 'nothing'; readonly file: PythonFile }
  | { readonly kind: 'unknown'; readonly at: Expression; readonly file: PythonFile };

const OBJECTS: ReadonlySet<string> = new Set(['decouple.Config', 'decouple.AutoConfig']);

/**
 * `config("KEY", default=…, cast=…)` of python-decouple 3.8 (`decouple.py`): the process environment wins over
 * `settings.ini` or `.env`, whichever is found first upwards from the calling module, and the default is converted
 * as well.
 */
export const decouple: Reader = {
  name: 'decouple',
  markers: ['decouple'],
  schemas: (project) => filesUsing(project, /\bdecouple\b/, OBJECTS).flatMap((it) => schemasIn(project, it)),
};

const schemasIn = callReader<Origin>({
  name: 'decouple',
  key: 'option',
  calledOn: originOf,
  readOf,
  loading: loadingOf,
});

/** What `config(…)`, `config.get(…)` is called on; undefined for every other call. */
function originOf(project: PythonProject, file: PythonFile, { callee }: Call): Origin | undefined {
  const object = callee.kind === 'attribute' && callee.name === 'get' ? callee.object : callee;
  if (object.kind !== 'name' && object.kind !== 'attribute') return undefined;
  const target = resolveSymbol(project, file, object);
  if (target.kind === 'external') {
    const isOwn = target.name === 'decouple.config' || target.name === 'decouple.config.get';
    return isOwn ? { kind: 'search', file } : undefined;
  }
  const instance = instanceOf(project, file, object, OBJECTS);
  if (!instance) return undefined;
  if (instance.className === 'decouple.AutoConfig') {
    const from = argumentOf(instance.made, 'search_path', 0);
    return { kind: 'search', file: instance.file, ...(from ? { from } : {}) };
  }
  const repository = argumentOf(instance.made, 'repository', 0);
  const at = repository ?? instance.made;
  const found = repository && repositoryOf(project, instance.file, repository);
  return found ?? { kind: 'unknown', at, file: instance.file };
}

const REPOSITORIES = ['RepositoryEnv', 'RepositoryIni', 'RepositorySecret', 'RepositoryEmpty'].map(
  (it) => `decouple.${it}`,
);

/** `RepositoryEnv(".env")`, written in place or bound to a name; undefined where it is of another class. */
function repositoryOf(project: PythonProject, file: PythonFile, written: Expression): Origin | undefined {
  const bound = instanceOf(project, file, written, new Set(REPOSITORIES));
  const made = bound?.made ?? (written.kind === 'call' ? written : undefined);
  if (made === undefined) return undefined;
  const from = bound?.file ?? file;
  const target = resolveSymbol(project, from, made.callee);
  const source = argumentOf(made, 'source', 0);
  const isPlain = made.args.every((it) => it.stars === 0 && it.name !== 'encoding') && made.args.length <= 1;
  const path = source ? { path: source } : {};
  switch (isPlain && target.kind === 'external' ? target.name : '') {
    case 'decouple.RepositoryEnv':
      return source && { kind: 'env', path: source, file: from };
    case 'decouple.RepositoryIni':
      return source && { kind: 'ini', path: source, file: from };
    case 'decouple.RepositorySecret':
      return { kind: 'secrets', ...path, file: from };
    case 'decouple.RepositoryEmpty':
      return { kind: 'nothing', file: from };
    default:
      return undefined;
  }
}

function readOf(
  project: PythonProject,
  file: PythonFile,
  call: Call,
  _origin: Origin,
  site: Site,
): VariableRead | Undecided {
  const key = argumentOf(call, 'option', 0);
  const name = key && constantText(project, file, key);
  if (!key || name === undefined) return computedName(file, call);
  const fallback = argumentOf(call, 'default', 1);
  const cast = argumentOf(call, 'cast', 2);
  return {
    name,
    form: fallback ? 'get' : 'index',
    ...(fallback ? { default: { value: fallback, file } } : {}),
    cast: withCast(cast, typeOf(project, file, cast)),
    certain: site.certain,
    place: { path: file.file.path, span: key.span },
    statement: site.statement,
  };
}

function typeOf(project: PythonProject, file: PythonFile, cast: Expression | undefined): FieldType {
  if (cast === undefined) return { kind: 'str' };
  // It is called whatever it is.
  if (cast.kind === 'none') return castUndecided(file, cast);
  const known = builtinCast(project, file, cast, DECOUPLE_BOOL);
  if (known) return known;
  if (cast.kind !== 'call') return castUndecided(file, cast);
  const target = resolveSymbol(project, file, cast.callee);
  switch (target.kind === 'external' ? target.name : '') {
    case 'decouple.Csv':
      return csv(project, file, cast);
    case 'decouple.Choices':
      return choices(project, file, cast);
    default:
      return castUndecided(file, cast);
  }
}

/** `Csv(cast, delimiter, strip, post_process)`: only the usual forms are followed. */
function csv(project: PythonProject, file: PythonFile, call: Call): FieldType {
  const cast = argumentOf(call, 'cast', 0);
  const item = cast ? itemOf(project, file, cast) : ({ kind: 'str' } as const);
  const delimiter = argumentOf(call, 'delimiter', 1);
  const separator = delimiter ? constantText(project, file, delimiter) : ',';
  const strip = stripOf(project, file, argumentOf(call, 'strip', 2));
  const into = intoOf(project, file, argumentOf(call, 'post_process', 3));
  if (!item || !into || !separator || strip === undefined) return castUndecided(file, call);
  return { kind: 'separated', separator, item, into, strip, dropEmpty: true, words: 'shlex' };
}

/** What is done with each piece: a builtin, or `Choices`. */
function itemOf(project: PythonProject, file: PythonFile, cast: Expression): FieldType | undefined {
  const known = cast.kind === 'none' ? undefined : builtinCast(project, file, cast, PLAIN_BOOL);
  if (known) return known.kind === 'json' ? undefined : known;
  if (cast.kind !== 'call') return undefined;
  const target = resolveSymbol(project, file, cast.callee);
  const isChoices = target.kind === 'external' && target.name === 'decouple.Choices';
  const type = isChoices ? choices(project, file, cast) : undefined;
  return type?.kind === 'one-of' ? type : undefined;
}

/** `string.whitespace`, or nothing for an empty text; undefined for other characters, which are not followed. */
function stripOf(
  project: PythonProject,
  file: PythonFile,
  strip: Expression | undefined,
): 'ascii' | 'none' | undefined {
  if (strip === undefined) return 'ascii';
  const text = constantText(project, file, strip);
  return text === '' ? 'none' : undefined;
}

/** `Choices(flat, cast, choices)`: the values of both lists, the second in pairs of a value and its label. */
function choices(project: PythonProject, file: PythonFile, call: Call): FieldType {
  const cast = argumentOf(call, 'cast', 1);
  const inner = cast ? builtinCast(project, file, cast, PLAIN_BOOL) : ({ kind: 'str' } as const);
  const listed = (name: string, index: number) => {
    const written = argumentOf(call, name, index);
    if (written === undefined || written.kind === 'none') return [];
    const data = constantData(project, file, written);
    return data?.kind === 'list' || data?.kind === 'tuple' ? data.items : undefined;
  };
  const pairs = listed('choices', 2)?.map((it) =>
    it.kind === 'tuple' || it.kind === 'list' ? it.items : [],
  );
  const flat = listed('flat', 0);
  if (!inner || inner.kind === 'json' || !flat || !pairs || pairs.some((it) => it.length !== 2))
    return castUndecided(file, call);
  return { kind: 'one-of', inner, members: [...flat, ...pairs.flatMap((it) => it.slice(0, 1))] };
}

/** Inside of another cast `bool` is Python's own: true for every text but an empty one. */
const PLAIN_BOOL: FieldType = { kind: 'bool' };

function intoOf(
  project: PythonProject,
  file: PythonFile,
  process: Expression | undefined,
): 'list' | 'tuple' | 'set' | undefined {
  if (process === undefined) return 'list';
  const target = resolveSymbol(project, file, process);
  const name = target.kind === 'external' ? target.name : '';
  const into = /^builtins\.(list|tuple|set)$/.exec(name)?.[1];
  return into as 'list' | 'tuple' | 'set' | undefined;
}

/** One place that every call of the module asks; with several, nothing is said about files. */
function loadingOf(project: PythonProject, file: PythonFile, origins: readonly Origin[]): Loading {
  const [first, ...others] = origins.map((it) => oneLoading(project, file, it));
  if (first === undefined) return CALLS;
  const other = others.find((it) => !isSamePlace(it, first));
  if (other === undefined) return first;
  if (other.envFileUndecided) return other;
  const place = other.envFiles[0]?.place ?? placeOf(origins[0], file);
  return { ...CALLS, envFileUndecided: { ...place, reason: 'several files are read here' } };
}

function isSamePlace(a: Loading, b: Loading): boolean {
  return placeKey(a) === placeKey(b);
}

function placeKey({ envFiles, secretsDirs, envFileUndecided }: Loading): string {
  const files = envFiles.map((it) => [it.path, it.base, it.form, it.from]);
  return JSON.stringify([files, secretsDirs, envFileUndecided?.path, envFileUndecided?.span]);
}

function oneLoading(project: PythonProject, file: PythonFile, origin: Origin): Loading {
  const place = placeOf(origin, file);
  const computed: Loading = {
    ...CALLS,
    envFileUndecided: { ...place, reason: 'where the file is, is computed here' },
  };
  switch (origin.kind) {
    case 'unknown':
      return computed;
    case 'nothing':
      return { ...CALLS, sources: ['process'] };
    case 'search': {
      const from = origin.from && constantPath(project, origin.file, origin.from);
      if (origin.from && from === undefined && origin.from.kind !== 'none') return computed;
      const found: EnvFile = { path: '.env', base: 'above', place };
      return { ...CALLS, envFiles: [from ? { ...found, from } : found] };
    }
    case 'secrets': {
      if (origin.path === undefined) return { ...CALLS, secretsDirs: ['/run/secrets'] };
      const folder = constantPath(project, origin.file, origin.path);
      // A folder is looked for from the working directory.
      return folder?.base === 'cwd' ? { ...CALLS, secretsDirs: [folder.path] } : computed;
    }
    default: {
      const value = origin.path;
      if (value === undefined) return computed;
      const { files, undecided } = namedFiles(project, 'source', { value, file: origin.file });
      if (undecided) return { ...CALLS, envFileUndecided: undecided };
      const form = origin.kind === 'ini' ? { form: 'ini' as const } : {};
      return { ...CALLS, envFiles: files.map((it) => ({ ...it, ...form })) };
    }
  }
}

function placeOf(origin: Origin | undefined, file: PythonFile): EnvFile['place'] {
  const expression =
    origin?.kind === 'unknown'
      ? origin.at
      : origin?.kind === 'search'
        ? origin.from
        : origin?.kind === 'nothing'
          ? undefined
          : origin?.path;
  const path = expression === undefined || origin === undefined ? file.file.path : origin.file.file.path;
  return { path, span: expression?.span ?? { start: 0, end: 0 } };
}
