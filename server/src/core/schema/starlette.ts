import type { Expression } from '../python/tree.ts';
import { type Call, callReader, computedName } from './calls/call-reader.ts';
import { CALLS } from './calls/call-schema.ts';
import { builtinCast, castUndecided, STARLETTE_BOOL, withCast } from './calls/cast-argument.ts';
import { argumentOf, filesUsing, type Instance, instanceOf } from './calls/library-instance.ts';
import type { VariableRead } from './calls/variable-read.ts';
import { constantText } from './constant.ts';
import type { FieldType } from './field-type.ts';
import type { EnvFile, Loading } from './loading.ts';
import { namedFiles } from './pydantic/pydantic-files.ts';
import type { PythonFile, PythonProject, Reader } from './reader.ts';
import { resolveSymbol } from './resolve-symbol.ts';
import type { Undecided } from './schema.ts';
import type { Site } from './sites.ts';

const CONFIG: ReadonlySet<string> = new Set(['starlette.config.Config']);

/**
 * `config = Config(".env")` and `config("KEY", cast=…, default=…)` of Starlette 1.7 (`starlette/config.py`): the process
 * environment wins over the file, the file over the default, and the default is converted as well.
 */
export const starlette: Reader = {
  name: 'starlette',
  markers: ['starlette.config'],
  schemas: (project) =>
    filesUsing(project, /starlette\.config/, CONFIG).flatMap((it) => schemasIn(project, it)),
};

const schemasIn = callReader<Instance>({
  name: 'starlette',
  key: 'key',
  calledOn: calledInstance,
  readOf,
  loading: (project, _file, called) =>
    loadingOf(project, [...new Map(called.map((it) => [it.made, it])).values()]),
});

/** `config(…)` and `config.get(…)`. */
function calledInstance(project: PythonProject, file: PythonFile, { callee }: Call): Instance | undefined {
  const object = callee.kind === 'attribute' && callee.name === 'get' ? callee.object : callee;
  return object.kind === 'name' || object.kind === 'attribute'
    ? instanceOf(project, file, object, CONFIG)
    : undefined;
}

function readOf(
  project: PythonProject,
  file: PythonFile,
  call: Call,
  instance: Instance,
  site: Site,
): VariableRead | Undecided {
  const key = argumentOf(call, 'key', 0);
  const name = key && constantText(project, file, key);
  const prefix = argumentOf(instance.made, 'env_prefix', 2);
  const before = prefix ? constantText(project, instance.file, prefix) : '';
  const { path } = file.file;
  const environ = argumentOf(instance.made, 'environ', 1);
  if (key === undefined || name === undefined || before === undefined) return computedName(file, key ?? call);
  if (environ && !isProcess(project, instance.file, environ)) {
    const reason = 'something else than the process environment is read here';
    return { path, span: key.span, reason };
  }
  // A default of `None` stays what it is; every other one is converted.
  const fallback = argumentOf(call, 'default', 2);
  const cast = argumentOf(call, 'cast', 1);
  return {
    name: before + name,
    form: fallback ? 'get' : 'index',
    ...(fallback ? { default: { value: fallback, file, asItIs: fallback.kind === 'none' } } : {}),
    cast: withCast(cast, typeOf(project, file, cast)),
    certain: site.certain,
    place: { path, span: key.span },
    statement: site.statement,
  };
}

function isProcess(project: PythonProject, file: PythonFile, environ: Expression): boolean {
  const target = resolveSymbol(project, file, environ);
  return target.kind === 'external' && /^(os|starlette\.config)\.environ$/.test(target.name);
}

function typeOf(project: PythonProject, file: PythonFile, cast: Expression | undefined): FieldType {
  if (cast === undefined) return { kind: 'str' };
  const known = builtinCast(project, file, cast, STARLETTE_BOOL);
  if (known) return known;
  const target = resolveSymbol(project, file, cast);
  const name = target.kind === 'external' ? target.name : '';
  switch (name) {
    case 'starlette.datastructures.Secret':
      return { kind: 'secret', inner: 'str' };
    case 'starlette.datastructures.URL':
      return { kind: 'str' };
    case 'starlette.datastructures.CommaSeparatedStrings':
      return {
        kind: 'separated',
        separator: ',',
        item: { kind: 'str' },
        into: 'list',
        strip: 'all',
        dropEmpty: true,
        words: 'shlex',
      };
    default:
      return castUndecided(file, cast);
  }
}

/** The dotenv file of the objects that a module calls; where they differ, each of them may be the one. */
function loadingOf(project: PythonProject, instances: readonly Instance[]): Loading {
  const files: EnvFile[] = [];
  for (const { file, made } of instances) {
    const value = argumentOf(made, 'env_file', 0);
    if (value === undefined) continue;
    const named = namedFiles(project, 'env_file', { value, file });
    if (named.undecided) {
      const { pattern } = named;
      return { ...CALLS, envFileUndecided: named.undecided, ...(pattern ? { envFilePattern: pattern } : {}) };
    }
    for (const it of named.files) if (!files.some((known) => known.path === it.path)) files.push(it);
  }
  const [, second] = files;
  const reason = 'objects with different files read here';
  return second ? { ...CALLS, envFileUndecided: { ...second.place, reason } } : { ...CALLS, envFiles: files };
}
