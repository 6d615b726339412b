import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import fc from 'fast-check';
import { dataOf } from '../../server/src/core/syntax/value-data.ts';
import { yaml } from '../../server/src/core/syntax/yaml.ts';
import { sourceFile } from '../../server/src/core/text/source-file.ts';
import { yamlDocuments, yamlSoup } from '../properties/yaml-texts.ts';
import { canonical, type Typed, typed } from './typed-data.ts';

/** What the loader makes of a document: a value, or the class of the exception it ends with. */
type Loaded = { readonly value: Typed } | { readonly error: string };

interface Vectors {
  readonly versions: Readonly<Record<string, string>>;
  readonly cases: readonly (Loaded & { readonly text: string })[];
}

const vectors: Vectors = JSON.parse(readFileSync('test/vectors/yaml-scalars.json', 'utf8'));

/** Documents that load and that end with an exception both are compared; half of them are token soup. */
function texts(count: number, seed: number): readonly string[] {
  const documents = fc.sample(yamlDocuments, { seed, numRuns: Math.ceil(count / 2) });
  return [...documents, ...fc.sample(yamlSoup, { seed, numRuns: Math.floor(count / 2) })];
}

/** What differs between us and the loader; undefined where nothing does. */
function difference(text: string, loaded: Loaded): string | undefined {
  const document = yaml.parse(sourceFile('settings.yaml', text));
  const upstream = document.problems.find((it) => it.upstream !== undefined)?.upstream;
  const told = `${JSON.stringify(text)}: the loader gives ${JSON.stringify(loaded)}`;
  if ('error' in loaded) return upstream === undefined ? `${told}, we see no problem` : undefined;
  if (upstream !== undefined) return `${told}, we see a ${upstream}`;
  // Where a limit of ours is reached, no value is claimed.
  if (document.problems.length > 0) return undefined;
  if (loaded.value[0] !== 'dict')
    return document.root.entries.length > 0 ? `${told}, we see keys` : undefined;
  const ours = typed(dataOf(document.root));
  return canonical(ours) === canonical(loaded.value) ? undefined : `${told}, we ${JSON.stringify(ours)}`;
}

test('recorded documents hold what PyYAML loads from them', () => {
  assert.equal(vectors.versions.PyYAML, '6.0.3');
  assert.ok(vectors.cases.length > 200);
  for (const { text, ...loaded } of vectors.cases) assert.equal(difference(text, loaded), undefined);
});

test('the first problem of a recorded document names the exception that PyYAML raises', () => {
  for (const it of vectors.cases) {
    if (!('error' in it)) continue;
    const { problems } = yaml.parse(sourceFile('settings.yaml', it.text));
    assert.equal(problems.find((problem) => problem.upstream !== undefined)?.upstream, it.error, it.text);
  }
});

test('generated documents hold what the installed PyYAML loads from them', (t) => {
  const python = process.env.CROSSFADE_PYTHON;
  if (!python || spawnSync(python, ['-c', 'import yaml']).status !== 0) {
    const reason = 'CROSSFADE_PYTHON names no Python that can import yaml';
    t.diagnostic(`PyYAML was not compared with: ${reason}`);
    t.skip(reason);
    return;
  }
  const seed = Number(process.env.ORACLE_SEED ?? 1);
  const cases = texts(Number(process.env.ORACLE_CASES ?? 300), seed);
  const loaded = load(python, cases);
  const wrong = cases.flatMap((text, index) => difference(text, loaded[index] as Loaded) ?? []);
  const refused = loaded.filter((it) => 'error' in it).length;
  t.diagnostic(
    `PyYAML: ${cases.length} documents, seed ${seed}, ${refused} refused, ${wrong.length} read differently`,
  );
  assert.deepEqual(wrong.slice(0, 5), []);
});

function load(python: string, cases: readonly string[]): readonly Loaded[] {
  const done = spawnSync(python, ['test/oracle/yaml-live.py'], {
    input: `${cases.map(asciiJson).join('\n')}\n`,
    encoding: 'utf8',
    maxBuffer: 1 << 30,
  });
  assert.equal(done.status, 0, done.stderr);
  const lines = done.stdout.trim().split('\n');
  assert.equal(lines.length, cases.length);
  return lines.map((line) => JSON.parse(line));
}

/** Half surrogates do not survive UTF-8, escapes do. */
function asciiJson(text: string): string {
  return JSON.stringify(text).replace(
    /[\u007f-\uffff]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
