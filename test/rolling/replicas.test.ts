import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { test } from 'node:test';
import { livePython } from '../oracle/live-python.ts';
import { randomFrom } from '../oracle/random.ts';
import { type Fate, fateWords, sameFate } from './fate.ts';
import { modelFate, resolvedFate } from './predictions.ts';
import { type ReplicaCase, randomReplica } from './replica-case.ts';

const COUNT = Number(process.env.ROLLING_CASES ?? 60);
const SEED = Number(process.env.ROLLING_SEED ?? 1);

test('every replica starts, crashes, refuses and holds what the model and resolve say', (t) => {
  const python = livePython(t, 'pydantic_settings, dotenv, os; os.fork');
  if (python === undefined) return;
  const cases = Array.from({ length: COUNT }, (_, index) =>
    randomReplica(randomFrom(SEED * 1_000_003 + index)),
  );
  const seen = startAll(python, cases);
  const different: string[] = [];
  const open = { model: 0, resolve: 0 };
  const counts = { value: 0, crash: 0, reject: 0 };
  cases.forEach((it, index) => {
    const real = seen[index];
    assert.ok(real);
    counts[real.kind]++;
    for (const [who, fate] of Object.entries({ model: modelFate(it), resolve: resolvedFate(it) })) {
      if (fate === undefined) open[who as keyof typeof open]++;
      else if (!sameFate(fate, real)) different.push(difference(who, fate, real, it));
    }
  });
  t.diagnostic(`seed ${SEED}: ${COUNT} replicas, ${JSON.stringify(counts)}`);
  t.diagnostic(`${different.length} differences; left open: model ${open.model}, resolve ${open.resolve}`);
  assert.equal(different.length, 0, different.slice(0, 8).join('\n\n'));
  assert.ok(open.model < COUNT / 5, `the model leaves ${open.model} of ${COUNT} open`);
  assert.ok(open.resolve < COUNT / 2, `resolve leaves ${open.resolve} of ${COUNT} open`);
});

/** Starts the settings code of each case in a process of its own. */
function startAll(
  python: string,
  cases: readonly ReplicaCase[],
): readonly (Fate & { readonly why?: string })[] {
  const input = cases.map((it) => JSON.stringify(asked(it))).join('\n');
  const run = spawnSync(python, ['test/rolling/start-settings.py'], {
    input,
    encoding: 'utf8',
    maxBuffer: 1 << 28,
    timeout: 600_000,
  });
  assert.equal(run.status, 0, run.stderr);
  const lines = run.stdout.trim().split('\n');
  assert.equal(lines.length, cases.length);
  return lines.map((line) => JSON.parse(line));
}

function asked(it: ReplicaCase) {
  const { code, form } = it;
  const attribute = code === 'old' ? form.field : form.newField;
  const holder = form.library === 'os-environ' ? 'settings.VALUE' : `settings.settings.${attribute}`;
  return {
    files: it.dotenv === '' ? it.files : { ...it.files, '.env': it.dotenv },
    environment: it.environment,
    modules: ['app.settings'],
    value: it.kind === 'remove' && code !== 'old' ? null : holder,
  };
}

function difference(
  who: string,
  said: Fate,
  real: Fate & { readonly why?: string },
  it: ReplicaCase,
): string {
  return [
    `${it.kind}, ${it.code}: ${who} says ${fateWords(said)}, the process: ${fateWords(real)} ${real.why ?? ''}`,
    it.files['app/settings.py'],
    `.env: ${JSON.stringify(it.dotenv)}, process: ${JSON.stringify(it.environment)}`,
  ].join('\n');
}
