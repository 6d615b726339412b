import type { Expression } from '../python/tree.ts';
import type { Data } from '../syntax/data.ts';
import { folderOf, joinPath } from '../text/relative-path.ts';
import { isBefore } from '../text/version-order.ts';
import { type Call, callReader, computedName } from './calls/call-reader.ts';
import { environsType, METHODS } from './calls/environs-type.ts';
import { argumentOf, filesUsing, instanceOf } from './calls/library-instance.ts';
import { prefixAround } from './calls/prefixed.ts';
import { readEnvLoading } from './calls/read-env.ts';
import type { VariableRead } from './calls/variable-read.ts';
import { constantData, constantText } from './constant.ts';
import type { FieldType } from './field-type.ts';
import type { Loading } from './loading.ts';
import type { PythonFile, PythonProject, Reader } from './reader.ts';
import { resolveSymbol } from './resolve-symbol.ts';
import type { Undecided } from './schema.ts';
import type { Site } from './sites.ts';

const OBJECTS: ReadonlySet<string> = new Set(['environs.Env', 'environs.FileAwareEnv']);

/**
 * `env.int("KEY", 5)` of environs 15.2 with marshmallow 4.4: the process environment wins over what `read_env` loaded,
 * and a default is given as it is. Names below `with env.prefixed("P_")` have the prefix.
 */
export const environs: Reader = {
  name: 'environs',
  markers: ['environs'],
  schemas: (project) => filesUsing(project, /\benvirons\b/, OBJECTS).flatMap((it) => schemasIn(project, it)),
};

/** What the object of a call does with every read. */
interface Manner {
  /** The module that makes the object: what it loads counts for all that use it. */
  readonly home: PythonFile;
  readonly prefix: string | undefined;
  /** `FileAwareEnv`: what is put behind a name for the variable that names a file. */
  readonly fileSuffix?: string;
  /** `FileAwareEnv`, `eager=False`: nothing is raised at the call for a variable that is not there. */
  readonly lenient: boolean;
  /** `expand_vars=True`: a text with `$` in it is another one. */
  readonly expands: boolean;
}

const schemasIn = callReader<Called>({
  name: 'environs',
  key: 'name',
  calledOn,
  readOf,
  loading: (project, file, called) =>
    loading(project, new Set([file, ...called.map((it) => it.manner.home)])),
});

/** `read_env()` looks for `.env` upwards from the calling module; what it finds lies below the process environment. */
function loading(project: PythonProject, modules: Iterable<PythonFile>): Loading {
  return readEnvLoading(project, modules, {
    argument: 'path',
    override: { name: 'override', index: -1, ...(winsOverFiles(project) ? { wins: 'files' } : {}) },
    isCall: (file, { callee }) =>
      callee.kind === 'attribute' &&
      callee.name === 'read_env' &&
      mannerOf(project, file, callee.object) !== undefined,
    unnamed: (file, call) => {
      const place = { path: file.file.path, span: call.span };
      const recurse = argumentOf(call, 'recurse', -1);
      return recurse?.kind === 'bool' && !recurse.value
        ? { path: joinPath(folderOf(place.path), '.env'), base: 'root', place }
        : { path: '.env', base: 'above', place };
    },
  });
}

/** Releases before 15.2 may put what a file sets into the process environment itself. */
function winsOverFiles(project: PythonProject): boolean {
  const version = project.version('environs');
  return version === undefined || !isBefore(version, '15.2');
}

interface Called {
  readonly method: string;
  readonly object: Expression;
  readonly manner: Manner;
}

/** `env(…)` and `env.method(…)` on an object of environs. */
function calledOn(project: PythonProject, file: PythonFile, { callee }: Call): Called | undefined {
  const whole = mannerOf(project, file, callee);
  if (whole) return { method: '', object: callee, manner: whole };
  if (callee.kind !== 'attribute') return undefined;
  const manner = mannerOf(project, file, callee.object);
  return manner ? { method: callee.name, object: callee.object, manner } : undefined;
}

function mannerOf(project: PythonProject, file: PythonFile, object: Expression): Manner | undefined {
  if (object.kind !== 'name' && object.kind !== 'attribute') return undefined;
  const target = resolveSymbol(project, file, object);
  if (target.kind === 'external')
    return target.name === 'environs.env'
      ? { home: file, prefix: '', lenient: false, expands: false }
      : undefined;
  const instance = instanceOf(project, file, object, OBJECTS);
  if (!instance) return undefined;
  const flag = (name: string) => {
    const given = argumentOf(instance.made, name, -1);
    return given ? constantData(project, instance.file, given) : undefined;
  };
  const eager = flag('eager');
  const isPutOff = eager?.kind === 'bool' && !eager.value;
  const expands = flag('expand_vars');
  const prefix = argumentOf(instance.made, 'prefix', -1);
  return {
    home: instance.file,
    prefix: prefix && prefix.kind !== 'none' ? constantText(project, instance.file, prefix) : '',
    lenient: instance.className === 'environs.FileAwareEnv' || (isPutOff && !isSealed(file, instance.file)),
    expands: expands?.kind === 'bool' && expands.value,
    ...(instance.className === 'environs.FileAwareEnv' ? { fileSuffix: suffixOf(flag('file_suffix')) } : {}),
  };
}

/** `env.seal()` at the top of the module that reads: what was put off is raised there. */
function isSealed(file: PythonFile, home: PythonFile): boolean {
  return file === home && /^\w+\.seal\(\)/m.test(file.file.text);
}

function suffixOf(data: Data | undefined): string {
  return data?.kind === 'str' ? data.value : '_FILE';
}

function readOf(
  project: PythonProject,
  file: PythonFile,
  call: Call,
  { method, object, manner }: Called,
  site: Site,
): VariableRead | Undecided | undefined {
  if (!METHODS.has(method)) return undefined;
  const type = environsType(project, file, call, method);
  const key = argumentOf(call, 'name', 0);
  const name = key && constantText(project, file, key);
  const prefix = prefixAround(project, file, object, 'prefixed', manner.prefix, site);
  if (!key || name === undefined || prefix === undefined) return computedName(file, call);
  const fallback = argumentOf(call, 'default', 1);
  return {
    name: prefix + name,
    form: fallback ? 'get' : 'index',
    ...(fallback ? { default: { value: fallback, file, asItIs: true } } : {}),
    cast: { type: manner.expands ? EXPANDED : type },
    certain: site.certain && !manner.lenient,
    ...(manner.fileSuffix === undefined ? {} : { fileSuffix: manner.fileSuffix }),
    place: { path: file.file.path, span: key.span },
    statement: site.statement,
  };
}

const EXPANDED: FieldType = { kind: 'undecided', reason: 'the library puts other variables into the text' };
