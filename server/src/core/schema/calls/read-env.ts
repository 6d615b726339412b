import { type Expression, ownExpressions, walkExpressions, walkStatements } from '../../python/tree.ts';
import { constantData } from '../constant.ts';
import type { EnvFile, EnvFilePattern, Loading } from '../loading.ts';
import { namedFiles } from '../pydantic/pydantic-files.ts';
import type { PythonFile, PythonProject } from '../reader.ts';
import type { Undecided } from '../schema.ts';
import { CALLS } from './call-schema.ts';
import { argumentOf } from './library-instance.ts';

type Call = Expression & { readonly kind: 'call' };

/** How a library's `read_env` finds its file. */
export interface ReadEnv {
  /** Name of the argument that names the file, the first one. */
  readonly argument: string;
  readonly isCall: (file: PythonFile, call: Call) => boolean;
  /** The argument that lets the file take the place of what is set already. */
  readonly override: {
    readonly name: string;
    readonly index: number;
    /**
     * What it wins over then: the process environment, or files that were loaded before it. Absent where nothing is said
     * of what it does.
     */
    readonly wins?: 'process' | 'files';
  };
  /** The file where the call names none. */
  readonly unnamed: (file: PythonFile, call: Call) => EnvFile;
}

/** The files that `read_env` calls in these modules load, lowest rank first: what is set already stays, or gives way. */
export function readEnvLoading(project: PythonProject, modules: Iterable<PythonFile>, how: ReadEnv): Loading {
  const files: EnvFile[] = [];
  let undecided: Undecided | undefined;
  let pattern: EnvFilePattern | undefined;
  for (const file of new Set(modules)) {
    for (const call of callsIn(file)) {
      if (!how.isCall(file, call)) continue;
      const isWinning = how.override.wins !== undefined && isSwitchedOn(project, file, call, how);
      if (!isWinning) undecided ??= overriding(project, file, call, how);
      const wins = isWinning && how.override.wins === 'process' ? { wins: true as const } : {};
      const put = (it: EnvFile) => (isWinning ? files.push(it) : files.unshift(it));
      const value = argumentOf(call, how.argument, 0);
      if (!value || value.kind === 'none') {
        put({ ...how.unnamed(file, call), ...wins });
        continue;
      }
      const named = namedFiles(project, 'read_env', { value, file });
      for (const it of named.files) put({ ...it, ...wins });
      undecided ??= named.undecided;
      pattern ??= named.pattern;
    }
  }
  if (undecided)
    return { ...CALLS, envFileUndecided: undecided, ...(pattern ? { envFilePattern: pattern } : {}) };
  const [first] = files;
  const other = files.find((it) => it.wins !== first?.wins);
  if (other)
    return { ...CALLS, envFileUndecided: { ...other.place, reason: 'some files win, others do not' } };
  return { ...CALLS, envFiles: files };
}

function isSwitchedOn(project: PythonProject, file: PythonFile, call: Call, { override }: ReadEnv): boolean {
  const given = argumentOf(call, override.name, override.index);
  const data = given && constantData(project, file, given);
  return data?.kind === 'bool' && data.value;
}

/** A file that takes the place of what is set already has another rank than the usual one, which is not followed. */
function overriding(
  project: PythonProject,
  file: PythonFile,
  call: Call,
  { override }: ReadEnv,
): Undecided | undefined {
  const given = argumentOf(call, override.name, override.index);
  const data = given && constantData(project, file, given);
  if (given === undefined || (data?.kind === 'bool' && !data.value)) return undefined;
  const { path } = file.file;
  return { path, span: given.span, reason: 'the file takes the place of what is set already' };
}

function* callsIn(file: PythonFile): Generator<Call> {
  if (!file.file.text.includes('read_env')) return;
  for (const statement of walkStatements(file.module.body)) {
    for (const own of ownExpressions(statement)) {
      for (const it of walkExpressions(own)) if (it.kind === 'call') yield it;
    }
  }
}
