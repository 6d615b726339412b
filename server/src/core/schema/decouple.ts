import type { Expression } from '../python/tree.ts';
import { type Call, callReader, computedName } from './calls/call-reader.ts';
import { CALLS } from './calls/call-schema.ts';
import { builtinCast, castUndecided, DECOUPLE_BOOL, withCast } from './calls/cast-argument.ts';
import { argumentOf, filesUsing, instanceOf } from './calls/library-instance.ts';
import type { VariableRead } from './calls/variable-read.ts';
import { constantData, constantText } from './constant.ts';
import { namedFiles } from './pydantic/pydantic-files.ts';
import type { PythonFile, PythonProject, Reader } from './reader.ts';
import { resolveSymbol } from './resolve-symbol.ts';
import type { EnvFile, FieldType, Loading, Undecided } from './schema.ts';
import type { Site } from './sites.ts';

/** Where an object of decouple looks for its file: up from the calling module, or at one place. */
type Origin =
  | { readonly kind: 'search'; readonly from?: Expression; readonly file: PythonFile }
  | { readonly kind: 'file'; readonly path: Expression; readonly file: PythonFile }
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
  const path = repository?.kind === 'call' ? argumentOf(repository, 'source', 0) : undefined;
  const made =
    repository?.kind === 'call' ? resolveSymbol(project, instance.file, repository.callee) : undefined;
  if (path && made?.kind === 'external' && made.name === 'decouple.RepositoryEnv')
    return { kind: 'file', path, file: instance.file };
  return { kind: 'unknown', at: repository ?? instance.made, file: instance.file };
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
  const item = cast ? builtinCast(project, file, cast, PLAIN_BOOL) : ({ kind: 'str' } as const);
  const delimiter = argumentOf(call, 'delimiter', 1);
  const separator = delimiter ? constantText(project, file, delimiter) : ',';
  const strip = argumentOf(call, 'strip', 2);
  const into = intoOf(project, file, argumentOf(call, 'post_process', 3));
  const plain = item && item.kind !== 'json';
  if (!plain || !into || separator === undefined || separator === '' || strip)
    return castUndecided(file, call);
  return { kind: 'separated', separator, item, into, strip: 'ascii', dropEmpty: true, words: 'shlex' };
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

function loadingOf(project: PythonProject, file: PythonFile, origins: readonly Origin[]): Loading {
  const files: EnvFile[] = [];
  for (const origin of origins) {
    const at = placeOf(origin, file);
    if (origin.kind === 'unknown' || (origin.kind === 'search' && origin.from))
      return { ...CALLS, envFileUndecided: { ...at, reason: 'where the file is, is computed here' } };
    if (origin.kind === 'file') {
      const named = namedFiles(project, 'source', { value: origin.path, file: origin.file });
      if (named.undecided) return { ...CALLS, envFileUndecided: named.undecided };
      for (const it of named.files) if (!files.some((known) => known.path === it.path)) files.push(it);
    } else if (!files.some((it) => it.base === 'above')) {
      files.push({ path: '.env', base: 'above', place: at });
    }
  }
  const [, second] = files;
  if (second)
    return { ...CALLS, envFileUndecided: { ...second.place, reason: 'several files are read here' } };
  return { ...CALLS, envFiles: files };
}

function placeOf(origin: Origin, file: PythonFile): EnvFile['place'] {
  const expression =
    origin.kind === 'file' ? origin.path : origin.kind === 'unknown' ? origin.at : origin.from;
  const path = origin.kind === 'search' && !origin.from ? file.file.path : origin.file.file.path;
  return { path, span: expression?.span ?? { start: 0, end: 0 } };
}
