import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { gzipSync } from 'node:zlib';
import { crossfade, put, workspaceOnDisk } from './run.ts';

const SETTINGS = `from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    model_config = SettingsConfigDict(env_file=".env", extra="ignore")

    db_pool: int = Field(5, deprecated="use \`db_pool_size\`", json_schema_extra={"x-until": "2020-01-01"})
    db_pool_size: int = 5


settings = Settings()
`;

describe('a date that has passed', () => {
  const root = workspaceOnDisk({
    'pyproject.toml': '[project]\nname = "shop"\n',
    'settings.py': SETTINGS,
    '.env': '# nothing\n',
  });
  const check = (...args: readonly string[]) => crossfade(['check', ...args], { cwd: root });

  it('fails no build by itself, at whatever level', () => {
    const run = check('--fail-level', 'hint');
    assert.match(run.out, /deprecation-overdue/);
    assert.equal(run.status, 0, run.out);
    assert.match(
      run.error,
      /1 finding only of dates that have passed; --fail-on-overdue makes the exit status 1/,
    );
  });

  it('fails it where that is asked for', () => {
    assert.equal(check('--fail-on-overdue').status, 1);
    assert.equal(check('--fail-on-overdue', '--exit-zero').status, 0);
  });
});

describe('evidence in several logs', () => {
  const root = workspaceOnDisk({
    'pyproject.toml': '[project]\nname = "shop"\n',
    'settings.py': SETTINGS,
    '.env': 'DB_POOL=1\n',
    'settings-migrations/20260901-db-pool-size.md': `---
schema: 1
id: 20260901-db-pool-size
kind: rename
owner: "@team"
plan: env-first
phase: migrate
from: [DB_POOL]
to: [DB_POOL_SIZE]
---
# Rename DB_POOL to DB_POOL_SIZE
`,
  });
  const gates = (input: string, ...files: readonly string[]) =>
    crossfade(['gates', '--days', '3', ...files.flatMap((it) => ['--evidence', it])], { cwd: root, input });

  it('is counted as one, standard input included', () => {
    put(root, 'a.log', '2026-09-20 10:00:00,1 INFO app started\n');
    put(root, 'b.log', '{"timestamp":"2026-09-21T10:00:00Z","message":"started"}');
    assert.match(gates('', 'a.log', 'b.log').out, /G10 unknown: 0 lines .* 3 days are needed, these are 2/);
    const run = gates('2026-09-22 10:00:00,1 INFO app started\n', 'a.log', 'b.log', '-');
    assert.match(run.out, /G10 yes: 0 lines for DB_POOL among 3 from 2026-09-20 to 2026-09-22/);
    assert.equal(run.status, 0);
  });

  it('is not read from a compressed file, and says so', () => {
    put(root, 'old.log.gz', gzipSync('2026-09-20 10:00:00,1 INFO app started\n'));
    const run = gates('', 'old.log.gz');
    assert.equal(run.status, 2);
    assert.match(
      run.error,
      /`old\.log\.gz` is compressed: `gzip -dc FILE \| crossfade … --evidence -` reads it/,
    );
  });
});
