import assert from 'node:assert/strict';
import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { assertOutput } from '../outputs/assert-output.ts';
import { CHECK, DIAGNOSTIC } from '../outputs/check.ts';
import { crossfade, EXAMPLE, exampleCopy, folder, golden, json, put, read } from './run.ts';

interface Position {
  readonly line: number;
  readonly column: number;
}

interface Report {
  readonly diagnostics: readonly {
    readonly path: string;
    readonly rule: string;
    readonly key: string | null;
    readonly severity: string;
    readonly range: { readonly start: Position; readonly end: Position };
  }[];
  readonly summary: Readonly<Record<string, number>>;
}

const at = { cwd: EXAMPLE };

describe('check', () => {
  const files = {
    text: 'text.txt',
    concise: 'concise.txt',
    json: 'json',
    jsonl: 'jsonl',
    sarif: 'sarif',
    github: 'github.txt',
    gitlab: 'gitlab.json',
    junit: 'junit.xml',
  };
  for (const [format, file] of Object.entries(files)) {
    it(`reports the example as ${format}`, () => {
      const run = crossfade(['check', '--format', format], at);
      assert.equal(run.status, 1);
      assert.equal(run.error, '');
      golden(`check.${file}`, run.out);
    });
  }

  it('gives the JSON that is documented', () => {
    assertOutput(json(['check'], 1, at), CHECK);
    const lines = crossfade(['check', '--format', 'jsonl'], at).out.trimEnd().split('\n');
    assert.ok(lines.length > 3);
    for (const line of lines) assertOutput(JSON.parse(line), DIAGNOSTIC);
  });

  it('points at the key or its value, and counts what it reports', () => {
    const { diagnostics, summary } = json(['check'], 1, at) as Report;
    for (const { path, range, key, rule } of diagnostics) {
      const lines = read(EXAMPLE, path).split('\n');
      const line = lines[range.start.line - 1] ?? '';
      assert.equal(range.end.line, range.start.line);
      const found = line.slice(range.start.column - 1, range.end.column - 1);
      assert.notEqual(found, '');
      // What is missing stands nowhere, so its finding is on the first entry.
      if (rule === 'missing-required') continue;
      const [name, value] = line.split(/=|: /);
      assert.ok(key !== null, `${rule} names a key`);
      assert.equal(name, key);
      assert.equal(found, rule === 'type-mismatch' ? value : name);
    }
    const { errors, warnings, infos, hints } = summary;
    assert.deepEqual(
      [errors, warnings, infos, hints],
      ['error', 'warning', 'info', 'hint'].map(
        (it) => diagnostics.filter((one) => one.severity === it).length,
      ),
    );
    const order = diagnostics.map(({ path, range, rule }) => ({ path, range, rule }));
    const sorted = [...order].sort(
      (a, b) =>
        (a.path < b.path ? -1 : Number(a.path > b.path)) ||
        a.range.start.line - b.range.start.line ||
        a.range.start.column - b.range.start.column ||
        (a.rule < b.rule ? -1 : 1),
    );
    assert.deepEqual(order, sorted);
  });

  it('ends with 1 from the severity on that is asked for', () => {
    const status = (...args: readonly string[]) => crossfade(['check', ...args], at).status;
    assert.equal(status('.env.staging'), 1);
    assert.equal(status('.env.staging', '--exit-zero'), 0);
    assert.equal(status('.env'), 0);
    assert.equal(status('.env', '--fail-level', 'warning'), 1);
    assert.equal(status('.env', '--fail-level', 'warning', '--exit-zero'), 0);
    assert.equal(status('compose.yaml', '--fail-level', 'hint'), 0);
  });

  it('reports only the paths that are named, relative to where it runs', () => {
    const paths = (args: readonly string[], cwd: string) =>
      new Set(
        (json(['check', '--exit-zero', ...args], 0, { cwd }) as Report).diagnostics.map((it) => it.path),
      );
    assert.deepEqual(paths(['.env.staging'], EXAMPLE), new Set(['.env.staging']));
    assert.deepEqual(paths(['app', './config.yaml'], EXAMPLE), new Set(['config.yaml']));
    assert.deepEqual(
      paths(['../config.yaml', '--root', '..'], join(EXAMPLE, 'app')),
      new Set(['config.yaml']),
    );
    assert.deepEqual(paths([join(EXAMPLE, '.env')], EXAMPLE), new Set(['.env']));
    assert.deepEqual(paths(['.', '--root', '..'], join(EXAMPLE, 'app')), new Set());
  });

  it('reads standard input in the place of a file', () => {
    const text = '\uFEFFENVIRONMENT=staging\r\nREQUEST_TIMEOUT=soon\r\n';
    const run = crossfade(['check', '-', '--stdin-filename', '.env.staging', '--format', 'concise'], {
      ...at,
      input: text,
    });
    assert.equal(run.status, 1);
    assert.match(
      run.out,
      /^\.env\.staging:2:17: error\[type-mismatch] `REQUEST_TIMEOUT` is not a number \(staging\)$/m,
    );
    assert.doesNotMatch(run.out, /LOG_LEVLE|config\.yaml/);
  });

  it('writes the report to a file, with the folders above it', () => {
    const file = join(folder(), 'reports', 'check.json');
    const run = crossfade(['check', '--format', 'json', '--output-file', file], at);
    assert.deepEqual([run.status, run.out, run.error], [1, '', '']);
    golden('check.json', read('/', file));
  });

  it('writes every part of a report to a device', { skip: !existsSync('/dev/stdout') }, () => {
    const run = crossfade(
      ['check', '--format', 'concise', '--output-file', '/dev/stdout', '--color', 'always'],
      at,
    );
    assert.equal(run.status, 1);
    golden('check.concise.txt', run.out);
  });

  it('colours only when it is asked to', () => {
    const colored = crossfade(['check', '--color', 'always'], at).out;
    assert.ok(colored.includes('\u001b[31merror[unknown-key]\u001b[39m'));
    // biome-ignore lint/suspicious/noControlCharactersInRegex: colours are escape sequences
    golden('check.text.txt', colored.replace(/\u001b\[\d+m/g, ''));
    assert.ok(!crossfade(['check', '--color', 'never'], at).out.includes('\u001b'));
  });

  it('takes the configuration that is named, wherever it stands', () => {
    const root = exampleCopy();
    put(
      root,
      'ci/checks.conf',
      '[rules]\nduplicate-key = "off"\ntype-mismatch = "hint"\nunknown-key = "info"\n',
    );
    const args = ['check', '--config', 'ci/checks.conf', '--fail-level', 'hint', '--format', 'concise'];
    const run = crossfade(args, { cwd: root });
    assert.equal(run.status, 1);
    assert.match(run.out, /hint\[type-mismatch]/);
    assert.match(run.out, /info\[unknown-key]/);
    assert.doesNotMatch(run.out, /duplicate-key/);
  });

  it('says in verbose what is read, and nothing aside when it is quiet', () => {
    assert.match(crossfade(['check', '--verbose'], at).error, /^read \d+ files below \.\n$/);
    assert.equal(crossfade(['check', '--verbose', '--quiet'], at).error, '');
  });

  it('reads the working directory of the service from the command line', () => {
    const root = exampleCopy();
    mkdirSync(join(root, 'deploy'));
    put(root, 'deploy/.env', 'PAYMENTS_API_KEY=x\nPAGE_SIZE=1000\n');
    const args = ['resolve', '--environment', 'development', '--cwd'];
    assert.match(crossfade([...args, 'deploy'], { cwd: root }).out, /page_size +1000 +deploy\/\.env:2/);
    const wrong = crossfade([...args, 'nowhere'], { cwd: root });
    assert.deepEqual([wrong.status, wrong.error], [2, 'crossfade: `nowhere` is not a folder\n']);
  });
});
