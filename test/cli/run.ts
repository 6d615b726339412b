import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';

const PROGRAM = resolve('bin/crossfade.mjs');
export const EXAMPLE = resolve('examples/orders-api');

export interface Run {
  readonly status: number | null;
  /** Standard output and standard error. */
  readonly out: string;
  readonly error: string;
}

export interface RunOptions {
  readonly cwd?: string;
  readonly input?: string | Uint8Array;
}

/** Runs the built program to its end, without a terminal; it must not show a stack trace or wait for anything. */
export function crossfade(args: readonly string[], { cwd, input = '' }: RunOptions = {}): Run {
  const { FORCE_COLOR: _forced, ...environment } = process.env;
  const run = spawnSync(process.execPath, [PROGRAM, ...args], {
    ...(cwd === undefined ? {} : { cwd }),
    input,
    env: environment,
    timeout: 60_000,
    maxBuffer: 1 << 28,
  });
  assert.equal(run.error, undefined, `crossfade ${args.join(' ')}: ${run.error?.message}`);
  const [out, error] = [run.stdout.toString('utf8'), run.stderr.toString('utf8')];
  assert.doesNotMatch(error, /^\s+at .*:\d+:\d+\)?$/m, `crossfade ${args.join(' ')} shows a stack trace`);
  assert.doesNotMatch(error, /internal error/, `crossfade ${args.join(' ')}`);
  return { status: run.status, out, error };
}

/** The report of a run that has to give JSON and this exit status. */
export function json(args: readonly string[], status: number, options: RunOptions = {}): unknown {
  const run = crossfade([...args, '--format', 'json'], options);
  assert.equal(run.status, status, `crossfade ${args.join(' ')}: ${run.error}${run.out}`);
  return JSON.parse(run.out);
}

const folders: string[] = [];
process.on('exit', () => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

/** A folder that goes when the tests of this file are over. */
export function folder(): string {
  const made = realpathSync(mkdtempSync(join(tmpdir(), 'crossfade-cli-')));
  folders.push(made);
  return made;
}

/** A folder with these files. */
export function workspaceOnDisk(files: Readonly<Record<string, string | Uint8Array>>): string {
  const root = folder();
  for (const [path, text] of Object.entries(files)) put(root, path, text);
  return root;
}

export function put(root: string, path: string, text: string | Uint8Array): void {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
}

export function read(root: string, path: string): string {
  return readFileSync(join(root, path), 'utf8');
}

/** The note that reports on the example give, whose `app/main.py` reads a variable beside the class. */
export const LEFT_OUT = 'crossfade: read by modules and not shown: app.main; --settings NAME shows one\n';

/** A copy of the example service; what Python may have left in it is not copied. */
export function exampleCopy(): string {
  const root = join(folder(), 'orders-api');
  cpSync(EXAMPLE, root, { recursive: true, filter: (path) => !/__pycache__|_cache$|\.db$/.test(path) });
  return root;
}

/** Compares with a file in `test/golden`; with UPDATE in the environment, writes it. */
export function golden(name: string, text: string): void {
  const path = join('test', 'golden', name);
  const stable = text.replace(/("durationMs": ?)\d+/g, '$10');
  if (process.env.UPDATE) {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, stable);
  } else assert.equal(stable, readFileSync(path, 'utf8'), `differs from ${path}`);
}
