import type { Snapshot } from '../snapshot.ts';
import { filesOf } from '../text/files-of.ts';
import { memo } from '../text/memo.ts';
import { folderOf } from '../text/relative-path.ts';
import type { SourceFile } from '../text/source-file.ts';
import { wordsHeld } from '../text/words-held.ts';
import type { LoadedFile, Loader } from './loaders.ts';

/** A loader that shows in a file other than Python code. */
interface ScriptLoader extends Loader {
  /** The files in which it is looked for, by path. */
  readonly where: RegExp;
  /** Stands in every file that has it; spares the search. */
  readonly holds: string;
  /** Its first group is the path, where one is written. */
  readonly pattern: RegExp;
  /** What it loads where no path is written; without one such a match says nothing. */
  readonly usual?: string;
  /** Must stand in the file as well. */
  readonly needs?: RegExp;
  /** Must not: it switches the loader off. */
  readonly unless?: RegExp;
}

const SCRIPTS =
  /(?:^|\/)(?:Procfile[^/]*|[Mm]akefile|GNUmakefile|[^/]+\.mk|\.?[Jj]ustfile|Dockerfile[^/]*|Taskfile\.ya?ml|[^/]+\.(?:sh|bash|zsh|toml|ya?ml|service))$/;
const SHELL = /(?:^|\/)(?:[^/]+\.(?:sh|bash|zsh)|Procfile[^/]*|[Mm]akefile|\.?[Jj]ustfile)$/;
const MAKE = /(?:^|\/)(?:[Mm]akefile|GNUmakefile|[^/]+\.mk)$/;
const JUST = /(?:^|\/)\.?[Jj]ustfile$/;
const ENVRC = /(?:^|\/)\.envrc$/;
const TEST_INI = /(?:^|\/)(?:pytest\.ini|tox\.ini|setup\.cfg|pyproject\.toml)$/;

const service = {
  rank: 70,
  overrides: false,
  reads: 'python-dotenv',
  role: 'service',
  where: SCRIPTS,
} as const;

/**
 * The loaders that show in scripts and configuration, one row each; those that start the process have a rank near that
 * of the process environment. Observed on uvicorn 0.54, granian 2.8, Flask 3.1, python-dotenv 1.2, honcho 2.0,
 * pytest-dotenv 0.5, poetry-dotenv-plugin 0.2; hypercorn, gunicorn and the FastAPI command load no files.
 */
