import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { cacheMismatches, cacheRuleOf } from '../../server/src/core/migration/checklist/cache-rule.ts';
import { checklistItem, checklistOf } from '../../server/src/core/migration/checklist/checklist.ts';
import { checklistLines } from '../../server/src/core/migration/checklist/checklist-items.ts';
import { connectionsOf } from '../../server/src/core/migration/checklist/connections.ts';
import {
  missingChecks,
  missingEvidence,
} from '../../server/src/core/migration/checklist/missing-evidence.ts';
import { gateRecordComplete } from '../../server/src/core/migration/gates-code.ts';
import { parseRecord, type RecordFile } from '../../server/src/core/migration/record.ts';
import { sourceFile } from '../../server/src/core/text/source-file.ts';
import { compilePattern } from '../../server/src/host/pattern-compiler.ts';

function record(tags: readonly string[], checklist: readonly string[], lineEnd = '\n'): RecordFile {
  const lines = [
    '---',
    'id: "20260923-x"',
    'owner: "@team"',
    'phase: expand',
    `tags: [${tags.join(', ')}]`,
    'expect: { result: same, command: crossfade gates }',
    '---',
    '## Rollback',
    '',
    '- expand: redeploy',
    '',
    '## Checklist',
    '',
    ...checklist,
    '',
    '## Final notes',
    '',
    'Reason: done',
  ];
  return parseRecord(sourceFile('settings-migrations/20260923-x.md', lines.join(lineEnd)));
}

const TAGS = ['database', 'cache', 'security'];
const RELEASE = [
  '- [x] lint (commit, and a link where there is one): 4f2a91c0',
  '- [x] unit tests: https://ci.example/runs/7 (4f2a91c0)',
  '- [x] integration check: the environment of staging starts, 2026-09-23',
  '* [X] staging configuration: starts, 2026-09-23',
  '- release tag: v1.9.0',
];

describe('the checklist of a record', () => {
  it('is written so that every item is found again, and none is answered', () => {
    for (const end of ['\n', '\r\n', '\r']) {
      const it = record(TAGS, checklistLines(TAGS), end);
      assert.equal(checklistOf(it).length, 19);
      assert.deepEqual(missingChecks(it).map((m) => [m.name, m.reason])[0], ['lint', 'is not filled in']);
      assert.equal(missingChecks(it).length, 5);
      assert.deepEqual(
        missingEvidence(it)
          .map((m) => `${m.block} ${m.name} ${m.reason}`)
          .filter((m) => !m.endsWith(' is not filled in')),
        [],
      );
      assert.equal(missingEvidence(it).length, 14);
    }
  });

  it('gives places of boxes and values', () => {
    const it = record([], RELEASE);
    const text = (span: { start: number; end: number } | undefined) =>
      span && it.file.text.slice(span.start, span.end);
    const item = checklistItem(it, 'release', 'unit tests');
    assert.deepEqual(
      [text(item?.valueSpan), text(item?.boxSpan), text(item?.span)],
      ['https://ci.example/runs/7 (4f2a91c0)', 'x', 'unit tests: https://ci.example/runs/7 (4f2a91c0)'],
    );
    const empty = checklistItem(record([], ['- [ ] lint:']), 'release', 'lint');
    assert.ok(empty);
    assert.equal(empty.valueSpan.start, empty.valueSpan.end);
  });

  it('says what is missing of what a release needs', () => {
    assert.deepEqual(missingChecks(record([], RELEASE)), []);
    const open = record(
      [],
      [
        '- [ ] lint: 4f2a91c0',
        '- [x] unit tests: fine',
        '- [x] release tag: TODO',
        '- [x] staging configuration',
      ],
    );
    assert.deepEqual(
      missingChecks(open).map((it) => `${it.name} ${it.reason}`),
      [
        'lint is not ticked',
        'unit tests names no commit',
        'integration check is not in the checklist',
        'staging configuration is not filled in',
        'release tag is not filled in',
      ],
    );
  });

  it('asks for evidence by tag, in its own block', () => {
    const it = record(
      ['security'],
      ['- [x] secrets: in vault', '', '### Security (reviewed)', '', '- [x] permissions: ops'],
    );
    assert.deepEqual(
      missingEvidence(it).map((m) => m.name),
      ['secrets', 'headers', 'upload limits', 'logging'],
    );
    assert.deepEqual(missingEvidence(record(['content'], [])), []);
  });

  it('holds contract back, and asks for the release only at the end', () => {
    const it = record(['security'], []);
    assert.equal(gateRecordComplete(it, 'migrate', [], [])[0]?.verdict, 'yes');
    const [contract] = gateRecordComplete(it, 'contract', [], []);
    assert.equal(contract?.verdict, 'no');
    assert.match(
      contract?.reason ?? '',
      /`upload limits` of the block `security`, which is not in the checklist/,
    );
    assert.equal(gateRecordComplete(record([], RELEASE), 'done', [], [])[0]?.verdict, 'yes');
    assert.match(
      gateRecordComplete(record([], []), 'done', [], [])[0]?.reason ?? '',
      /`release tag` of the checklist/,
    );
  });
});

