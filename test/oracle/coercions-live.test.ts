import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { test } from 'node:test';
import { agrees, type Truth, verdictOf } from './coercion-verdict.ts';
import { encodeAll } from './data-json.ts';
import { count, showFigures } from './live-figures.ts';
import { caseOf, randomOf } from './random-cases.ts';

const python = process.env.CROSSFADE_PYTHON;
const cases = Number(process.env.ORACLE_CASES ?? 300);
const seed = Number(process.env.ORACLE_SEED ?? 1);

function canImport(): boolean {
  const run =
    python === undefined ? undefined : spawnSync(python, ['-c', 'import pydantic_settings, email_validator']);
  return run?.status === 0;
}

function versionIn(one: string): string {
  const code = 'import pydantic; print(pydantic.VERSION)';
  return spawnSync(one, ['-c', code], { encoding: 'utf8' }).stdout.trim();
}

test('random types and values agree with pydantic', (t) => {
  if (python === undefined || !canImport()) {
    t.skip('CROSSFADE_PYTHON names no Python with pydantic-settings and email-validator');
    return;
  }
  const random = randomOf(seed);
  const made = Array.from({ length: cases }, () => caseOf(random));
  const lines = made.map((one) => JSON.stringify(encodeAll(one)));
  const run = spawnSync(python, ['test/oracle/coercions-live.py'], {
    input: `${lines.join('\n')}\n`,
    encoding: 'utf8',
    maxBuffer: 2 ** 30,
  });
  assert.equal(run.status, 0, run.stderr);
  const truths = run.stdout.trimEnd().split('\n');
  const reasons = new Map<string, number>();
  const wrong: string[] = [];
  let decided = 0;
  let unusable = 0;
  for (const [index, one] of made.entries()) {
    const truth: Truth = JSON.parse(truths[index] ?? 'null');
    const verdict = verdictOf(one);
    if (truth.schema_error !== undefined) {
      unusable += 1;
    } else if (verdict.truth === undefined) {
      count(reasons, verdict.undecided ?? '');
    } else {
      decided += 1;
      if (!agrees(verdict.truth, truth)) {
        wrong.push(
          `${lines[index]}\n  pydantic ${JSON.stringify(truth)}\n  ours     ${JSON.stringify(verdict.truth)}`,
        );
      }
    }
  }
  showFigures(t, seed, {
    library: 'pydantic',
    version: versionIn(python),
    cases: cases - unusable,
    wrong: wrong.length,
    open: reasons,
  });
  t.diagnostic(`${unusable} of no valid class`);
  assert.deepEqual(wrong.slice(0, Number(process.env.ORACLE_SHOWN ?? 10)), []);
  assert.ok(decided >= (cases - unusable) * 0.9, 'nine of ten cases are decided');
});
