import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { countShimLines } from '../../server/src/core/migration/evidence/count-shim-lines.ts';
import { judgeEvidence, recordedVerdict } from '../../server/src/core/migration/evidence/judge-evidence.ts';
import { logDay } from '../../server/src/core/migration/evidence/log-date.ts';

const TODAY = '2026-09-23';

describe('the day of a line', () => {
  const cases: readonly (readonly [string, string | undefined])[] = [
    ['2026-09-20 10:00:00,123 WARNING app DB_POOL is deprecated', '2026-09-20'],
    ['2026-09-20T10:00:00.123456789Z stdout F DB_POOL', '2026-09-20'],
    ['{"level": "warning", "timestamp": "2026-09-20T10:00:00+02:00", "event": "x"}', '2026-09-20'],
    ['10.0.0.1 - - [05/Sep/2026:10:00:00 +0000] "GET / HTTP/1.1" 200', '2026-09-05'],
    ['Sep  5 10:00:00 host app[1]: x', '2026-09-05'],
    ['Dec 31 10:00:00 host app[1]: x', '2025-12-31'],
    ['<14>Sep 23 10:00:00 host app: x', '2026-09-23'],
    ['{"ts": 1789898400.25, "msg": "x"}', '2026-09-20'],
    ['{"time":1789898400000,"msg":"x"}', '2026-09-20'],
    ['WARNING:app.settings:DB_POOL is deprecated', undefined],
    ['2026-02-30 10:00:00 x', undefined],
    ['release 2026-09-20 of 12026-09-20 10:00', undefined],
    ['Foo 20 10:00:00 x', undefined],
  ];
  for (const [line, day] of cases) it(line, () => assert.equal(logDay(line, TODAY), day));
});

describe('the lines of a shim', () => {
  const log = [
    '2026-09-20 10:00:00,1 WARNING app DB_POOL is deprecated, set DB_POOL_SIZE',
    '{"timestamp":"2026-09-20T11:00:00Z","message":"DB_POOL is deprecated, set DB_POOL_SIZE"}',
    '2026-09-21 10:00:00,1 WARNING app DB_POOL and DB_POOL_SIZE differ; DB_POOL_SIZE is used',
    '2026-09-21 10:00:00,1 WARNING app MY_DB_POOL is deprecated, set X',
    '2026-09-21 10:00:00,1 WARNING app DB_POOL_SIZE is deprecated, set X',
    '2026-09-22 10:00:00,1 INFO app the DB_POOL setting',
    'WARNING:app:LEGACY no longer has any effect; remove it',
    '',
  ].join('\r\n');

  it('count for each key of a list that is used, and for no other', () => {
    const list = [
      'WARNING:app:DB_HOST, DB_PORT are deprecated, set DB_URL, DB_TLS',
      'WARNING:app:DB_HOST, DB_PORT and DB_URL, DB_TLS differ; DB_URL, DB_TLS are used',
      'WARNING:app:DB_URL, DB_TLS are not complete; DB_HOST, DB_PORT are used',
      'WARNING:app:MODE has its old spelling',
      'WARNING:app:POOL does not satisfy the constraint to come',
    ].join('\n');
    const keys = ['DB_HOST', 'DB_PORT', 'DB_URL', 'DB_TLS', 'MODE', 'POOL', 'PORT', 'DB'];
    const count = countShimLines(list, keys, { today: TODAY });
    assert.deepEqual(
      count.keys.map((it) => it.lines),
      [3, 3, 0, 0, 1, 1, 0, 0],
    );
  });

  it('are counted per key and day', () => {
    const count = countShimLines(log, ['DB_POOL', 'LEGACY', 'OTHER'], { today: TODAY });
    assert.equal(count.read, 7);
    assert.deepEqual(count.period, { first: '2026-09-20', last: '2026-09-22' });
    assert.deepEqual(
      count.keys.map(({ key, lines, days }) => [key, lines, [...days]]),
      [
        [
          'DB_POOL',
          3,
          [
            ['2026-09-20', 2],
            ['2026-09-21', 1],
          ],
        ],
        ['LEGACY', 1, [['undated', 1]]],
        ['OTHER', 0, []],
      ],
    );
    assert.deepEqual(judgeEvidence(count, 1), {
      verdict: 'no',
      reason: 'used: DB_POOL 3× (last 2026-09-21), LEGACY 1× (last without a date)',
    });
  });

  it('of earlier days are left out, those without a date are not', () => {
    const count = countShimLines(log, ['DB_POOL', 'LEGACY'], { today: TODAY, since: '2026-09-22' });
    assert.deepEqual(
      count.keys.map((it) => it.lines),
      [0, 1],
    );
    assert.equal(count.read, 2);
  });

  it('prove disuse only over a time that is known and long enough', () => {
    const judged = (text: string, days: number) =>
      judgeEvidence(countShimLines(text, ['DB_POOL'], { today: TODAY }), days).verdict;
    const two = '2026-09-20 10:00:00 a\n2026-09-21 09:00:00 b\n';
    assert.equal(judged(two, 2), 'yes');
    assert.equal(judged(two, 3), 'unknown');
    assert.equal(judged('INFO a\n', 1), 'unknown');
    assert.equal(judged('\n\n', 1), 'unknown');
  });

  it('are judged again from what was recorded', () => {
    assert.equal(recordedVerdict('no: used'), 'no');
    assert.equal(recordedVerdict('Unknown'), 'unknown');
    assert.equal(recordedVerdict('nothing seen in 14 days'), 'yes');
    assert.equal(recordedVerdict(undefined), 'yes');
  });
});
