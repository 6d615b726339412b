import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import type { TestContext } from 'node:test';

/** The Python to compare with, if it can import a module; else the test says why it does not run. */
export function livePython(t: TestContext, module: string): string | undefined {
  const python = process.env.CROSSFADE_PYTHON;
  if (python && spawnSync(python, ['-c', `import ${module}`]).status === 0) return python;
  const reason = `CROSSFADE_PYTHON names no Python that can import ${module}`;
  t.diagnostic(`${module} was not compared with: ${reason}`);
  t.skip(reason);
  return undefined;
}

/** How many cases a live test tries, and the seed that makes them. */
export function liveCases(): { readonly count: number; readonly seed: number } {
  return { count: Number(process.env.ORACLE_CASES ?? 300), seed: Number(process.env.ORACLE_SEED ?? 1) };
}

/** Gives each case to a script as a line of JSON, and returns the lines of JSON that it answers with. */
export function ask<Answer>(python: string, script: string, cases: readonly unknown[]): readonly Answer[] {
  const done = spawnSync(python, [`test/oracle/${script}`], {
    input: `${cases.map(asciiJson).join('\n')}\n`,
    encoding: 'utf8',
    maxBuffer: 1 << 30,
  });
  assert.equal(done.status, 0, done.stderr);
  const lines = done.stdout.trim().split('\n');
  assert.equal(lines.length, cases.length);
  return lines.map((line) => JSON.parse(line));
}

/** Half surrogates do not survive UTF-8, escapes do. */
export function asciiJson(value: unknown): string {
  return JSON.stringify(value).replace(
    /[\u007f-\uffff]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
