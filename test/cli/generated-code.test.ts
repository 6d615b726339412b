import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { type TestContext, test } from 'node:test';
import { crossfade, exampleCopy, json, put, read } from './run.ts';

const python = process.env.CROSSFADE_PYTHON;
const MODULES = 'import pytest, ruff, fastapi, httpx, pydantic_settings, yaml';

function canRun(t: TestContext): boolean {
  if (python !== undefined && spawnSync(python, ['-c', MODULES]).status === 0) return true;
  t.skip('CROSSFADE_PYTHON names no Python with pytest, ruff, fastapi, httpx and pydantic-settings');
  return false;
}

function passes(root: string, ...args: readonly string[]): void {
  const env = { ...process.env, PYTHONDONTWRITEBYTECODE: '1' };
  const run = spawnSync(python ?? '', ['-m', ...args], { cwd: root, env, encoding: 'utf8' });
  assert.equal(run.status, 0, `${args.join(' ')}\n${run.stdout}${run.stderr}`);
}

/** Everything that the service's own checks say of its code, the generated test included. */
function passesItsChecks(root: string): void {
  passes(root, 'ruff', 'check', '--no-cache', '.');
  passes(root, 'ruff', 'format', '--no-cache', '--check', '.');
  passes(root, 'pytest', '-q', '-p', 'no:cacheprovider');
}

/** Does what the report says is left to do by hand: code that reads the attribute reads the new one. */
function byHand(root: string, notes: readonly string[]): void {
  for (const note of notes) {
    const path = /`([^`]+\.py)`/.exec(note)?.[1];
    if (path !== undefined) put(root, path, read(root, path).replace(/\.db_pool\b/g, '.db_pool_size'));
  }
}

test('a rename of the example passes its whole test suite in expand and in migrate', (t) => {
  if (!canRun(t)) return;
  const root = exampleCopy();
  const args = ['migrate', 'rename', 'DB_POOL', 'DB_POOL_SIZE', '--owner', '@orders-team'];
  const { id, record, notes } = json(args, 0, { cwd: root }) as {
    readonly id: string;
    readonly record: string;
    readonly notes: readonly string[];
  };
  byHand(root, notes);
  passesItsChecks(root);
  const waiver = 'waive:\n  G8: {reason: tried out, by: "@orders-team", on: 2026-09-23}';
  put(root, record, read(root, record).replace(/^waive: \{\}$/m, waiver));
  const advanced = crossfade(['advance', id, '--include-production'], { cwd: root });
  assert.equal(advanced.status, 0, advanced.out);
  passesItsChecks(root);
});
