import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { type TestContext, test } from 'node:test';
import { loadEngines } from '../../server/src/host/load-engines.ts';
import { batches, runPython } from './live-batches.ts';
import { count, type LiveFigures, showFigures, undecidedOf } from './live-figures.ts';
import { liveCases } from './live-python.ts';
import { minimised } from './minimise-settings.ts';
import { randomCase } from './random-settings.ts';
import { type CaseResult, compareCase, resolveCase, type SettingsCase } from './settings-case.ts';
import { CLASSES } from './shared-classes.ts';
import { compareWinners } from './winner-verdict.ts';

interface Report {
  readonly preamble: string;
  readonly versions: { readonly pydantic: string };
  readonly results: readonly CaseResult[];
}

const SCRIPT = 'test/oracle/resolve-live.py';
const VERSION = "import importlib.metadata as m, yaml, dotenv; print(m.version('pydantic-settings'))";

test('generated settings objects are what resolve says', async (t) => {
  const python = process.env.CROSSFADE_PYTHON;
  const version = python && versionIn(python);
  if (!python || !version) {
    const reason = 'CROSSFADE_PYTHON names no Python that can import pydantic_settings, dotenv and yaml';
    t.diagnostic(`pydantic-settings was not compared with: ${reason}`);
    t.skip(reason);
    return;
  }
  await compareWith(t, python, version, liveCases());
});

/** Other releases: `version=python` for each, separated by spaces, as `npm run oracle` makes them. */
const OTHERS = (process.env.ORACLE_SETTINGS_PYTHONS ?? '').split(' ').filter((it) => it !== '');

for (const python of OTHERS) {
  const version = versionIn(python) ?? '';
  test(`generated settings objects of pydantic-settings ${version} are what resolve says`, async (t) => {
    assert.notEqual(version, '', `${python} cannot import pydantic_settings, dotenv and yaml`);
    const { seed } = liveCases();
    await compareWith(t, python, version, { seed, count: Number(process.env.ORACLE_OTHER_CASES ?? 300) });
  });
}

function versionIn(python: string): string | undefined {
  const { status, stdout } = spawnSync(python, ['-c', VERSION], { encoding: 'utf8' });
  return status === 0 ? stdout.trim() : undefined;
}

async function compareWith(
  t: TestContext,
  python: string,
  version: string,
  { seed, count: cases }: { readonly seed: number; readonly count: number },
): Promise<void> {
  const engines = await loadEngines();
  const ask = (some: readonly SettingsCase[]) =>
    runPython<Report>(python, SCRIPT, { cases: some, shared: CLASSES, winners: true });
  const wrong: SettingsCase[] = [];
  const open = new Map<string, number>();
  const winners = { compared: 0, wrong: 0 };
  const misplaced: SettingsCase[] = [];
  let compared = 0;
  const compare = (it: SettingsCase, { preamble, versions }: Report, result: CaseResult) => {
    const ours = resolveCase({ ...it, pydantic: versions.pydantic }, preamble, engines);
    return { outcome: compareCase(ours, result), winner: compareWinners(ours, result) };
  };
  const make = (index: number) => randomCase(seed * 1_000_003 + index, version);
  for await (const { cases: some, report } of batches(cases, make, ask)) {
    some.forEach((it, index) => {
      const result = report.results[index];
      if (!result) return;
      compared++;
      const { outcome, winner } = compare(it, report, result);
      winners.compared += winner.compared;
      winners.wrong += winner.wrong.length;
      if (winner.wrong.length > 0 && outcome.kind !== 'wrong') misplaced.push(it);
      if (outcome.kind === 'wrong') wrong.push(it);
      if (outcome.kind === 'undecided') count(open, outcome.why);
    });
  }
  const differences = async (candidates: readonly SettingsCase[]) => {
    const report = await ask(candidates);
    return candidates.map((it, index) => {
      const result = report.results[index];
      if (!result) return undefined;
      const { outcome, winner } = compare(it, report, result);
      const what = outcome.kind === 'wrong' ? outcome.what : winner.wrong[0];
      return what && `${what}\n  library: ${JSON.stringify(result)}`;
    });
  };
  const shown: string[] = [];
  for (const it of [...wrong, ...misplaced].slice(0, 8)) shown.push(await minimised(it, differences));
  const figures: LiveFigures = {
    library: 'pydantic-settings',
    version,
    cases: compared,
    wrong: wrong.length,
    open,
    winners,
  };
  showFigures(t, seed, figures);
  assert.equal(compared, cases);
  assert.equal(wrong.length + winners.wrong, 0, shown.join('\n\n'));
  assert.ok(winners.compared > cases, `${winners.compared} winners of ${cases} cases were compared`);
  assert.ok(
    undecidedOf(figures) <= Math.max(2, cases / 50),
    `${undecidedOf(figures)} of ${cases} are undecided`,
  );
}
