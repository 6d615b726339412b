import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative, sep } from 'node:path';
import { commandLine } from './command-line.ts';
import type { Release, Surroundings } from './deployment.ts';
import { type Ran, runProgram } from './run-program.ts';

const DAY = 86_400;

export const DOTENV = '.env.production';
export const PROCESS = 'deploy/production.env';
/** The credentials that the other side of the service accepts, a line each; no part of the service. */
export const ACCEPTED = 'other-side/accepted.txt';

/** A git repository of its own that holds the service, its environments and the records of migrations. */
export interface Repository {
  readonly root: string;
  readonly read: (path: string) => string;
  readonly write: (path: string, text: string) => void;
  /** Commits everything, and gives the commit. */
  readonly commit: (message: string) => Promise<string>;
  /** What runs in every environment, as the pipeline tags it: since today, or for so many days. */
  readonly tagDeployed: (ref: string, days?: number) => Promise<void>;
  /** The command line, run in the repository. */
  readonly crossfade: (...args: readonly string[]) => Promise<Ran>;
  /** The code as it is now. */
  readonly release: (name: string) => Release;
  /** What production supplies as it is now. */
  readonly surroundings: () => Surroundings;
  readonly remove: () => void;
}

/** Writes the files and commits them. */
export async function makeRepository(files: Readonly<Record<string, string>>): Promise<Repository> {
  const root = mkdtempSync(join(tmpdir(), 'crossfade-repository-'));
  const read = (path: string) => readFileSync(join(root, path), 'utf8');
  const write = (path: string, text: string) => {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  };
  const git = async (args: readonly string[], date: Readonly<Record<string, string>> = {}) => {
    const names = [
      'user.name=rolling',
      'user.email=rolling@example.com',
      'commit.gpgsign=false',
      'gc.auto=0',
    ];
    const given = names.flatMap((it) => ['-c', it]);
    const ran = await runProgram('git', [...given, ...args], root, date);
    if (ran.status !== 0) throw new Error(`git ${args.join(' ')}: ${ran.error}`);
    return ran.out.trim();
  };
  for (const [path, text] of Object.entries(files)) write(path, text);
  await git(['init', '--quiet', '--initial-branch=main']);
  return {
    root,
    read,
    write,
    commit: async (message) => {
      await git(['add', '--all']);
      await git(['commit', '--quiet', '--allow-empty', '--message', message]);
      return git(['rev-parse', 'HEAD']);
    },
    tagDeployed: async (ref, days = 0) => {
      const date = { GIT_COMMITTER_DATE: `${Math.floor(Date.now() / 1000) - days * DAY} +0000` };
      for (const name of ['production', 'development']) {
        await git(['tag', '--force', '--annotate', '--message', 'deployed', `deployed/${name}`, ref], date);
      }
    },
    crossfade: (...args) => commandLine(root, args),
    release: (name) => ({ name, files: codeIn(root) }),
    surroundings: () => ({
      dotenv: read(DOTENV),
      process: variables(read(PROCESS)),
      accepted: existsSync(join(root, ACCEPTED)) ? read(ACCEPTED).trim().split('\n') : [],
    }),
    remove: () => rmSync(root, { recursive: true, force: true }),
  };
}

/** What is built into an image: no environment, no record, no test. */
function codeIn(root: string): Readonly<Record<string, string>> {
  const names = readdirSync(root, { recursive: true, withFileTypes: true });
  const paths = names
    .filter((it) => it.isFile())
    .map((it) => relative(root, join(it.parentPath, it.name)).split(sep).join('/'))
    .filter((path) => /^(?:app\/.*\.py|config\.yaml|pyproject\.toml)$/.test(path))
    .sort();
  return Object.fromEntries(paths.map((path) => [path, readFileSync(join(root, path), 'utf8')]));
}

/** Lines `KEY=VALUE`; comments are left out. */
function variables(text: string): Readonly<Record<string, string>> {
  const lines = text.split('\n').filter((line) => /^\w+=/.test(line));
  return Object.fromEntries(
    lines.map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]),
  );
}
