import assert from 'node:assert/strict';
import { chmodSync, mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { Analysis } from '../../server/src/core/analysis.ts';
import { buildSnapshot, reloadFiles } from '../../server/src/host/build-snapshot.ts';

const isWindows = process.platform === 'win32';
let root = '';

beforeEach(() => {
  root = realpathSync(mkdtempSync(join(tmpdir(), 'crossfade-modes-')));
  chmodSync(root, 0o755);
  mkdirSync(join(root, 'app'));
  chmodSync(join(root, 'app'), 0o755);
  writeFileSync(
    join(root, 'app', 'settings.py'),
    'from pydantic_settings import BaseSettings, SettingsConfigDict\n\n\nclass Settings(BaseSettings):\n    model_config = SettingsConfigDict(env_file=".env")\n\n    api_token: str\n',
  );
  writeFileSync(join(root, '.gitignore'), '.env*\n');
  writeFileSync(join(root, '.env.production'), 'API_TOKEN=synthetic-token-of-this-test\n');
  chmodSync(join(root, '.env.production'), 0o644);
});
afterEach(() => {
  chmodSync(root, 0o755);
  rmSync(root, { recursive: true, force: true });
});

async function readable(path = '.env.production'): Promise<boolean> {
  const snapshot = await buildSnapshot(root, { trusted: false });
  return snapshot.files.get(path)?.worldReadable === true;
}

/** Systems without modes claim nothing. */
const claimed = !isWindows;

describe('a file that every account may read', () => {
  it('is one that lets others read, in folders that let them in', async () => {
    assert.equal(await readable(), claimed);
    chmodSync(join(root, '.env.production'), 0o640);
    assert.equal(await readable(), false, 'its own mode');
    chmodSync(join(root, '.env.production'), 0o644);
    chmodSync(root, 0o750);
    assert.equal(await readable(), false, 'the mode of a folder above');
  });

  it('is not claimed where everything is granted to everybody, as file systems without modes say', async () => {
    chmodSync(join(root, '.env.production'), 0o777);
    assert.equal(await readable(), claimed, 'the folder has a mode of its own');
    chmodSync(root, 0o777);
    assert.equal(await readable(), false);
  });

  it('is not asked of files that git does not ignore, as long as git is not asked', async () => {
    chmodSync(join(root, 'app', 'settings.py'), 0o644);
    assert.equal(await readable('app/settings.py'), false);
  });

  it('is found by its rule, and no longer after `chmod 600`', async () => {
    const before = await buildSnapshot(root, { trusted: false });
    const found = (snapshot: typeof before) =>
      new Analysis(snapshot)
        .diagnostics('.env.production')
        .filter((it) => it.rule === 'world-readable-secret')
        .map((it) => it.severity);
    assert.deepEqual(found(before), claimed ? ['warning'] : []);
    chmodSync(join(root, '.env.production'), 0o600);
    assert.deepEqual(found(reloadFiles(root, before, ['.env.production'])), []);
  });
});
