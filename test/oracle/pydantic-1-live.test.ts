import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { test } from 'node:test';
import { formatTimedelta } from '../../server/src/core/values/timedelta.ts';
import { loadEngines } from '../../server/src/host/load-engines.ts';
import { liveCases, livePython } from './live-python.ts';
import { randomCase1 } from './random-pydantic-1.ts';
import { type CaseResult, compareCase, resolveCase } from './settings-case.ts';

interface Report {
  readonly preamble: string;
  readonly versions: Readonly<Record<string, string>>;
  readonly results: readonly CaseResult[];
}

/** Durations as texts of ISO 8601. */
function revived(_key: string, value: unknown): unknown {
  const held = (value as { readonly $microseconds?: string } | null)?.$microseconds;
  return typeof held === 'string' ? formatTimedelta(BigInt(held)) : value;
}

test('generated settings objects of pydantic 1 are what resolve says', async (t) => {
  const python = livePython(t, 'pydantic, dotenv');
  if (python === undefined) return;
  const { count, seed } = liveCases();
  const cases = Array.from({ length: count }, (_, index) => randomCase1(seed * 1_000_003 + index));
  const run = spawnSync(python, ['test/oracle/pydantic-1-live.py'], {
    input: JSON.stringify({ cases }),
    encoding: 'utf8',
    maxBuffer: 1 << 30,
    env: { ...process.env, PYTHONUTF8: '1' },
  });
  assert.equal(run.status, 0, run.stderr);
  const report: Report = JSON.parse(run.stdout, revived);
  const engines = await loadEngines();
  const wrong: string[] = [];
  const open = new Map<string, number>();
  let refused = 0;
  cases.forEach((it, index) => {
    const result = report.results[index] as CaseResult;
    // A class that pydantic refuses to make is no settings class.
    if (!result.ok && result.kind !== 'ValidationError' && result.kind !== 'SettingsError') refused++;
    const outcome = compareCase(resolveCase(it, report.preamble, engines), result);
    if (outcome.kind === 'undecided') open.set(outcome.why, (open.get(outcome.why) ?? 0) + 1);
    if (outcome.kind !== 'wrong') return;
    const code = it.code.slice(it.code.lastIndexOf('class Settings'));
    wrong.push(
      `${it.name}: ${outcome.what}\n${code}env: ${JSON.stringify(it.env)}\nfiles: ${JSON.stringify(it.files)} ${it.call}\nlibrary: ${JSON.stringify(result)}`,
    );
  });
  const undecided = [...open.values()].reduce((sum, it) => sum + it, 0);
  t.diagnostic(`${JSON.stringify(report.versions)}, seed ${seed}`);
  t.diagnostic(`${count} cases, ${undecided} undecided, ${refused} classes refused, ${wrong.length} wrong`);
  for (const [why, times] of [...open].sort((a, b) => b[1] - a[1]).slice(0, 8))
    t.diagnostic(`${times} × ${why}`);
  assert.equal(report.results.length, count);
  assert.equal(wrong.length, 0, wrong.slice(0, Number(process.env.SHOW ?? 6)).join('\n\n'));
  assert.ok(undecided < count / 50, `${undecided} of ${count} are undecided`);
});
