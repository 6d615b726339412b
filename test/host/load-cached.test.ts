import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';

const LOADER = new URL('../../server/src/host/load-cached.js', import.meta.url).href;

describe('a bundle that is loaded with compiled code', () => {
  const folder = mkdtempSync(join(tmpdir(), 'crossfade-code-'));
  const cache = join(folder, 'cache');
  const bundle = join(folder, 'bundle.cjs');
  after(() => rmSync(folder, { recursive: true, force: true }));

  const load = () => {
    const program = `import { loadCached } from ${JSON.stringify(LOADER)};
      process.stdout.write(JSON.stringify(loadCached(${JSON.stringify(bundle)})));`;
    const args = ['--input-type=module', '--eval', program];
    const text = execFileSync(process.execPath, args, {
      encoding: 'utf8',
      env: { ...process.env, CROSSFADE_CACHE: cache },
    });
    return JSON.parse(text);
  };
  const write = (value: number) =>
    writeFileSync(
      bundle,
      `exports.value = ${value}; exports.file = __filename; exports.join = typeof require('node:path').join;`,
    );

  it('gives the same with and without a cache', () => {
    write(1);
    const expected = { value: 1, file: bundle, join: 'function' };
    assert.deepEqual(load(), expected);
    assert.notEqual(readdirSync(cache, { recursive: true }).length, 0);
    assert.deepEqual(load(), expected);
  });

  it('is the bundle of now, though it has the length of the one before', () => {
    write(2);
    assert.equal(load().value, 2);
    assert.equal(load().value, 2);
  });

  it('does not need the cache to be whole, or to be there', () => {
    for (const name of readdirSync(join(cache, 'code')))
      rmSync(join(cache, 'code', name), { recursive: true });
    load();
    for (const name of readdirSync(join(cache, 'code'), { recursive: true, withFileTypes: true }))
      if (name.isFile()) writeFileSync(join(name.parentPath ?? name.path, name.name), 'broken');
    assert.equal(load().value, 2);
    rmSync(cache, { recursive: true });
    writeFileSync(cache, 'a file where the folder should be');
    assert.equal(load().value, 2);
    rmSync(cache);
    mkdirSync(cache);
    assert.equal(load().value, 2);
  });
});
