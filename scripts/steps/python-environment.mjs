import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { cacheFolder } from './cache-folder.mjs';

/**
 * The Python with the libraries of `test/python-requirements.txt`: the one that `CROSSFADE_PYTHON` names, else a
 * virtual environment in the cache folder, made once for these versions. Gives `{ python }` or `{ reason }`.
 */
export function pythonEnvironment(root) {
  if (process.env.CROSSFADE_PYTHON) return { python: process.env.CROSSFADE_PYTHON };
  const base = ['python3', 'python'].find((name) => version(name) !== undefined);
  if (!base) return { reason: 'no Python 3.10 or newer is installed' };
  return cached(base, readFileSync(join(root, 'test', 'python-requirements.txt'), 'utf8'));
}

/**
 * A Python with one release of pydantic-settings and the other pinned libraries that it reads files with, made once
 * in the cache folder. Gives `{ python }` or `{ reason }`.
 */
export function settingsEnvironment(root, release) {
  const base = ['python3', 'python'].find((name) => version(name) !== undefined);
  if (!base) return { reason: 'no Python 3.10 or newer is installed' };
  const pins = readFileSync(join(root, 'test', 'python-requirements.txt'), 'utf8')
    .split(/\r?\n/)
    .filter((line) => /^(email-validator|pydantic|python-dotenv|PyYAML)==/.test(line));
  return cached(base, `${[...pins, `pydantic-settings==${release}`].join('\n')}\n`);
}

function cached(base, requirements) {
  const key = createHash('sha256').update(requirements).update(version(base)).digest('hex').slice(0, 16);
  const folder = join(cacheFolder(), `python-${key}`);
  const python = interpreter(folder);
  if (existsSync(join(folder, 'complete'))) return { python };
  return make(base, folder, requirements) ?? { python };
}

/** Makes the environment in place, since virtual environments cannot be moved; `complete` marks a whole one. */
function make(base, folder, requirements) {
  process.stdout.write('Making a Python environment for the comparisons with the real libraries …\n');
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(cacheFolder(), { recursive: true });
  const list = `${folder}.txt`;
  writeFileSync(list, requirements);
  const steps = [
    [base, ['-m', 'venv', folder]],
    [interpreter(folder), ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '-r', list]],
  ];
  for (const [command, args] of steps) {
    const { status, stderr } = spawnSync(command, args, { encoding: 'utf8' });
    if (status === 0) continue;
    const last = (stderr ?? '').trim().split('\n').at(-1) ?? '';
    return { reason: `the Python packages cannot be installed (${last})` };
  }
  rmSync(list);
  const temporary = mkdtempSync(join(cacheFolder(), 'mark-'));
  renameSync(temporary, join(folder, 'complete'));
  return undefined;
}

function version(command) {
  const { status, stdout } = spawnSync(
    command,
    ['-c', 'import sys; print("%d.%d.%d" % sys.version_info[:3]); assert sys.version_info >= (3, 10)'],
    { encoding: 'utf8' },
  );
  return status === 0 ? stdout.trim() : undefined;
}

function interpreter(folder) {
  return process.platform === 'win32' ? join(folder, 'Scripts', 'python.exe') : join(folder, 'bin', 'python');
}
