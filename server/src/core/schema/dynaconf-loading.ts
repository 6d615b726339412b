import type { Expression } from '../python/tree.ts';
import { argumentOf } from './calls/library-instance.ts';
import { constantData, constantText } from './constant.ts';
import type { DynaconfFile, DynaconfLoading, DynaconfValidator, EnvFile } from './loading.ts';
import { constantPath } from './path-constant.ts';
import { namedFiles } from './pydantic/pydantic-files.ts';
import type { PythonFile, PythonProject } from './reader.ts';
import type { Undecided } from './schema.ts';

type Call = Expression & { readonly kind: 'call' };

/** Prefixes of variables, lowest rank first, and the option itself. */
export interface DynaconfPrefix {
  readonly prefixes: readonly string[];
  readonly section: string;
}

/** `envvar_prefix`: one, several with commas, `False` for none; undefined for a computed one and for `None`. */
export function dynaconfPrefix(
  project: PythonProject,
  file: PythonFile,
  call: Call,
): DynaconfPrefix | undefined {
  const written = argumentOf(call, 'envvar_prefix', -1);
  if (written === undefined) return { prefixes: ['DYNACONF_'], section: 'dynaconf' };
  const data = constantData(project, file, written);
  if (data?.kind === 'bool' && !data.value) return { prefixes: ['DYNACONF_', ''], section: 'dynaconf' };
  if (data?.kind !== 'str' || !/^[A-Za-z_][\w,]*$/.test(data.value)) return undefined;
  const own = data.value
    .toUpperCase()
    .split(',')
    .map((it) => `${it}_`);
  const isUsual = data.value.toUpperCase() === 'DYNACONF';
  return { prefixes: isUsual ? own : ['DYNACONF_', ...own], section: data.value.toLowerCase() };
}

/** What the arguments of `Dynaconf(…)` say about files and environments; undefined where one of them is computed. */
export function dynaconfLoading(
  project: PythonProject,
  file: PythonFile,
  call: Call,
  { prefixes, section }: DynaconfPrefix,
  validators: readonly DynaconfValidator[],
): DynaconfLoading | undefined {
  const text = (name: string, usual: string) => {
    const written = argumentOf(call, name, -1);
    return written ? constantText(project, file, written) : usual;
  };
  const environments = environmentsOf(project, file, call);
  const switcher = text('env_switcher', 'ENV_FOR_DYNACONF');
  const env = text('env', '');
  const defaultEnv = text('default_env', 'default');
  const merges = flagOf(project, file, argumentOf(call, 'merge_enabled', -1));
  const files = filesOf(project, file, call);
  const root = rootOf(project, file, call);
  const isKnown = switcher !== undefined && env !== undefined && defaultEnv !== undefined;
  if (!isKnown || environments === undefined || merges === undefined || !files || !root) return undefined;
  const before = notFollowed(file, call, 'preload');
  const after = notFollowed(file, call, 'includes') ?? notFollowed(file, call, 'settings_module');
  return {
    files,
    ...root,
    environments,
    switcher,
    ...(env === '' ? {} : { env }),
    defaultEnv,
    prefixes,
    section,
    merges,
    ...(before ? { before } : {}),
    ...(after ? { after } : {}),
    validators,
  };
}

/** `environments=True`, or a list of them; `False` is the only value that turns them off. */
function environmentsOf(project: PythonProject, file: PythonFile, call: Call): boolean | undefined {
  const written = argumentOf(call, 'environments', -1) ?? argumentOf(call, 'environment', -1);
  if (written === undefined) return false;
  const data = constantData(project, file, written);
  return data === undefined ? undefined : !(data.kind === 'bool' && !data.value);
}

function flagOf(
  project: PythonProject,
  file: PythonFile,
  written: Expression | undefined,
): boolean | undefined {
  if (written === undefined) return false;
  const data = constantData(project, file, written);
  return data?.kind === 'bool' ? data.value : undefined;
}

function rootOf(
  project: PythonProject,
  file: PythonFile,
  call: Call,
): Pick<DynaconfLoading, 'root'> | undefined {
  const written = argumentOf(call, 'root_path', -1);
  if (written === undefined || written.kind === 'none') return {};
  const root = constantPath(project, file, written);
  return root && { root };
}

function notFollowed(file: PythonFile, call: Call, name: string): Undecided | undefined {
  const written = argumentOf(call, name, -1);
  const isEmpty = written?.kind === 'none' || (written?.kind === 'list' && written.items.length === 0);
  if (written === undefined || isEmpty) return undefined;
  return { path: file.file.path, span: written.span, reason: `\`${name}\` may bring other values` };
}

/** `settings_files`, then `secrets`; undefined where one of the two is computed. */
function filesOf(project: PythonProject, file: PythonFile, call: Call): readonly DynaconfFile[] | undefined {
  const found: DynaconfFile[] = [];
  for (const name of ['settings_file', 'settings_files', 'secrets']) {
    const value = argumentOf(call, name, -1);
    if (value === undefined) continue;
    const { files, undecided } = namedFiles(project, name, { value, file });
    if (undecided) return undefined;
    found.push(...files.flatMap(separate).map((it) => ({ ...kindOf(it.path), file: it })));
  }
  return found;
}

/** `"settings.toml;.secrets.toml"` names two files. */
function separate(file: EnvFile): readonly EnvFile[] {
  const separator = [';', ','].find((it) => file.path.includes(it));
  if (separator === undefined) return [file];
  return file.path.split(separator).map((path) => ({ ...file, path: path.trim() }));
}

function kindOf(path: string): Pick<DynaconfFile, 'kind'> {
  if (/[*?[]/.test(path)) return {};
  if (/\.(?:toml|tml)$/.test(path)) return { kind: 'toml' };
  if (/\.ya?ml$/.test(path)) return { kind: 'yaml' };
  return path.endsWith('.json') ? { kind: 'json' } : {};
}