describe('the connections of a roll', () => {
  const worked = (value: string) =>
    connectionsOf(record(['database'], ['### Database', `- [x] connections: ${value}`]));

  it('are counted for old and new replicas together', () => {
    assert.deepEqual(worked('replicas=4 pool=20 limit=200'), {
      replicas: 4,
      pool: 20,
      surge: 4,
      other: 0,
      limit: 200,
      duringRoll: 160,
      fits: true,
    });
    assert.equal(worked('replicas=4, pool=25, limit=200')?.fits, false);
    assert.equal(worked('replicas=4 surge=1 pool=25 other=60 limit=200')?.duringRoll, 185);
  });

  it('are undecided without the three numbers', () => {
    for (const value of [
      '',
      'plenty',
      'replicas=4 pool=20',
      'replicas=4 pool=x limit=9',
      'pool=1 pool=2 replicas=1 limit=9',
    ])
      assert.equal(worked(value), undefined, value);
  });

  it('are missing evidence where they do not fit', () => {
    const it = record(['database'], ['### Database', '- [x] connections: replicas=4 pool=50 limit=200']);
    assert.equal(
      missingEvidence(it).find((m) => m.name === 'connections')?.reason,
      'needs 400 during a roll, and the server allows 200',
    );
  });
});

describe('the cache rule of a record', () => {
  const cache = (...lines: string[]) => cacheRuleOf(record(['cache'], ['### Cache', ...lines]));

  it('runs its pattern on the examples', () => {
    const rule = cache(
      '- [x] rule: product pages',
      '- [x] pattern (a path with `*`, or more): `/products/*`',
      '- [x] cached: `/products/42`, /products, /products/a/b',
      '- [x] not cached: /account, `/products/42/reviews/mine`',
    );
    const found = cacheMismatches(rule, compilePattern);
    assert.deepEqual(
      found?.map((it) => [it.example.path, it.cached]),
      [
        ['/products', true],
        ['/products/42/reviews/mine', false],
      ],
    );
  });

  it('takes a pattern that begins with ^ for a regular expression, and nothing else', () => {
    const lines = ['- [x] cached: /a.css, /b.css', '- [x] not cached: /aXcss'];
    assert.deepEqual(cacheMismatches(cache('- [x] pattern: ^/[ab]\\.css$', ...lines), compilePattern), []);
    assert.equal(cacheMismatches(cache('- [x] pattern: /?.css', ...lines), compilePattern)?.length, 2);
    assert.equal(cacheMismatches(cache('- [x] pattern: ^/(', ...lines), compilePattern), undefined);
    assert.equal(cacheMismatches(cache(...lines), compilePattern), undefined);
  });

  it('stands where it is written', () => {
    const it = record(['cache'], ['### Cache', '- [ ] not cached: /a,  `/b`']);
    const { notCached } = cacheRuleOf(it);
    assert.deepEqual(
      notCached.map(({ path, span }) => [path, it.file.text.slice(span.start, span.end)]),
      [
        ['/a', '/a'],
        ['/b', '/b'],
      ],
    );
  });
});
