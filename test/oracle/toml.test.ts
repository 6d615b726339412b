import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import fc from 'fast-check';
import { toml } from '../../server/src/core/syntax/toml.ts';
import { sourceFile } from '../../server/src/core/text/source-file.ts';
import { tomlDocuments, tomlSlips, tomlSoup } from '../properties/toml-texts.ts';
import { ask, liveCases, livePython } from './live-python.ts';
import { type Loaded, type LoadedVectors, loadedDifference } from './loaded.ts';

const KINDS = { documents: tomlDocuments, slips: tomlSlips, soup: tomlSoup } as const;

const vectors: LoadedVectors = JSON.parse(readFileSync('test/vectors/toml.json', 'utf8'));

function difference(text: string, loaded: Loaded): string | undefined {
  return loadedDifference(toml.parse(sourceFile('settings.toml', text)), loaded);
}

test('recorded files hold what `tomllib` reads from them', () => {
  assert.match(vectors.versions.Python ?? '', /^3\.1[1-9]/);
  assert.ok(vectors.cases.length >= 120);
  for (const { text, ...loaded } of vectors.cases) assert.equal(difference(text, loaded), undefined);
});

test('generated files hold what `tomllib` of the installed Python reads from them', (t) => {
  const python = livePython(t, 'tomllib');
  if (python === undefined) return;
  const { count, seed } = liveCases();
  for (const [kind, texts] of Object.entries<fc.Arbitrary<string>>(KINDS)) {
    const cases = fc.sample(texts, { seed, numRuns: Math.ceil(count / 3) });
    const loaded: readonly Loaded[] = ask(python, 'toml-live.py', cases);
    const refused = loaded.filter((it) => 'error' in it).length;
    const wrong: readonly string[] = cases.flatMap(
      (text, index) => difference(text, loaded[index] as Loaded) ?? [],
    );
    t.diagnostic(
      `toml, ${kind}: ${cases.length} texts, seed ${seed}, ${refused} refused, ${wrong.length} differ`,
    );
    assert.deepEqual(wrong.slice(0, 5), []);
  }
});
