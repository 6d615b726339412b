import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { loadEngines } from '../../server/src/host/load-engines.ts';
import { type CaseResult, compareCase, resolveCase, type SettingsCase } from './settings-case.ts';

interface Vectors {
  readonly releases: readonly Readonly<Record<string, string>>[];
  readonly preamble: string;
  readonly cases: readonly (SettingsCase & { readonly results: readonly CaseResult[] })[];
}

test('recorded settings objects differ between releases as resolve says', async (t) => {
  const vectors: Vectors = JSON.parse(readFileSync('test/vectors/settings-releases.json', 'utf8'));
  const engines = await loadEngines();
  const wrong: string[] = [];
  let undecided = 0;
  for (const { results, ...it } of vectors.cases) {
    results.forEach((result, index) => {
      const version = vectors.releases[index]?.['pydantic-settings'] ?? '';
      const outcome = compareCase(resolveCase({ ...it, version }, vectors.preamble, engines), result);
      if (outcome.kind === 'wrong') wrong.push(`${it.name} on ${version}: ${outcome.what}`);
      if (outcome.kind === 'undecided') undecided++;
    });
  }
  const releases = vectors.releases.map((it) => it['pydantic-settings']);
  const compared = vectors.cases.length * releases.length;
  t.diagnostic(`${releases.join(', ')}: ${compared} compared, ${undecided} undecided, ${wrong.length} wrong`);
  assert.ok(releases.length >= 4 && vectors.cases.length >= 50);
  assert.deepEqual(wrong, []);
  assert.ok(undecided <= compared / 50, `${undecided} of ${compared} are undecided`);
});