const ROWS: readonly ScriptLoader[] = [
  {
    ...service,
    name: '`uvicorn --env-file`',
    holds: '--env-file',
    pattern: /\buvicorn\b[^\n]*?\s--env-file[= ]+(\S+)/g,
  },
  {
    ...service,
    name: '`granian --env-files`',
    holds: '--env-files',
    pattern: /\bgranian\b[^\n]*?\s--env-files[= ]+(\S+)/g,
  },
  {
    ...service,
    name: '`flask --env-file`',
    rank: 66,
    holds: 'flask',
    pattern: /\bflask\b[^\n]*?\s(?:--env-file[= ]+|-e[= ]*)(\S+)/g,
  },
  {
    ...service,
    name: '`flask`',
    rank: 65,
    holds: 'flask',
    pattern: /\bflask\s+(?:[^\n#]*\s)?run\b/g,
    usual: '.env',
    unless: /\bFLASK_SKIP_DOTENV\b/,
  },
  {
    ...service,
    name: '`flask`',
    rank: 64,
    holds: 'flask',
    pattern: /\bflask\s+(?:[^\n#]*\s)?run\b/g,
    usual: '.flaskenv',
    unless: /\bFLASK_SKIP_DOTENV\b/,
  },
  {
    ...service,
    name: '`uv run --env-file`',
    rank: 80,
    reads: 'own',
    holds: '--env-file',
    pattern: /\buv\s+run\b[^\n]*?\s--env-file[= ]+(\S+)/g,
  },
  {
    ...service,
    name: '`UV_ENV_FILE`',
    rank: 80,
    reads: 'own',
    holds: 'UV_ENV_FILE',
    pattern: /\bUV_ENV_FILE\s*[:=]\s*(\S+)/g,
  },
  {
    ...service,
    name: '`docker run --env-file`',
    rank: 95,
    overrides: true,
    reads: 'docker-run',
    holds: '--env-file',
    pattern: /\b(?:docker|podman)\s+(?:container\s+)?run\b(?:[^\n]|\\\r?\n)*?\s--env-file[= ]+(\S+)/g,
  },
  {
    ...service,
    name: '`pipenv run`',
    rank: 85,
    overrides: true,
    holds: 'pipenv',
    pattern: /\bpipenv\s+run\b/g,
    usual: '.env',
    unless: /\bPIPENV_(?:DONT_LOAD_ENV|DOTENV_LOCATION)\b/,
  },
  {
    ...service,
    name: '`dotenv run`',
    rank: 84,
    overrides: true,
    holds: 'dotenv',
    pattern: /(?:^|[\s;&|])dotenv\s+(?:(?:-f|--file)[= ]+(\S+)\s+)?run\b/gm,
    usual: '.env',
  },
  {
    ...service,
    name: '`dotenvx run`',
    rank: 84,
    reads: 'own',
    holds: 'dotenvx',
    pattern: /\bdotenvx\s+run\b(?:\s+(?:-f|--env-file)[= ]+(\S+))?/g,
    usual: '.env',
  },
  {
    ...service,
    name: 'the poetry plugin for `.env`',
    rank: 85,
    overrides: true,
    where: /(?:^|\/)pyproject\.toml$/,
    holds: 'poetry-dotenv-plugin',
    pattern: /^\s*"?poetry-dotenv-plugin"?\s*=/gm,
    usual: '.env',
  },
  {
    ...service,
    name: '`set -a` and `source`',
    rank: 88,
    overrides: true,
    reads: 'shell',
    where: SHELL,
    holds: 'set -',
    pattern: /(?:^|[;&|]|\bthen|\bdo)[ \t@]*(?:source|\.)[ \t]+(\S*\.?env\S*)/gm,
    needs: /\bset\s+-(?:a\b|o\s+allexport\b)/,
  },
  {
    ...service,
    name: '`honcho`',
    rank: 86,
    overrides: true,
    reads: 'own',
    holds: 'honcho',
    pattern: /\bhoncho\b(?:[^\n]*?\s(?:-e|--env)[= ]+(\S+))?[^\n]*?\b(?:start|run)\b/g,
    usual: '.env',
  },
  {
    ...service,
    name: '`set dotenv-load` of just',
    rank: 82,
    reads: 'own',
    where: JUST,
    holds: 'set dotenv-load',
    pattern: /^set\s+dotenv-load(?:\s*:=\s*true)?\s*$/gm,
    usual: '.env',
  },
  {
    ...service,
    name: '`set dotenv-filename` of just',
    rank: 82,
    reads: 'own',
    where: JUST,
    holds: 'set dotenv-',
    pattern: /^set\s+dotenv-(?:filename|path)\s*:=\s*(\S+)/gm,
  },
  {
    ...service,
    name: '`include` of make',
    rank: 83,
    overrides: true,
    reads: 'own',
    where: MAKE,
    holds: 'include',
    pattern: /^[-s]?include[ \t]+(\S*\.?env\S*)/gm,
    needs: /^(?:export[ \t]*$|\.EXPORT_ALL_VARIABLES)/m,
  },
  {
    ...service,
    name: '`dotenv` of direnv',
    rank: 81,
    overrides: true,
    reads: 'own',
    role: 'development',
    where: ENVRC,
    holds: 'dotenv',
    pattern: /^[ \t]*dotenv(?:_if_exists)?(?:[ \t]+(\S+))?[ \t]*$/gm,
    usual: '.env',
  },
  {
    ...service,
    name: '`envFile` of VS Code',
    rank: 87,
    reads: 'own',
    role: 'development',
    where: /(?:^|\/)\.vscode\/launch\.json$/,
    holds: 'envFile',
    pattern: /"envFile"\s*:\s*("[^"\n]+")/g,
  },
  {
    ...service,
    name: '`python.envFile` of VS Code',
    rank: 79,
    reads: 'own',
    role: 'development',
    where: /(?:^|\/)\.vscode\/settings\.json$/,
    holds: 'python.envFile',
    pattern: /"python\.envFile"\s*:\s*("[^"\n]+")/g,
  },
  {
    ...service,
    name: '`env_files` of pytest-dotenv',
    role: 'tests',
    where: TEST_INI,
    holds: 'env_files',
    pattern: /^env_files\s*=\s*\[?\s*([^\s,\]]+)/gm,
  },
];

function isScript(path: string): boolean {
  return ROWS.some((row) => row.where.test(path));
}

/** The dotenv files that scripts and configuration of the workspace hand to processes, in order of their paths. */
export function loadedInScripts(snapshot: Snapshot): readonly LoadedFile[] {
  return inScripts(filesOf(snapshot.files, isScript));
}

const inScripts = memo((files: readonly SourceFile[]): readonly LoadedFile[] => files.flatMap(inScript));

const held = wordsHeld([...new Set(ROWS.map((it) => it.holds))]);

const inScript = memo((file: SourceFile): readonly LoadedFile[] => {
  const found: LoadedFile[] = [];
  const words = held(file);
  if (words.size === 0) return found;
  for (const row of ROWS) {
    if (!words.has(row.holds) || !row.where.test(file.path)) continue;
    if ((row.needs && !row.needs.test(file.text)) || row.unless?.test(file.text)) continue;
    for (const match of file.text.matchAll(row.pattern)) {
      const loaded = loadedBy(row, match, file);
      if (loaded) found.push(loaded);
    }
  }
  return found;
});

function loadedBy(loader: ScriptLoader, match: RegExpExecArray, file: SourceFile): LoadedFile | undefined {
  if (isCommented(file.text, match.index)) return undefined;
  const written = match[1] === undefined ? loader.usual : withoutQuotes(match[1]);
  if (written === undefined) return undefined;
  const inWorkspace = /^\$\{workspace(?:Folder|Root)\}\/(.+)$/.exec(written)?.[1];
  const path = inWorkspace ?? written.replace(/^(?:\$\(pwd\)|\$PWD|\$\{PWD\}|\$\(CURDIR\))\//, './');
  // What a shell or an editor puts there is not known.
  if (/[$%`*~{}]/.test(path)) return undefined;
  const from = folderOf(file.path).replace(/(?:^|\/)\.vscode$/, '');
  return { written: path, from, path: file.path, loader, ...(inWorkspace ? { rooted: from === '' } : {}) };
}

function withoutQuotes(written: string): string {
  return written.replace(/^["'[]+|["',;\]]+$/g, '');
}

function isCommented(text: string, at: number): boolean {
  const line = text.slice(text.lastIndexOf('\n', at - 1) + 1, at);
  return /^\s*(?:#|\/\/)/.test(line);
}
