import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import fc from 'fast-check';
import { json } from '../../server/src/core/syntax/json.ts';
import { sourceFile } from '../../server/src/core/text/source-file.ts';
import { jsonDocuments, jsonSlips, jsonSoup } from '../properties/json-texts.ts';
import { ask, liveCases, livePython } from './live-python.ts';
import { type Loaded, type LoadedVectors, loadedDifference } from './loaded.ts';

const KINDS = { documents: jsonDocuments, slips: jsonSlips, soup: jsonSoup } as const;

const vectors: LoadedVectors = JSON.parse(readFileSync('test/vectors/json.json', 'utf8'));

function difference(text: string, loaded: Loaded): string | undefined {
  return loadedDifference(json.parse(sourceFile('settings.json', text)), loaded);
}

test('recorded files hold what `json.load` reads from them', () => {
  assert.match(vectors.versions.Python ?? '', /^3\.1[1-9]/);
  assert.ok(vectors.cases.length >= 60);
  for (const { text, ...loaded } of vectors.cases) assert.equal(difference(text, loaded), undefined);
});

test('generated files hold what `json.load` of the installed Python reads from them', (t) => {
  const python = livePython(t, 'json');
  if (python === undefined) return;
  const { count, seed } = liveCases();
  for (const [kind, texts] of Object.entries<fc.Arbitrary<string>>(KINDS)) {
    const cases = fc.sample(texts, { seed, numRuns: Math.ceil(count / 3) });
    const loaded: readonly Loaded[] = ask(python, 'json-live.py', cases);
    const refused = loaded.filter((it) => 'error' in it).length;
    const wrong: readonly string[] = cases.flatMap(
      (text, index) => difference(text, loaded[index] as Loaded) ?? [],
    );
    t.diagnostic(
      `json, ${kind}: ${cases.length} texts, seed ${seed}, ${refused} refused, ${wrong.length} differ`,
    );
    assert.deepEqual(wrong.slice(0, 5), []);
  }
});
