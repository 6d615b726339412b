import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseRecord, recordsOf, spanOf } from '../../server/src/core/migration/record.ts';
import { type NewRecord, writeRecord } from '../../server/src/core/migration/write-record.ts';
import { sourceFile } from '../../server/src/core/text/source-file.ts';
import { textAt } from '../../server/src/core/text/span.ts';
import { recordValidator } from '../../server/src/options/record-schema.ts';
import { snapshotOf } from './make-facts.ts';

const NEW: NewRecord = {
  id: '20260923-db-pool-size',
  kind: 'rename',
  owner: '@payments-platform',
  plan: 'env-first',
  phase: 'expand',
  from: ['DB_POOL'],
  to: ['DB_POOL_SIZE'],
  bothAllowed: true,
  readers: ['api', 'cron:nightly-report', 'on', '1e3'],
  secret: false,
  tags: ['database'],
};
const PATH = 'settings-migrations/20260923-db-pool-size.md';
const parsed = (text: string) => parseRecord(sourceFile(PATH, text));

test('a new record is read back as it was written, and is valid', () => {
  const record = parsed(writeRecord(NEW));
  assert.deepEqual(record.problems, []);
  assert.deepEqual(recordValidator(record.data), []);
  const { id, kind, owner, plan, phase, from, to, readers, tags, precedence, bothAllowed } = record;
  assert.deepEqual(
    { id, kind, owner, plan, phase, from, to, readers, tags, precedence, bothAllowed },
    {
      id: NEW.id,
      kind: 'rename',
      owner: NEW.owner,
      plan: 'env-first',
      phase: 'expand',
      from: ['DB_POOL'],
      to: ['DB_POOL_SIZE'],
      readers: NEW.readers,
      tags: ['database'],
      precedence: 'new',
      bothAllowed: true,
    },
  );
  assert.equal(record.expect.command, 'crossfade gates 20260923-db-pool-size');
  assert.match(record.sections.get('rollback')?.text ?? '', /contract: add DB_POOL back/);
  assert.match(
    record.sections.get('checklist')?.text ?? '',
    /^- \[ \] real data \(on which copy it was tried\):$/m,
  );
  assert.ok(record.sections.has('why') && record.sections.has('final notes'));
});

test('texts that a YAML 1.1 reader takes for something else are quoted', () => {
  const text = writeRecord({ ...NEW, owner: 'on', why: 'a: b' });
  assert.match(text, /^owner: "on"$/m);
  assert.match(text, /^readers: \[api, "cron:nightly-report", "on", "1e3"\]$/m);
  assert.equal(writeRecord({ ...NEW, owner: 'on', why: 'a: b' }), text);
  assert.equal(parsed(text).owner, 'on');
});

test('every part of the front matter has its place in the file', () => {
  const text = writeRecord(NEW);
  const record = parsed(text);
  const shown = (path: string) => textAt(text, record.valueSpans.get(path) ?? { start: 0, end: 0 });
  assert.equal(shown('phase'), 'expand');
  assert.equal(shown('from.0'), 'DB_POOL');
  assert.equal(textAt(text, spanOf(record, ['expect', 'result'])), 'result');
  assert.equal(textAt(text, spanOf(record, ['expect', 'nothing'])), 'expect');
  assert.equal(textAt(text, record.frontMatterSpan).startsWith('---\n'), true);
  assert.equal(textAt(text, record.frontMatterSpan).endsWith('\n---'), true);
});

test('an attested environment, waivers and evidence are decoded; dates may be dates or texts', () => {
  const text = writeRecord(NEW).replace(
    'env: {}\nevidence: []\nwaive: {}',
    `env:
  production:
    has: [DB_POOL]
    equal: true
    valid: false
    stores: { "aws-ssm:/api": [DB_POOL] }
    attested: { by: "@on-call", "on": 2026-09-23, command: "aws ssm" }
    deployed: [{ reader: api, ref: v1.8.0, "on": "2026-09-24", by: "@on-call" }]
    waive: { G9: { reason: one region, by: "@on-call", "on": 2026-09-23 } }
evidence:
  - { gate: G10, by: "@on-call", "on": 2026-09-23, command: logs, result: none }
waive:
  G8: { reason: one replica, by: "@on-call", "on": 2026-09-23 }`,
  );
  const record = parsed(text);
  assert.deepEqual(recordValidator(record.data), []);
  assert.deepEqual(record.env.get('production'), {
    has: ['DB_POOL'],
    equal: true,
    valid: false,
    stores: new Map([['aws-ssm:/api', ['DB_POOL']]]),
    attested: { by: '@on-call', on: '2026-09-23', command: 'aws ssm' },
    deployed: [{ reader: 'api', ref: 'v1.8.0', on: '2026-09-24', by: '@on-call' }],
    waive: new Map([['G9', { reason: 'one region', by: '@on-call', on: '2026-09-23' }]]),
  });
  assert.equal(record.waive.get('G8')?.reason, 'one replica');
  assert.equal(record.evidence[0]?.gate, 'G10');
});

test('what is wrong with a record is said in our words', () => {
  const text = writeRecord(NEW)
    .replace('phase: expand', 'phase: expanding')
    .replace(/^owner: .*$/m, 'colour: red');
  const problems = recordValidator(parsed(text).data);
  assert.deepEqual(problems, [
    { path: ['owner'], message: '`owner` is missing: a text', missing: true },
    {
      path: ['phase'],
      message: '`phase` must be one of `draft`, `expand`, `migrate`, `contract`, `done`, `abandoned`',
      missing: false,
    },
    { path: ['colour'], message: '`colour` is not a field of a record', missing: false },
  ]);
});

test('texts that are no record give problems and claim nothing', () => {
  for (const text of [
    '',
    '---',
    '---\nphase: done',
    '# Only a heading',
    '---\n- a\n---\n',
    '---\na: [\n---\n',
  ]) {
    const record = parsed(text);
    assert.equal(record.id, '20260923-db-pool-size');
    assert.deepEqual(record.from, []);
    assert.ok(record.problems.length > 0 || recordValidator(record.data).length > 0, text);
  }
  assert.match(parsed('x').problems[0]?.message ?? '', /begins with front matter/);
  assert.match(parsed('---\nid: x\n').problems[0]?.message ?? '', /never ends/);
});

test('windows line endings give the same record', () => {
  const record = parsed(writeRecord(NEW).replaceAll('\n', '\r\n'));
  assert.equal(record.phase, 'expand');
  assert.deepEqual(record.problems, []);
  assert.match(record.sections.get('rollback')?.text ?? '', /^- expand/);
});

test('the records of a workspace are those in the folders of its services', async () => {
  const text = writeRecord(NEW);
  const snapshot = await snapshotOf({
    [PATH]: text,
    'backend/settings-migrations/20260101-a.md': text,
    'docs/20260101-b.md': text,
    'settings-migrations/README.md': '# Read me',
  });
  assert.deepEqual(
    recordsOf(snapshot).map((record) => record.file.path),
    ['backend/settings-migrations/20260101-a.md', PATH],
  );
});

test('an unquoted `on` is the name of a field, and not a boolean', () => {
  const text = writeRecord(NEW).replace(
    'waive: {}',
    'waive:\n  G8: { reason: seen in the deployment tool, by: "@on-call", on: 2026-09-24 }',
  );
  const record = parsed(text);
  assert.deepEqual(recordValidator(record.data), []);
  assert.equal(record.waive.get('G8')?.on, '2026-09-24');
});
