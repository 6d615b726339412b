import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { test } from 'node:test';
import type { Engines } from '../../server/src/core/snapshot.ts';
import { loadEngines } from '../../server/src/host/load-engines.ts';
import { randomCase } from './random-settings.ts';
import { type CaseResult, compareCase, resolveCase, type SettingsCase } from './settings-case.ts';

interface Report {
  readonly preamble: string;
  readonly versions: Readonly<Record<string, string>>;
  readonly results: readonly CaseResult[];
}

const SCRIPT = 'test/oracle/resolve-live.py';

test('generated settings objects are what resolve says', async (t) => {
  const python = process.env.CROSSFADE_PYTHON;
  if (!python || spawnSync(python, ['-c', 'import pydantic_settings, yaml, dotenv']).status !== 0) {
    const reason = 'CROSSFADE_PYTHON names no Python that can import pydantic_settings, dotenv and yaml';
    t.diagnostic(`pydantic-settings was not compared with: ${reason}`);
    t.skip(reason);
    return;
  }
  const seed = Number(process.env.ORACLE_SEED ?? 1);
  const count = Number(process.env.ORACLE_CASES ?? 300);
  const cases = Array.from({ length: count }, (_, index) => randomCase(seed * 1_000_003 + index));
  const report = ask(python, cases);
  const engines = await loadEngines();
  const wrong: SettingsCase[] = [];
  const open = new Map<string, number>();
  cases.forEach((it, index) => {
    const result = report.results[index];
    if (!result) return;
    const outcome = compareCase(resolveCase(it, report.preamble, engines), result);
    if (outcome.kind === 'wrong') wrong.push(it);
    if (outcome.kind === 'undecided') open.set(outcome.why, (open.get(outcome.why) ?? 0) + 1);
  });
  const undecided = [...open.values()].reduce((sum, it) => sum + it, 0);
  t.diagnostic(`${JSON.stringify(report.versions)}, seed ${seed}`);
  t.diagnostic(
    `${count - undecided - wrong.length} of ${count} decided and right, ${undecided} undecided, ${wrong.length} wrong`,
  );
  for (const [why, times] of [...open].sort((a, b) => b[1] - a[1]).slice(0, 12))
    t.diagnostic(`${times} × ${why}`);
  const shown = wrong.slice(0, 8).map((it) => describe(python, it, report.preamble, engines));
  assert.equal(report.results.length, count);
  assert.equal(wrong.length, 0, shown.join('\n\n'));
  assert.ok(undecided < count / 2, `${undecided} of ${count} are undecided`);
});

function ask(python: string, cases: readonly SettingsCase[]): Report {
  const input = JSON.stringify({ cases });
  const run = spawnSync(python, [SCRIPT], { input, encoding: 'utf8', maxBuffer: 1 << 30 });
  assert.equal(run.status, 0, run.stderr);
  return JSON.parse(run.stdout);
}

/** The case with every line and variable left out that is not needed for the difference. */
function describe(python: string, it: SettingsCase, preamble: string, engines: Engines): string {
  const differs = (candidates: readonly SettingsCase[]) => {
    const { results } = ask(python, candidates);
    return candidates.map((candidate, index) => {
      const result = results[index];
      const outcome = result && compareCase(resolveCase(candidate, preamble, engines), result);
      return outcome?.kind === 'wrong' ? `${outcome.what}\n  library: ${JSON.stringify(result)}` : undefined;
    });
  };
  let small = it;
  let what = differs([small])[0] ?? '';
  for (let round = 0; round < 12; round++) {
    const candidates = smaller(small);
    const outcomes = differs(candidates);
    const at = outcomes.findIndex((outcome) => outcome !== undefined);
    const next = candidates[at];
    if (!next) break;
    small = next;
    what = outcomes[at] ?? what;
  }
  const code = small.code.slice(small.code.lastIndexOf('class Settings'));
  return `${it.name}: ${what}\n${code}\n  env: ${JSON.stringify(small.env)}\n  files: ${JSON.stringify(small.files)}`;
}

function smaller(it: SettingsCase): readonly SettingsCase[] {
  const found: SettingsCase[] = [];
  for (const name of Object.keys(it.env)) {
    const { [name]: _gone, ...env } = it.env;
    found.push({ ...it, env });
  }
  for (const path of Object.keys(it.files)) {
    const { [path]: text = '', ...files } = it.files;
    found.push({ ...it, files });
    const lines = text.split('\n').filter((line) => line !== '');
    if (path.endsWith('.json') || lines.length < 2) continue;
    lines.forEach((_, index) => {
      const rest = lines.filter((_line, other) => other !== index).join('\n');
      found.push({ ...it, files: { ...files, [path]: `${rest}\n` } });
    });
  }
  const lines = it.code.split('\n');
  const start = lines.findIndex((line) => line.startsWith('class Settings'));
  lines.forEach((line, index) => {
    if (index > start + 1 && /^ {4}\w+: /.test(line)) {
      found.push({ ...it, code: lines.filter((_line, other) => other !== index).join('\n') });
    }
  });
  return found;
}
