import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { deployOf, replicasOf, service } from './deploy.ts';

const LIMIT =
  'db_pool_limit: int = Field(default=5, validation_alias=AliasChoices("db_pool_limit", "db_pool"))';

/** What becomes of old code that starts with the values of the release. */
function left(from: readonly string[], today: string, to: readonly string[], release: string) {
  const report = deployOf({
    from: { ...service(from), '.env': today },
    to: { ...service(to), '.env': release },
    environments: ['development'],
  });
  return replicasOf(report)
    .filter((it) => /^(?:running|rolled-back)\/release/.test(it))
    .map((it) => it.slice(it.indexOf(' ') + 1));
}

describe('the values of the release, for the code that runs', () => {
  it('lose what only the new default keeps', () => {
    assert.deepEqual(left(['db_pool: int = 20'], 'DB_POOL=10\n', ['db_pool: int = 10'], ''), [
      'unknown: key-gone DB_POOL',
      'unknown: key-gone DB_POOL',
    ]);
  });

  it('are other ones where a key that only the new code prefers keeps those of today', () => {
    const today = 'DB_POOL=5\nDB_POOL_LIMIT=5\n';
    assert.deepEqual(left(['db_pool: int = 5'], today, [LIMIT], 'DB_POOL=10\nDB_POOL_LIMIT=5\n'), [
      'unknown: other-value DB_POOL',
      'unknown: other-value DB_POOL',
    ]);
  });

  it('are meant where they change for both', () => {
    assert.deepEqual(left(['db_pool: int = 20'], 'DB_POOL=10\n', ['db_pool: int = 30'], ''), ['yes', 'yes']);
    const both = left(['db_pool: int = 5'], 'DB_POOL=5\n', [LIMIT], 'DB_POOL=10\nDB_POOL_LIMIT=10\n');
    assert.deepEqual(both, ['yes', 'yes']);
  });
});
