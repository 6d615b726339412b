import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { dotenvVersionOf } from '../../server/src/core/syntax/dotenv/dotenv-statement.ts';
import { comparable, type DotenvResult, ourResult } from './dotenv-result.ts';
import { dotenvTexts } from './dotenv-texts.ts';
import { showFigures } from './live-figures.ts';

interface Vectors {
  readonly versions: Readonly<Record<string, string>>;
  readonly environ: Readonly<Record<string, string>>;
  readonly cases: readonly (DotenvResult & {
    readonly text: string;
    readonly older?: DotenvResult['statements'];
  })[];
}

interface Report {
  readonly versions: Readonly<Record<string, string>>;
  readonly results: readonly DotenvResult[];
}

const vectors: Vectors = JSON.parse(readFileSync('test/vectors/dotenv.json', 'utf8'));

test('recorded texts are read as python-dotenv reads them', () => {
  assert.equal(vectors.versions['python-dotenv'], '1.2.4');
  assert.ok(vectors.cases.length >= 138);
  for (const expected of vectors.cases) {
    const ours = ourResult(expected.text, vectors.environ, '1.2.4');
    assert.deepEqual(comparable(ours), comparable(expected), JSON.stringify(expected.text));
  }
});

test('recorded texts are read as python-dotenv 1.2.2 reads them', () => {
  assert.equal(vectors.versions['older python-dotenv'], '1.2.2');
  for (const expected of vectors.cases) {
    const ours = ourResult(expected.text, vectors.environ, '1.2.2');
    const statements = expected.older ?? expected.statements;
    assert.deepEqual(ours.statements, statements, JSON.stringify(expected.text));
  }
});

test('generated texts are read as the installed python-dotenv reads them', (t) => {
  const python = process.env.CROSSFADE_PYTHON;
  if (!python || spawnSync(python, ['-c', 'import dotenv']).status !== 0) {
    const reason = 'CROSSFADE_PYTHON names no Python that can import dotenv';
    t.diagnostic(`python-dotenv was not compared with: ${reason}`);
    t.skip(reason);
    return;
  }
  const seed = Number(process.env.ORACLE_SEED ?? 1);
  const texts = dotenvTexts(Number(process.env.ORACLE_CASES ?? 300), seed);
  const report = ask(python, texts);
  const installed = report.versions['python-dotenv'] ?? '';
  const version = dotenvVersionOf(installed);
  const wrong = texts.filter((text, index) => {
    const expected = report.results[index];
    const ours = ourResult(text, vectors.environ, version);
    return expected === undefined || !same(ours, expected);
  });
  const library = 'python-dotenv';
  showFigures(t, seed, {
    library,
    version: installed,
    cases: texts.length,
    wrong: wrong.length,
    open: new Map(),
  });
  for (const text of wrong.slice(0, 1)) {
    const expected = report.results[texts.indexOf(text)];
    assert.ok(expected !== undefined);
    assert.deepEqual(
      comparable(ourResult(text, vectors.environ, version)),
      comparable(expected),
      JSON.stringify(text),
    );
  }
  assert.deepEqual(wrong, []);
});

function same(ours: DotenvResult, expected: DotenvResult): boolean {
  return JSON.stringify(comparable(ours)) === JSON.stringify(comparable(expected));
}

function ask(python: string, texts: readonly string[]): Report {
  const done = spawnSync(python, ['test/oracle/dotenv-live.py'], {
    input: JSON.stringify({ environ: vectors.environ, texts }),
    encoding: 'utf8',
    maxBuffer: 1 << 30,
  });
  assert.equal(done.status, 0, done.stderr);
  return JSON.parse(done.stdout);
}
