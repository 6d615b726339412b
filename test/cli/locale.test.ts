import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { resolve } from 'node:path';
import { it } from 'node:test';
import { exampleCopy, put } from './run.ts';

const PLACES: readonly Readonly<Record<string, string>>[] = [
  { TZ: 'UTC', LC_ALL: 'C' },
  { TZ: 'Asia/Kolkata', LC_ALL: 'tr_TR.UTF-8', LANG: 'tr_TR.UTF-8' },
  { TZ: 'America/St_Johns', LC_ALL: 'de_DE.UTF-8', LANG: 'de_DE.UTF-8' },
];

it('says the same in every time zone and language (F46)', () => {
  const root = exampleCopy();
  put(root, '.env', 'PAYMENTS_API_KEY=x\nPAGE_SIZE=1,5\nLOG_LEVEL=INFO\nDB_POOL=i\nPAGE_SIZE=2\n');
  for (const args of [
    ['check', '--format', 'json'],
    ['resolve', '--format', 'json'],
    ['plan', 'rename', 'DB_POOL', 'DB_POOL_SIZE'],
  ]) {
    const said = PLACES.map((place) => {
      const run = spawnSync(process.execPath, [resolve('bin/crossfade.mjs'), ...args], {
        cwd: root,
        env: { PATH: process.env.PATH, HOME: root, ...place },
        encoding: 'utf8',
      });
      assert.ok(run.status === 0 || run.status === 1, run.stderr);
      return `${run.stdout}${run.stderr}`.replace(/"durationMs": \d+/, '');
    });
    assert.equal(said[1], said[0], args.join(' '));
    assert.equal(said[2], said[0], args.join(' '));
  }
});
