import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { hover } from '../../server/src/core/features/hover.ts';
import { settingsClass } from '../binding/settings-class.ts';
import { workspace } from '../workspace.ts';

const FILES = {
  'settings.py': settingsClass('env_file=(".env", "shared.env")', 'port: int = 80'),
  'pyproject.toml': '[project]\nname = "app"\n',
  '.env': 'PORT=1\n',
  'shared.env': 'PORT=2\n',
  'compose.yaml': 'services:\n  api:\n    build: .\n    environment:\n      PORT: "3"\n',
};

function said(files: Readonly<Record<string, string>>, path: string, word: string): readonly string[] {
  const offset = files[path]?.indexOf(word) ?? -1;
  assert.ok(offset >= 0);
  return hover(workspace(files), path, offset)?.markdown.split('\n') ?? [];
}

describe('the hover', () => {
  it('names the winner in each environment and what it overrides', () => {
    assert.ok(
      said(FILES, 'settings.py', 'port: int').includes(
        '| development | `3` | `compose.yaml:5` over `shared.env:1`, `.env:1` |',
      ),
    );
  });

  it('says of a line to what it gives way', () => {
    const gives = (path: string) => said(FILES, path, 'PORT').filter((it) => it.startsWith('This line'));
    assert.deepEqual(gives('.env'), ['This line gives way to `compose.yaml:5` in development']);
    assert.deepEqual(gives('shared.env'), ['This line gives way to `compose.yaml:5` in development']);
    const { 'compose.yaml': _compose, ...files } = FILES;
    assert.deepEqual(
      said(files, 'shared.env', 'PORT').filter((it) => it.startsWith('This line')),
      [],
    );
  });

  it('says so of a line that another line of its file hides', () => {
    const files = { ...FILES, 'shared.env': '', '.env': 'PORT=1\nport=2\n', 'compose.yaml': '' };
    assert.ok(said(files, '.env', 'PORT').includes('This line gives way to `.env:2` in development'));
  });

  it('shows what was guessed', () => {
    const files = {
      ...FILES,
      'settings.py': settingsClass('env_file=".env"', 'port: int = 80'),
      '.env.staging': 'PORT=4\n',
    };
    assert.ok(
      said(files, '.env.staging', 'PORT').includes(
        'Assumed in staging: `.env.staging` takes the place of `.env`',
      ),
    );
  });
});
