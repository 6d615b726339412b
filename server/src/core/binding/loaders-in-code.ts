import type { Argument, Expression } from '../python/tree.ts';
import { ownExpressions, walkExpressions, walkStatements } from '../python/tree.ts';
import { constantPath } from '../schema/path-constant.ts';
import type { PythonFile, PythonProject } from '../schema/reader.ts';
import { memo2 } from '../text/memo.ts';
import { folderOf } from '../text/relative-path.ts';
import type { LoadedFile, Loader } from './loaders.ts';

type Call = Expression & { readonly kind: 'call' };

/** A function that loads a dotenv file when it is called. */
interface CallLoader extends Loader {
  readonly callee: string;
  /** Tells libraries apart that use one name, by what the file imports. */
  readonly imports: RegExp;
  /** The keyword that makes its values win. */
  readonly wins?: string;
  /** The keywords of its first argument. */
  readonly path: readonly string[];
}

const service = { overrides: false, role: 'service', reads: 'python-dotenv' } as const;

/** python-dotenv 1.2, django-environ 0.14, environs 15. */
const CALLS: readonly CallLoader[] = [
  {
    ...service,
    name: '`load_dotenv`',
    callee: 'load_dotenv',
    rank: 60,
    imports: /\bdotenv\b/,
    wins: 'override',
    path: ['dotenv_path'],
  },
  {
    ...service,
    name: '`dotenv_values`',
    callee: 'dotenv_values',
    rank: 40,
    imports: /\bdotenv\b/,
    path: ['dotenv_path'],
    // The values stay in a dictionary of the code.
    role: 'development',
  },
  {
    ...service,
    name: '`read_env` of django-environ',
    callee: 'read_env',
    rank: 58,
    imports: /^\s*(?:import environ\b|from environ\b)/m,
    wins: 'overwrite',
    path: ['env_file'],
    reads: 'django-environ',
  },
  {
    ...service,
    name: '`read_env` of environs',
    callee: 'read_env',
    rank: 59,
    imports: /^\s*(?:import environs\b|from environs\b)/m,
    wins: 'override',
    path: ['path'],
  },
];

/** A value that wins over the process environment ranks above it. */
const ABOVE_PROCESS = 50;

/** The dotenv files that calls in the Python files of a service load; a path that is not constant gives none. */
export function loadedInCode(project: PythonProject): readonly LoadedFile[] {
  return project.files.flatMap((file) => inFile(project, file));
}

const inFile = memo2((project: PythonProject, python: PythonFile): readonly LoadedFile[] => {
  const { text } = python.file;
  const rows = CALLS.filter((row) => text.includes(row.callee) && row.imports.test(text));
  if (rows.length === 0) return [];
  const found: LoadedFile[] = [];
  for (const statement of walkStatements(python.module.body)) {
    for (const own of ownExpressions(statement)) {
      for (const it of walkExpressions(own)) {
        const row =
          it.kind === 'call' ? rows.find((each) => each.callee === calleeName(it.callee)) : undefined;
        const loaded = row && it.kind === 'call' ? loadedByCall(project, python, it, row) : undefined;
        if (loaded) found.push(loaded);
      }
    }
  }
  return found;
});

function calleeName(callee: Expression): string | undefined {
  return callee.kind === 'name' || callee.kind === 'attribute' ? callee.name : undefined;
}

function loadedByCall(
  project: PythonProject,
  python: PythonFile,
  call: Call,
  row: CallLoader,
): LoadedFile | undefined {
  const override = row.wins === undefined ? undefined : argument(call.args, [row.wins], -1);
  const wins = override?.kind === 'bool' && override.value;
  const loader: Loader = wins
    ? {
        ...row,
        name: `${row.name} with \`${row.wins}=True\``,
        rank: row.rank + ABOVE_PROCESS,
        overrides: true,
      }
    : row;
  const base = { from: folderOf(python.file.path), path: python.file.path, loader };
  if (call.args.some((it) => it.stars > 0)) return undefined;
  const first = argument(call.args, row.path, 0);
  if (first === undefined || first.kind === 'none') return base;
  if (first.kind === 'call' && calleeName(first.callee) === 'find_dotenv') return foundBy(first, base);
  const path = constantPath(project, python, first);
  if (path === undefined) return undefined;
  return { ...base, written: path.path, ...(path.base === 'root' ? { rooted: true } : {}) };
}

/** `find_dotenv(filename, …, usecwd)`: upwards from the calling file, or from where the process starts. */
function foundBy(call: Call, base: LoadedFile): LoadedFile | undefined {
  const name = argument(call.args, ['filename'], 0);
  const usesFolder = argument(call.args, ['usecwd'], 2);
  if (name !== undefined && name.kind !== 'string') return undefined;
  if (name === undefined && usesFolder === undefined) return base;
  return { ...base, written: name?.value ?? '.env' };
}

function argument(
  args: readonly Argument[],
  names: readonly string[],
  index: number,
): Expression | undefined {
  const named = args.find((it) => it.name !== undefined && names.includes(it.name));
  const positional = args.filter((it) => it.name === undefined);
  return (named ?? positional[index])?.value;
}
