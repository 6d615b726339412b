import assert from 'node:assert/strict';
import { test } from 'node:test';
import { formatTimedelta } from '../../server/src/core/values/timedelta.ts';
import { loadEngines } from '../../server/src/host/load-engines.ts';
import { batches, runPython } from './live-batches.ts';
import { count, type LiveFigures, showFigures, undecidedOf } from './live-figures.ts';
import { liveCases, livePython } from './live-python.ts';
import { randomCase1 } from './random-pydantic-1.ts';
import { type CaseResult, compareCase, resolveCase, type SettingsCase } from './settings-case.ts';

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
  const { count: cases, seed } = liveCases();
  const make = (index: number) => randomCase1(seed * 1_000_003 + index);
  const ask = (some: readonly SettingsCase[]) => runPython<Report>(python, SCRIPT, { cases: some }, revived);
  const engines = await loadEngines();
  const wrong: string[] = [];
  const open = new Map<string, number>();
  let compared = 0;
  let refused = 0;
  let versions: Report['versions'] = {};
  for await (const { cases: some, report } of batches(cases, make, ask)) {
    versions = report.versions;
    some.forEach((it, index) => {
      const result = report.results[index];
      if (!result) return;
      compared++;
      // A class that pydantic refuses to make is no settings class.
      if (!result.ok && result.kind !== 'ValidationError' && result.kind !== 'SettingsError') refused++;
      const outcome = compareCase(resolveCase(it, report.preamble, engines), result);
      if (outcome.kind === 'undecided') count(open, outcome.why);
      if (outcome.kind === 'wrong') wrong.push(shown(it, outcome.what, result));
    });
  }
  const { pydantic: version = '' } = versions;
  const library = version.startsWith('1.') ? 'pydantic' : 'pydantic.v1';
  const figures: LiveFigures = { library, version, cases: compared, wrong: wrong.length, open };
  showFigures(t, seed, figures);
  t.diagnostic(`${refused} classes refused`);
  assert.equal(compared, cases);
  assert.equal(wrong.length, 0, wrong.slice(0, Number(process.env.SHOW ?? 6)).join('\n\n'));
  assert.ok(undecidedOf(figures) < cases / 50, `${undecidedOf(figures)} of ${cases} are undecided`);
});

const SCRIPT = 'test/oracle/pydantic-1-live.py';

function shown(it: SettingsCase, what: string, result: CaseResult): string {
  const code = it.code.slice(it.code.lastIndexOf('class Settings'));
  return [
    `${it.name}: ${what}`,
    `${code}env: ${JSON.stringify(it.env)}`,
    `files: ${JSON.stringify(it.files)} ${it.call}`,
    `library: ${JSON.stringify(result)}`,
  ].join('\n');
}
