import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, describe, it } from 'node:test';
import type { Snapshot } from '../../server/src/core/snapshot.ts';
import { buildSnapshot, reloadFiles, rescan } from '../../server/src/host/build-snapshot.ts';

const made: string[] = [];
afterEach(() => {
  for (const folder of made.splice(0)) rmSync(folder, { recursive: true, force: true });
});

const SETTINGS = (config: string) => `from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    model_config = SettingsConfigDict(${config})

    page_size: int = 20
    api_key: str = ""
`;

async function open(files: Readonly<Record<string, string>>): Promise<{ root: string; snapshot: Snapshot }> {
  const root = realpathSync(mkdtempSync(join(tmpdir(), 'crossfade-named-')));
  made.push(root);
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  return { root, snapshot: await buildSnapshot(root, { trusted: false }) };
}

function read(snapshot: Snapshot): readonly string[] {
  return [...snapshot.files.values()]
    .filter((file) => !/\.(py|toml)$/.test(file.path))
    .map((file) => `${file.path}${file.tracked === false ? ' untracked' : ''}`)
    .sort();
}

describe('files that are read though git ignores them', () => {
  it('are those that a class names, with the environments beside them', async () => {
    const { snapshot } = await open({
      'app.py': SETTINGS('env_file="private/app.env"'),
      '.gitignore': 'private/\n',
      'private/app.env': 'PAGE_SIZE=1\n',
      'private/.env.staging': 'PAGE_SIZE=2\n',
      'private/notes.yaml': '',
    });
    assert.deepEqual(read(snapshot), ['private/.env.staging untracked', 'private/app.env untracked']);
  });

  it('are those that the configuration names, whatever they are called', async () => {
    const { snapshot } = await open({
      'app.py': SETTINGS(''),
      'crossfade.toml':
        '[environments.staging]\ndotenv = ["deploy/staging.values"]\nprocess = ["file:deploy/more.values"]\nsecrets = "deploy/secrets"\n',
      '.gitignore': 'deploy/\n',
      'deploy/staging.values': 'PAGE_SIZE=1\n',
      'deploy/more.values': 'PAGE_SIZE=1\n',
      'deploy/secrets/api_key': 'synthetic',
      'deploy/other': '',
    });
    assert.deepEqual(read(snapshot), [
      'deploy/more.values untracked',
      'deploy/secrets/api_key untracked',
      'deploy/staging.values untracked',
    ]);
  });

  it('are environment files, which are marked as untracked', async () => {
    const { snapshot } = await open({
      'app.py': SETTINGS(''),
      '.gitignore': '.env\n',
      '.env': '',
      '.env.prod': '',
    });
    assert.deepEqual(read(snapshot), ['.env untracked', '.env.prod']);
  });

  it('are none that `exclude` names', async () => {
    const { snapshot } = await open({
      'app.py': SETTINGS('env_file=["private/app.env", ".env"]'),
      'crossfade.toml': 'exclude = ["private", ".env"]\n',
      'private/app.env': '',
      '.env': '',
    });
    assert.deepEqual(read(snapshot), []);
  });

  it('are none outside of the root', async () => {
    const { snapshot, root } = await open({
      'inner/app.py': SETTINGS('env_file="../../passwd"'),
      passwd: 'A=1',
    });
    assert.deepEqual(read(snapshot), []);
    const inner = await buildSnapshot(join(root, 'inner'), { trusted: false });
    assert.deepEqual(read(inner), []);
  });

  it('are found when they appear later', async () => {
    const { root, snapshot } = await open({
      'app.py': SETTINGS('env_file="private/app.env"'),
      '.gitignore': 'private/\n',
    });
    assert.deepEqual(read(snapshot), []);
    mkdirSync(join(root, 'private'));
    writeFileSync(join(root, 'private/app.env'), 'PAGE_SIZE=1\n');
    writeFileSync(join(root, 'private/other.env'), 'PAGE_SIZE=1\n');
    const paths = ['private/app.env', 'private/other.env'];
    assert.deepEqual(read(reloadFiles(root, snapshot, paths)), ['private/app.env']);
    assert.ok(rescan(root, snapshot, new Set()).files.has('private/app.env'));
  });
});
