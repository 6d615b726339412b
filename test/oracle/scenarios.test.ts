import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { loadEngines } from '../../server/src/host/load-engines.ts';
import { type CaseResult, compareCase, resolveCase, type SettingsCase } from './settings-case.ts';

interface Vectors {
  readonly versions: Readonly<Record<string, string>>;
  readonly preamble: string;
  readonly cases: readonly (SettingsCase & { readonly result: CaseResult })[];
}

/** Cases that must be decided; a change that leaves more of them open has to say so here. */
const DECIDED_AT_LEAST = 447;

test('recorded settings objects are what resolve says', async (t) => {
  const vectors: Vectors = JSON.parse(readFileSync('test/vectors/settings-scenarios.json', 'utf8'));
  assert.equal(vectors.versions['pydantic-settings'], '2.15.0');
  assert.ok(vectors.cases.length >= 415);
  const engines = await loadEngines();
  const wrong: string[] = [];
  const open = new Map<string, string[]>();
  for (const it of vectors.cases) {
    const located = { ...it, version: vectors.versions['pydantic-settings'] ?? '' };
    const outcome = compareCase(resolveCase(located, vectors.preamble, engines), it.result);
    if (outcome.kind === 'wrong') wrong.push(`${it.name}: ${outcome.what}`);
    if (outcome.kind === 'undecided') open.set(outcome.why, [...(open.get(outcome.why) ?? []), it.name]);
  }
  const undecided = [...open.values()].flat().length;
  const decided = vectors.cases.length - undecided - wrong.length;
  t.diagnostic(`${decided} decided and right, ${undecided} undecided, ${wrong.length} wrong`);
  for (const [why, names] of open) t.diagnostic(`${names.length} × ${why}: ${names.join('; ')}`);
  assert.deepEqual(wrong, []);
  assert.ok(decided >= DECIDED_AT_LEAST, `only ${decided} cases are decided`);
});
