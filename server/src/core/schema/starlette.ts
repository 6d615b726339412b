import { children, type Expression } from '../python/tree.ts';
import { CALLS, callSchema } from './call-schema.ts';
import { builtinCast, castUndecided, STARLETTE_BOOL } from './cast-argument.ts';
import { constantText } from './constant.ts';
import { argumentOf, filesUsing, type Instance, instanceOf } from './library-instance.ts';
import { namedFiles } from './pydantic-files.ts';
import type { PythonFile, PythonProject, Reader } from './reader.ts';
import { rememberPerFile } from './remember-per-file.ts';
import { resolveSymbol } from './resolve-symbol.ts';
import type { EnvFile, FieldType, Loading, SettingsSchema, Undecided } from './schema.ts';
import { type Site, walkSites } from './sites.ts';
import type { VariableRead, VariableReads } from './variable-read.ts';

type Call = Expression & { readonly kind: 'call' };

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

const schemasIn = rememberPerFile((project: PythonProject, file: PythonFile): readonly SettingsSchema[] => {
  const found: { reads: VariableRead[]; open: Undecided[] } = { reads: [], open: [] };
  const instances = new Map<Call, Instance>();
  walkSites(file, (expression, site) => {
    const instance = expression.kind === 'call' ? calledInstance(project, file, expression) : undefined;
    if (instance && expression.kind === 'call') {
      instances.set(instance.made, instance);
      addRead(project, file, expression, instance, site, found);
    }
    return children(expression);
  });
  return callSchema(
    project,
    file,
    'starlette',
    found satisfies VariableReads,
    loadingOf(project, [...instances.values()]),
  );
});

/** `config(…)` and `config.get(…)`. */
function calledInstance(project: PythonProject, file: PythonFile, { callee }: Call): Instance | undefined {
  const object = callee.kind === 'attribute' && callee.name === 'get' ? callee.object : callee;
  return object.kind === 'name' || object.kind === 'attribute'
    ? instanceOf(project, file, object, CONFIG)
    : undefined;
}

function addRead(
  project: PythonProject,
  file: PythonFile,
  call: Call,
  instance: Instance,
  site: Site,
  found: { readonly reads: VariableRead[]; readonly open: Undecided[] },
): void {
  const key = argumentOf(call, 'key', 0);
  const name = key && constantText(project, file, key);
  const prefix = argumentOf(instance.made, 'env_prefix', 2);
  const before = prefix ? constantText(project, instance.file, prefix) : '';
  const { path } = file.file;
  const environ = argumentOf(instance.made, 'environ', 1);
  const open = (reason: string) => found.open.push({ path, span: (key ?? call).span, reason });
  if (key === undefined || name === undefined || before === undefined) {
    open('the name is computed here');
    return;
  }
  if (environ && !isProcess(project, instance.file, environ)) {
    open('something else than the process environment is read here');
    return;
  }
  const fallback = argumentOf(call, 'default', 2);
  found.reads.push({
    name: before + name,
    form: fallback ? 'get' : 'index',
    ...(fallback ? { default: { value: fallback, file, asItIs: fallback.kind === 'none' } } : {}),
    cast: castOf(project, file, argumentOf(call, 'cast', 1)),
    certain: site.certain,
    place: { path, span: key.span },
    statement: site.statement,
  });
}

function isProcess(project: PythonProject, file: PythonFile, environ: Expression): boolean {
  const target = resolveSymbol(project, file, environ);
  return target.kind === 'external' && /^(os|starlette\.config)\.environ$/.test(target.name);
}

/** A default of `None` stays what it is; every other one is converted. */
function castOf(
  project: PythonProject,
  file: PythonFile,
  cast: Expression | undefined,
): VariableRead['cast'] {
  const type = typeOf(project, file, cast);
  return cast && type.kind === 'str' ? { type, asText: true } : { type };
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
