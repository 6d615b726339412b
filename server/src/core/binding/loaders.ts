import type { Expression } from '../python/tree.ts';
import { ownExpressions, walkExpressions, walkStatements } from '../python/tree.ts';
import type { PythonFile } from '../schema/reader.ts';
import type { Snapshot } from '../snapshot.ts';
import { filesOf } from '../text/files-of.ts';
import { memo } from '../text/memo.ts';
import { folderOf, resolvePath } from '../text/relative-path.ts';

/** A way in which a dotenv file reaches the process environment of a service without a settings class naming it. */
export interface Loader {
  readonly name: string;
  /** Higher wins over lower. The process environment itself is 100, a class's own `env_file` 50. */
  readonly rank: number;
  /** The file's values replace variables that the process already has. */
  readonly overrides: boolean;
}

/** The known loaders, as data. */
const LOADERS: readonly Loader[] = [
  { name: 'compose environment', rank: 95, overrides: true },
  { name: 'compose env_file', rank: 90, overrides: true },
  { name: 'uvicorn --env-file', rank: 70, overrides: false },
  { name: 'load_dotenv(override=True)', rank: 110, overrides: true },
  { name: 'load_dotenv', rank: 60, overrides: false },
  { name: 'dotenv_values', rank: 40, overrides: false },
];

/** One dotenv file that a service's code or scripts load. */
export interface LoadedFile {
  /** As written; absent for a call without a path, which looks for `.env` upwards from the calling file. */
  readonly written?: string;
  /** Folder from which the path is taken or searched. */
  readonly from: string;
  /** The file that loads it. */
  readonly path: string;
  readonly loader: Loader;
}

const CALLS: ReadonlySet<string> = new Set(['load_dotenv', 'dotenv_values', 'find_dotenv']);

/** The dotenv files that calls of python-dotenv in these Python files load. */
export function loadedInCode(files: readonly PythonFile[]): readonly LoadedFile[] {
  return files.flatMap((it) => loadedInFile(it));
}

const loadedInFile = memo((python: PythonFile): readonly LoadedFile[] => {
  if (!python.file.text.includes('dotenv')) return [];
  const found: LoadedFile[] = [];
  for (const statement of walkStatements(python.module.body)) {
    for (const own of ownExpressions(statement)) {
      for (const it of walkExpressions(own)) {
        const loaded = it.kind === 'call' ? loadedByCall(it, python.file.path) : undefined;
        if (loaded) found.push(loaded);
      }
    }
  }
  return found;
});

function loadedByCall(call: Expression & { readonly kind: 'call' }, path: string): LoadedFile | undefined {
  const name = calleeName(call.callee);
  if (name === undefined || !CALLS.has(name)) return undefined;
  const override = call.args.find((it) => it.name === 'override')?.value;
  const wins = override?.kind === 'bool' && override.value;
  const label =
    name === 'load_dotenv' && wins
      ? 'load_dotenv(override=True)'
      : name === 'find_dotenv'
        ? 'load_dotenv'
        : name;
  const loader = LOADERS.find((it) => it.name === label);
  if (!loader) return undefined;
  const first = call.args.find(
    (it) => it.name === 'dotenv_path' || (it.name === undefined && it.stars === 0),
  );
  const written = first?.value.kind === 'string' ? first.value.value : undefined;
  return { from: folderOf(path), path, loader, ...(written === undefined ? {} : { written }) };
}

function calleeName(callee: Expression): string | undefined {
  if (callee.kind === 'name') return callee.name;
  return callee.kind === 'attribute' ? callee.name : undefined;
}

const SCRIPT = /(?:^|\/)(?:Procfile|Makefile|justfile|Dockerfile[^/]*|[^/]+\.(?:sh|bash|toml|ya?ml))$/;
const ENV_FILE_OPTION =
  /(?:uvicorn|fastapi|gunicorn|hypercorn|granian)\b[^\n]*?--env-file[= ]+["']?([^\s"']+)/g;

function isScript(path: string): boolean {
  return SCRIPT.test(path);
}

/** The dotenv files that scripts of the workspace hand to a server with `--env-file`. */
export const loadedInScripts = memo((snapshot: Snapshot): readonly LoadedFile[] => {
  const loader = LOADERS.find((it) => it.name === 'uvicorn --env-file');
  const found: LoadedFile[] = [];
  for (const file of filesOf(snapshot.files, isScript)) {
    if (!loader || !file.text.includes('--env-file')) continue;
    for (const match of file.text.matchAll(ENV_FILE_OPTION)) {
      if (match[1] !== undefined)
        found.push({ written: match[1], from: folderOf(file.path), path: file.path, loader });
    }
  }
  return found;
});

/** Where a loaded file can stand, most likely first. A path is tried from where it is written and from the bases. */
export function candidatePaths(
  loaded: LoadedFile,
  bases: readonly string[],
  up: readonly string[],
): readonly string[] {
  if (loaded.written === undefined)
    return up.map((folder) => resolvePath(folder, '.env')).filter((it) => it !== undefined);
  const { written, from } = loaded;
  return [...bases, from, ...up]
    .map((folder) => resolvePath(folder, written))
    .filter((it) => it !== undefined);
}
