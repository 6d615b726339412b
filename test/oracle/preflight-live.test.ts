import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ReplicaVerdict, Verdict } from '../../server/src/core/preflight/report.ts';
import { DEFAULT_OPTIONS } from '../../server/src/core/snapshot.ts';
import { deployOf } from '../preflight/deploy.ts';
import { batches, runPython } from './live-batches.ts';
import { liveCases, livePython } from './live-python.ts';
import { type RandomDeploy, randomDeploy, statesOf } from './random-deploy.ts';
import type { CaseResult } from './settings-case.ts';

interface Report {
  readonly preamble: string;
  readonly results: readonly CaseResult[];
}

/** What Python made of the four states. */
interface Truth {
  readonly fromToday: CaseResult;
  readonly toToday: CaseResult;
  readonly fromRelease: CaseResult;
  readonly toRelease: CaseResult;
}

const SCRIPT = 'test/oracle/resolve-live.py';

test('preflight says of each replica what pydantic-settings then does', async (t) => {
  const python = livePython(t, 'pydantic_settings');
  if (!python) return;
  const { seed, count: cases } = liveCases();
  // Each is four settings objects.
  const count = Math.ceil(cases / 4);
  const ask = (deploys: readonly RandomDeploy[]) =>
    runPython<Report>(python, SCRIPT, { cases: deploys.flatMap(statesOf) });
  const wrong: string[] = [];
  let replicas = 0;
  let unknown = 0;
  for await (const { cases: some, report } of batches(
    count,
    (index) => randomDeploy(seed * 1_000_003 + index),
    ask,
  )) {
    some.forEach((it, index) => {
      const results = report.results.slice(index * 4, index * 4 + 4);
      const [fromToday, toToday, fromRelease, toRelease] = results as [
        CaseResult,
        CaseResult,
        CaseResult,
        CaseResult,
      ];
      const truth: Truth = { fromToday, toToday, fromRelease, toRelease };
      for (const replica of replicasOf(it, report.preamble)) {
        replicas++;
        if (replica.verdict === 'unknown') unknown++;
        const wanted = expected(it, truth, replica);
        if (wanted !== undefined && replica.verdict !== 'unknown' && replica.verdict !== wanted)
          wrong.push(shown(it, truth, replica, wanted));
      }
    });
  }
  t.diagnostic(
    `seed ${seed}: ${count} deploys, ${replicas} replicas, ${wrong.length} wrong, ${unknown} unknown`,
  );
  assert.equal(wrong.length, 0, wrong.slice(0, 4).join('\n\n'));
  assert.ok(replicas >= count * 2);
  assert.ok(unknown <= replicas / 50, `${unknown} of ${replicas} are unknown`);
});

function replicasOf(it: RandomDeploy, preamble: string): readonly ReplicaVerdict[] {
  const version = (code: string, text: string) => ({
    'pyproject.toml': '[project]\nname = "case"\n',
    'config.py': `${preamble}\n${code}\n\nsettings = Settings()\n`,
    '.env': text,
  });
  const report = deployOf({
    from: version(it.from, it.today),
    to: version(it.to, it.release),
    environments: ['development'],
    facts: {
      options: { ...DEFAULT_OPTIONS, environments: { development: { coupling: 'external' } } },
      given: new Map([['development', new Map(Object.entries(it.env))]]),
    },
  });
  return report.readers
    .filter(({ settings }) => settings.endsWith(':Settings'))
    .flatMap((reader) => reader.replicas);
}

/** The verdict that Python's answers call for; undefined where both may be meant. */
function expected(it: RandomDeploy, truth: Truth, { replica, values }: ReplicaVerdict): Verdict | undefined {
  const own = replica === 'new' ? 'to' : 'from';
  const result = truth[`${own}${values === 'today' ? 'Today' : 'Release'}`];
  if (!result.ok) return 'no';
  if (!truth.fromToday.ok || (own === 'from' && values === 'today')) return 'yes';
  const differing = it.same.filter(([a, b]) => !isMeant(truth, result, own === 'to' ? b : a, [a, b]));
  const gone = own === 'from' && it.removed.some((a) => !isMeant(truth, result, a, [a, a]));
  if (differing.length === 0) return gone ? undefined : 'yes';
  if (differing.some(([a, b]) => it.retyped.has(b) || !isSetBefore(it, a, b))) return undefined;
  return isDecided(truth, differing) ? 'no' : undefined;
}

/** A new name for what nobody has set is a new setting, whatever it holds. */
function isSetBefore({ env, today }: RandomDeploy, a: string, b: string): boolean {
  const key = a.toUpperCase();
  return a === b || key in env || today.split('\n').some((line) => line.startsWith(`${key}=`));
}

/** True where a setting holds what it holds today. */
function isMeant(
  { fromToday }: Truth,
  result: CaseResult,
  name: string,
  [a]: readonly [string, string],
): boolean {
  return same(result.values?.[name], fromToday.values?.[a]);
}

/** False where the release changes the value as such, so that another one is meant. */
function isDecided(
  { fromToday, fromRelease, toRelease }: Truth,
  pairs: readonly (readonly [string, string])[],
): boolean {
  return pairs.every(
    ([a, b]) =>
      same(toRelease.values?.[b], fromToday.values?.[a]) ||
      (a === b && fromRelease.ok && same(fromRelease.values?.[a], fromToday.values?.[a])),
  );
}

/** As Python's `==`: JSON does not tell `5.0` from `5`. */
function same(a: unknown, b: unknown): boolean {
  const number = (it: unknown) => (typeof it === 'boolean' ? Number(it) : it);
  return number(a) === number(b);
}

function shown(it: RandomDeploy, truth: Truth, replica: ReplicaVerdict, wanted: Verdict): string {
  const said = replica.problems.map(({ message }) => message).join('; ');
  return [
    `${replica.replica}/${replica.values}: ${replica.verdict} (${said}), not ${wanted}`,
    it.from,
    it.to,
    `today ${JSON.stringify(it.today)}, release ${JSON.stringify(it.release)}, process ${JSON.stringify(it.env)}`,
    JSON.stringify(truth),
  ].join('\n');
}
