import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { deployOf, replicasOf, service } from './deploy.ts';

const OLD = ['name: str = "shop"', 'request_timeout: int = 30', 'debug: bool = False'];

/** What becomes of a service whose second field is written anew, with `REQUEST_TIMEOUT=120` set. */
function judged(to: readonly string[], env = 'REQUEST_TIMEOUT=120\n'): string | undefined {
  const report = deployOf({ from: service(OLD), to: service(to), untracked: { '.env': env } });
  return replicasOf(report).find((it) => it.startsWith('new/today'));
}

describe('a new field where another one stood', () => {
  it('may mean what that one meant, whatever its name', () => {
    assert.equal(
      judged(['name: str = "shop"', 'deadline: int = 30', 'debug: bool = False']),
      'new/today unknown: no-longer-read DEADLINE',
    );
  });

  it('may do so at the end of the class', () => {
    const report = deployOf({
      from: service(['name: str', 'wait: int = 30']),
      to: service(['name: str', 'deadline: int = 30']),
      untracked: { '.env': 'NAME=shop\nWAIT=120\n' },
    });
    assert.equal(replicasOf(report)[1], 'new/today unknown: no-longer-read DEADLINE');
  });

  it('loses nothing where its default is the value of today', () => {
    assert.equal(
      judged(['name: str = "shop"', 'deadline: int = 120', 'debug: bool = False']),
      'new/today yes',
    );
  });

  it('loses nothing where it is set', () => {
    const to = ['name: str = "shop"', 'deadline: int = 30', 'debug: bool = False'];
    assert.equal(judged(to, 'REQUEST_TIMEOUT=120\nDEADLINE=60\n'), 'new/today yes');
  });

  it('is another field where its type is another', () => {
    assert.equal(
      judged(['name: str = "shop"', 'region: str = "eu"', 'debug: bool = False']),
      'new/today yes',
    );
  });

  it('is another field where it stands elsewhere', () => {
    assert.equal(judged(['name: str = "shop"', 'debug: bool = False', 'workers: int = 4']), 'new/today yes');
  });

  it('is not known among several', () => {
    const to = ['name: str = "shop"', 'workers: int = 4', 'deadline: int = 30', 'debug: bool = False'];
    assert.equal(judged(to), 'new/today yes');
  });

  it('keeps by default what the code that runs loses with the values of the release', () => {
    const report = deployOf({
      from: { ...service(['db_pool: int = 50']), '.env': 'DB_POOL=50\n' },
      to: { ...service(['db_pool_limit: int = 50']), '.env': 'DB_POOL=10\n' },
      environments: ['development'],
    });
    const left = replicasOf(report).filter((it) => /^(?:running|rolled-back)\/release/.test(it));
    assert.deepEqual(
      left.map((it) => it.slice(it.indexOf(' ') + 1)),
      ['unknown: other-value DB_POOL', 'unknown: other-value DB_POOL'],
    );
  });

  it('is accepted with a reason', () => {
    const to = [
      'name: str = "shop"',
      'workers: int = 4  # crossfade: accept[remove] -- new',
      'debug: bool = False',
    ];
    assert.equal(judged(to), 'new/today yes: no-longer-read WORKERS (accepted)');
  });
});
