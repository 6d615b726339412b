import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { crossfade, exampleCopy, json, put, read } from './run.ts';

// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const ACTIVE = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]/;
const ESCAPE = '\u001b[31m';
const OVERRIDE = '\u202e';

/** Nothing that a terminal or the log of a build would obey. */
function isInert(text: string): void {
  assert.doesNotMatch(text, ACTIVE);
  assert.doesNotMatch(text, /^\s*::/m);
  assert.ok(!text.includes('##['));
}

const FORMATS = ['text', 'concise', 'json', 'jsonl'];

describe('text from files', () => {
  const root = exampleCopy();
  const odd = `${ESCAPE}LOG${OVERRIDE}`;
  put(
    root,
    '.env',
    [
      'PAYMENTS_API_KEY=x',
      `${odd}=1`,
      '::error::title=1',
      `::warning file=x::y # ${ESCAPE}::error::`,
      `# ${ESCAPE} ::error:: ##[group] ${OVERRIDE} %0A`,
      `LOG_LEVEL="${ESCAPE}::error::"`,
      'X##[error]Y=1',
      '',
    ].join('\n'),
  );
  put(
    root,
    'config.yaml',
    `? "${'\\e[31m\\n::error::a'}"\n: 1\npage_size: 1 # ${OVERRIDE}\n::error::b: 1\npage_size: 2\n`,
  );
  put(root, '::error::.env', 'DB_POOL=1\nDB_POOL=2\nPAYMENTS_API_KEY=x\n');

  for (const format of FORMATS) {
    it(`is inert in ${format}`, () => {
      const run = crossfade(['check', '--format', format], { cwd: root });
      assert.equal(run.status, 1);
      isInert(run.out);
      isInert(run.error);
    });
  }

  it('stands in JSON as it is in the file', () => {
    const { diagnostics } = json(['check', '.env'], 1, { cwd: root }) as {
      readonly diagnostics: readonly { readonly key: string }[];
    };
    const keys = diagnostics.map((it) => it.key);
    for (const key of [odd, '::error::title']) assert.ok(keys.includes(key), JSON.stringify(keys));
  });

  it('is inert in diffs and in what resolve says', () => {
    for (const args of [
      ['check', '--diff'],
      ['check', '--diff', '--unsafe-fixes'],
      ['resolve', '--environment', 'development'],
      ['resolve', '--environment', 'development', '--format', 'json'],
    ]) {
      const run = crossfade(args, { cwd: root });
      assert.ok([0, 1].includes(run.status ?? 2), run.error);
      isInert(run.out);
      isInert(run.error);
    }
  });

  it('keeps the carets under what it draws attention to', () => {
    const run = crossfade(['check', '.env'], { cwd: root });
    const lines = run.out.split('\n');
    const at = lines.findIndex((line) => line.startsWith(`  2 | \\u001b[31mLOG\\u202e=1`));
    assert.ok(at > 0, run.out);
    assert.equal(lines[at + 1], `    | ${'^'.repeat('\\u001b[31mLOG\\u202e'.length)}`);
  });

  it('is cut where a line is too long to be read', () => {
    const long = exampleCopy();
    put(
      long,
      '.env',
      `PAYMENTS_API_KEY=x\nALLOWED_ORIGINS='${'"a",'.repeat(50_000)}'\nLOG_LEVEL=${'x'.repeat(50_000)}\n`,
    );
    const run = crossfade(['check', '.env'], { cwd: long });
    assert.equal(run.status, 1);
    assert.ok(run.out.split('\n').every((line) => line.length < 400));
  });

  it('is inert in a record and in the arguments of the command line', () => {
    const migrated = exampleCopy();
    const owner = `${ESCAPE}me\n::error::${OVERRIDE}`;
    const args = ['migrate', 'rename', 'DB_POOL', 'DB_POOL_SIZE', '--owner', owner];
    const run = crossfade(args, { cwd: migrated });
    isInert(run.out);
    isInert(run.error);
    const record = /settings-migrations\/\S+?\.md/.exec(run.out)?.[0] ?? '';
    const waiver = `waive:\n  G8: {reason: "\\e[31m\\n::error::", by: "\\e[31m", on: 2026-09-23}`;
    put(migrated, record, read(migrated, record).replace(/^waive: \{\}$/m, waiver));
    for (const more of [
      ['gates', '--next'],
      ['gates'],
      ['plan', record],
      ['advance', record, '--dry-run'],
      ['check'],
    ]) {
      const next = crossfade(more, { cwd: migrated });
      isInert(next.out);
      isInert(next.error);
    }
    for (const wrong of [
      ['explain', `${ESCAPE}x`],
      ['check', `${ESCAPE}x`],
      ['resolve', '--environment', `${ESCAPE}x`],
      ['resolve', '--settings', `${ESCAPE}x`],
      ['migrate', 'rename', `${ESCAPE}x`, 'Y'],
      ['gates', `${ESCAPE}x`],
      ['check', `--${ESCAPE}x`],
      [`${ESCAPE}x`],
    ]) {
      const refused = crossfade(wrong, { cwd: migrated });
      assert.equal(refused.status, 2);
      isInert(refused.error);
    }
  });
});
