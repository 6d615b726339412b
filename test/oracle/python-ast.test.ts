import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'node:test';
import {
  type Expression,
  type Module,
  ownExpressions,
  walkExpressions,
  walkStatements,
} from '../../server/src/core/python/tree.ts';
import { LineIndex } from '../../server/src/core/text/line-index.ts';
import { loadPythonParser } from '../../server/src/host/load-python-parser.ts';
import { mutations, randomNumbers } from './python-mutations.ts';

type Place = readonly [name: string, line: number, column: number];

interface Answer {
  readonly accepts?: boolean;
  readonly message?: string;
  readonly source?: string;
  readonly unreadable?: boolean;
  readonly classes?: readonly (readonly [string, readonly Place[]])[];
  readonly calls?: readonly Place[];
}

const python = process.env.CROSSFADE_PYTHON;
const cases = Number(process.env.ORACLE_CASES ?? 300);
const seed = Number(process.env.ORACLE_SEED ?? 1);
const script = join(process.cwd(), 'test/oracle/python-ast.py');

function ask(requests: readonly object[]): readonly Answer[] {
  const input = requests.map((it) => `${JSON.stringify(it)}\n`).join('');
  const run = spawnSync(python ?? '', [script], { input, encoding: 'utf8', maxBuffer: 1 << 30 });
  assert.equal(run.status, 0, run.stderr);
  return run.stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Answer);
}

function dotted(expression: Expression): string | undefined {
  if (expression.kind === 'name') return expression.name;
  const object = expression.kind === 'attribute' ? dotted(expression.object) : undefined;
  return object !== undefined && expression.kind === 'attribute' ? `${object}.${expression.name}` : undefined;
}

function inFormattedString(module: Module): ReadonlySet<Expression> {
  const found = new Set<Expression>();
  for (const statement of walkStatements(module.body)) {
    for (const own of ownExpressions(statement)) {
      for (const outer of walkExpressions(own)) {
        if (outer.kind === 'fstring') for (const inner of walkExpressions(outer)) found.add(inner);
      }
    }
  }
  return found;
}

/** The same facts as the Python side gives, from our tree. Before 3.12 CPython has no places in f-strings. */
function facts(text: string, module: Module, formatted: boolean) {
  const lines = new LineIndex(text);
  const place = (name: string, offset: number): Place => {
    const { line, column } = lines.position(offset);
    return [name, line, column];
  };
  const hidden = formatted ? new Set<Expression>() : inFormattedString(module);
  const classes: (readonly [string, readonly Place[]])[] = [];
  const calls: Place[] = [];
  for (const statement of walkStatements(module.body)) {
    if (statement.kind === 'class') {
      const fields = statement.body.flatMap((it) =>
        it.kind === 'annotated' && it.target.kind === 'name' ? [place(it.target.name, it.span.start)] : [],
      );
      classes.push([statement.name, fields]);
    }
    for (const own of ownExpressions(statement)) {
      for (const it of walkExpressions(own)) {
        const name = it.kind === 'call' && !hidden.has(it) ? dotted(it.callee) : undefined;
        if (name !== undefined) calls.push(place(name, it.span.start));
      }
    }
  }
  return { classes, calls: sorted(calls) };
}

function sorted(calls: readonly Place[]): readonly string[] {
  return calls.map((it) => JSON.stringify(it)).sort();
}

function version(): { readonly formatted: boolean; readonly library: string } {
  const code =
    'import sys, sysconfig; print(sys.version_info >= (3, 12)); print(sysconfig.get_paths()["stdlib"])';
  const run = spawnSync(python ?? '', ['-c', code], { encoding: 'utf8' });
  assert.equal(run.status, 0, run.stderr);
  const [formatted, library = ''] = run.stdout.trim().split('\n');
  return { formatted: formatted === 'True', library };
}

function pythonFiles(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((it) => it.endsWith('.py') && !/site-packages|lib2to3|__pycache__/.test(it))
    .map((it) => join(folder, it))
    .sort();
}

test('every file of the standard library gives what `ast` gives', async (t) => {
  if (!python) return t.skip('CROSSFADE_PYTHON names no Python');
  const parser = await loadPythonParser();
  const { formatted, library } = version();
  const random = randomNumbers(seed);
  const sample = pythonFiles(library)
    .map((path) => ({ path, rank: random() }))
    .sort((a, b) => a.rank - b.rank)
    .slice(0, cases);
  const answers = ask(sample.map(({ path }) => ({ path })));
  let compared = 0;
  for (const [index, answer] of answers.entries()) {
    const { path } = sample[index] as { path: string };
    if (answer.source === undefined) continue;
    const module = parser.parse(answer.source);
    const problem = module.problems[0];
    assert.equal(
      module.problems.length === 0,
      answer.accepts,
      `${path}: ${problem?.message} / ${answer.message}`,
    );
    if (!answer.accepts) continue;
    const ours = facts(answer.source, module, formatted);
    assert.deepEqual(ours.classes, answer.classes, path);
    assert.deepEqual(ours.calls, sorted(answer.calls ?? []), path);
    compared++;
  }
  assert.ok(compared > 0);
  t.diagnostic(`${compared} files agree`);
});

test('mutated files are accepted and refused as CPython does', async (t) => {
  if (!python) return t.skip('CROSSFADE_PYTHON names no Python');
  const parser = await loadPythonParser();
  const { formatted } = version();
  const folder = join(process.cwd(), 'test/oracle/python-fixtures');
  const texts = readdirSync(folder).map((it) => readFileSync(join(folder, it), 'utf8'));
  // An older Python does not know all of the syntax there.
  const known = ask(texts.map((source) => ({ source })));
  const fixtures = texts.filter((_, index) => known[index]?.accepts);
  assert.ok(fixtures.length > 0);
  const sources = mutations(fixtures, cases * 10, seed);
  const answers = ask(sources.map((source) => ({ source })));
  let [wronglyAccepted, wronglyRefused, differing] = [0, 0, 0];
  for (const [index, answer] of answers.entries()) {
    const source = sources[index] as string;
    const module = parser.parse(source);
    const accepts = module.problems.length === 0;
    if (accepts && !answer.accepts) wronglyAccepted++;
    if (!accepts && answer.accepts) wronglyRefused++;
    if (accepts !== answer.accepts)
      t.diagnostic(`${answer.message ?? module.problems[0]?.message}: case ${index}`);
    if (!accepts || !answer.accepts) continue;
    const ours = facts(source, module, formatted);
    const same = JSON.stringify(ours.classes) === JSON.stringify(answer.classes);
    if (!same || JSON.stringify(ours.calls) !== JSON.stringify(sorted(answer.calls ?? []))) differing++;
  }
  const share = (count: number) => `${((100 * count) / sources.length).toFixed(2)} %`;
  t.diagnostic(
    `${sources.length} cases: wrongly accepted ${share(wronglyAccepted)}, wrongly refused ${share(wronglyRefused)}`,
  );
  assert.equal(differing, 0);
  assert.ok(wronglyAccepted <= sources.length * 0.005);
  assert.ok(wronglyRefused <= sources.length * 0.005);
});
