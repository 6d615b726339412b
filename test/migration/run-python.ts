import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

/** A Python with pydantic-settings, ruff and pytest; empty where none is named. */
export const PYTHON = process.env.CROSSFADE_PYTHON ?? '';
export const WHY = 'CROSSFADE_PYTHON names no Python with pydantic-settings, ruff and pytest';

export interface PythonChecks {
  readonly pytest: boolean;
  /** With the project's own configuration instead of none. */
  readonly configured?: boolean;
  /** What pytest runs. */
  readonly tests?: string;
}

/** Writes files to a folder of their own and runs something there. */
export function inFolder<T>(files: Readonly<Record<string, string>>, run: (folder: string) => T): T {
  const folder = mkdtempSync(join(tmpdir(), 'crossfade-generated-'));
  try {
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), text);
    }
    return run(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

export function python(
  folder: string,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
  input = '',
) {
  return spawnSync(PYTHON, ['-B', ...args], {
    cwd: folder,
    input,
    encoding: 'utf8',
    env: { PATH: process.env.PATH ?? '', PYTHONPATH: folder, LANG: 'C.UTF-8', ...env },
  });
}

/** ruff accepts the files as they are, and pytest passes. */
export function assertPython(
  files: Readonly<Record<string, string>>,
  title: string,
  { pytest, configured = false, tests = 'tests' }: PythonChecks,
): void {
  inFolder(files, (folder) => {
    const own = configured ? [] : ['--isolated'];
    const rules = configured ? [] : ['--extend-select', 'I,UP,B,F,E'];
    const checks = [
      ['-m', 'ruff', 'check', '--no-cache', ...own, ...rules, '.'],
      ['-m', 'ruff', 'format', '--no-cache', ...own, '--diff', '.'],
      ...(pytest ? [['-m', 'pytest', '-q', '-p', 'no:cacheprovider', tests]] : []),
    ].map((args) => python(folder, args));
    const shown = Object.entries(files).map(([path, it]) => `--- ${path}\n${it}`);
    for (const it of checks)
      assert.equal(it.status, 0, `${title}\n${it.stdout}${it.stderr}\n${shown.join('\n')}`);
  });
}
