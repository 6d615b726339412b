import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { test } from 'node:test';
import { KIND_NAMES, type KindName } from '../../server/src/core/migration/kinds/kinds.ts';
import { livePython } from '../oracle/live-python.ts';
import { randomFrom } from '../oracle/random.ts';
import { type Fate, faredSo, fateWords, type SaidFate } from './fate.ts';
import { modelSays, resolveSays } from './predictions.ts';
import { GENERATORS, type ReplicaCase } from './replica-case.ts';

const COUNT = Number(process.env.ROLLING_CASES ?? 60);
const SEED = Number(process.env.ROLLING_SEED ?? 1);
const NEEDED = 'pydantic_settings, dotenv, decouple, environs, environ, starlette.config, os; os.fork';
/** One kind alone, by its name. */
const ONLY = process.env.ROLLING_KIND;

type Real = Fate & { readonly why?: string };
type Who = 'model' | 'resolve';

test('every replica starts, crashes, refuses and holds what the model and resolve say', (t) => {
  const python = livePython(t, NEEDED);
  if (python === undefined) return;
  const cases = Array.from({ length: COUNT }, (_, index) => {
    const random = randomFrom(SEED * 1_000_003 + index);
    // Every kind has its turn, and the first two, which are the most usual, a few more.
    const turn = index % (KIND_NAMES.length + 2);
    return GENERATORS[(ONLY as KindName | undefined) ?? KIND_NAMES[turn] ?? 'rename'](random);
  });
  const seen = startAll(python, cases);
  const different: string[] = [];
  const open = new Map<string, number>();
  const kinds = new Map<string, number>();
  const counts = { value: 0, crash: 0, reject: 0 };
  cases.forEach((it, index) => {
    const real = seen[index];
    assert.ok(real);
    counts[real.kind]++;
    count(kinds, it.ask.kind);
    for (const [who, said] of Object.entries({ model: modelSays(it), resolve: resolveSays(it) })) {
      if ('open' in said) count(open, `${who}: ${said.open}`);
      else if (!faredSo(said.fate, real)) different.push(difference(who as Who, said.fate, real, it));
    }
  });
  t.diagnostic(`seed ${SEED}: ${COUNT} replicas, ${JSON.stringify(counts)}; ${shown(kinds)}`);
  t.diagnostic(`${different.length} differences; left open: ${shown(open)}`);
  assert.equal(different.length, 0, different.slice(0, 8).join('\n\n'));
  const left = (who: Who) =>
    [...open].filter(([why]) => why.startsWith(who)).reduce((sum, [, n]) => sum + n, 0);
  assert.ok(left('model') < COUNT / 5, `the model leaves ${left('model')} of ${COUNT} open`);
  assert.ok(left('resolve') < COUNT / 2, `resolve leaves ${left('resolve')} of ${COUNT} open`);
});

function count(counts: Map<string, number>, name: string): void {
  counts.set(name, (counts.get(name) ?? 0) + 1);
}

function shown(counts: ReadonlyMap<string, number>): string {
  return [...counts].map(([name, n]) => `${name} ${n}`).join(', ') || 'nothing';
}

/** Starts the settings code of each case in a process of its own. */
function startAll(python: string, cases: readonly ReplicaCase[]): readonly Real[] {
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

function asked({ files, dotenv, environment, value }: ReplicaCase) {
  return {
    files: dotenv === '' ? files : { ...files, '.env': dotenv },
    environment,
    modules: ['app.settings'],
    value,
  };
}

function difference(who: Who, said: SaidFate, real: Real, it: ReplicaCase): string {
  return [
    `${it.ask.kind}, ${it.code}: ${who} says ${fateWords(said)}, the process: ${fateWords(real)} ${real.why ?? ''}`,
    it.files['app/settings.py'],
    `.env: ${JSON.stringify(it.dotenv)}, process: ${JSON.stringify(it.environment)}`,
  ].join('\n');
}
