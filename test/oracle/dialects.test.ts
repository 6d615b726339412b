import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { type TestContext, test } from 'node:test';
import { type DotenvDialect, dotenvDialects } from '../../server/src/core/syntax/dotenv/dotenv-dialect.ts';
import { agrees, type DialectResult, ourResult } from './dialect-result.ts';
import { dialectTexts } from './dialect-texts.ts';

interface Vectors {
  readonly versions: Readonly<Record<string, string>>;
  readonly environ: Readonly<Record<string, string>>;
  readonly cases: readonly ({ readonly text: string } & Readonly<Record<string, DialectResult>>)[];
}

type Report =
  | { readonly missing: string }
  | { readonly version: string; readonly results: readonly DialectResult[] };

const vectors: Vectors = JSON.parse(readFileSync('test/vectors/dialects.json', 'utf8'));
const others = dotenvDialects.filter((it) => it !== 'python-dotenv');

for (const dialect of others) {
  test(`recorded texts are read as ${dialect} reads them`, () => {
    assert.ok(vectors.cases.length >= 200);
    for (const found of vectors.cases) {
      const theirs = found[dialect] as DialectResult;
      const ours = ourFor(found.text, dialect, vectors.versions[dialect] ?? '');
      assert.ok(agrees(ours, theirs), JSON.stringify({ text: found.text, ours, theirs }));
    }
  });
}

test('what a shell would have to be run for is all that stays open', () => {
  const open = (dialect: DotenvDialect) =>
    vectors.cases.filter(({ text }) => {
      const { values, partial } = ourFor(text, dialect, vectors.versions[dialect] ?? '');
      return partial || Object.values(values).includes(null);
    }).length;
  for (const dialect of others)
    if (dialect !== 'shell' && dialect !== 'compose') assert.equal(open(dialect), 0);
  assert.ok(open('shell') < vectors.cases.length / 2, `${open('shell')} texts`);
});

for (const dialect of ['starlette', 'decouple', 'django-environ', 'systemd', 'shell'] as const) {
  test(`generated texts are read as the installed ${dialect} reads them`, (t) => compareLive(t, dialect));
}

function compareLive(t: TestContext, dialect: DotenvDialect): void {
  const python = process.env.CROSSFADE_PYTHON;
  if (!python) {
    skipped(t, dialect, 'CROSSFADE_PYTHON names no Python');
    return;
  }
  const seed = Number(process.env.ORACLE_SEED ?? 1);
  // A shell is a process per text.
  const count = Math.ceil(Number(process.env.ORACLE_CASES ?? 300) / (dialect === 'shell' ? 5 : 1));
  const texts = dialectTexts(count, seed);
  const report = ask(python, dialect, texts);
  if ('missing' in report) {
    skipped(t, dialect, report.missing);
    return;
  }
  const wrong = texts.filter((text, index) => {
    const theirs = report.results[index];
    return !theirs || !agrees(ourFor(text, dialect, report.version), theirs);
  });
  t.diagnostic(
    `${dialect} ${report.version}: ${count} texts, seed ${seed}, ${wrong.length} read differently`,
  );
  for (const text of wrong.slice(0, 1)) {
    const ours = ourFor(text, dialect, report.version);
    assert.fail(JSON.stringify({ text, ours, theirs: report.results[texts.indexOf(text)] }));
  }
}

function skipped(t: TestContext, dialect: DotenvDialect, reason: string): void {
  t.diagnostic(`${dialect} was not compared with: ${reason}`);
  t.skip(reason);
}

function ourFor(text: string, dialect: DotenvDialect, version: string) {
  const ours = ourResult(text, dialect, vectors.environ, version);
  if (dialect !== 'shell') return ours;
  // Nobody can tell a variable that is set to what it holds already from one that is not set.
  const values = Object.entries(ours.values).filter(([name, value]) => vectors.environ[name] !== value);
  return { ...ours, values: Object.fromEntries(values) };
}

function ask(python: string, dialect: DotenvDialect, texts: readonly string[]): Report {
  const done = spawnSync(python, ['test/oracle/dialects-live.py'], {
    input: JSON.stringify({ dialect, environ: vectors.environ, texts }),
    encoding: 'utf8',
    maxBuffer: 1 << 30,
  });
  assert.equal(done.status, 0, done.stderr);
  return JSON.parse(done.stdout);
}
