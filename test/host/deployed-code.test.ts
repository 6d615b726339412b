import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { pathToFileURL } from 'node:url';
import { recordState } from '../../server/src/core/features/migrations.ts';
import { deployedRefs } from '../../server/src/core/migration/deployed-versions.ts';
import { recordsOf } from '../../server/src/core/migration/record.ts';
import type { GivenVersion } from '../../server/src/core/snapshot.ts';
import { buildSnapshot } from '../../server/src/host/build-snapshot.ts';
import { recordHistory } from '../../server/src/host/record-history.ts';
import { withRefs } from '../../server/src/host/view-refs.ts';
import { commitAll, git, repository } from '../cli/git-repository.ts';
import { put, workspaceOnDisk } from '../cli/run.ts';

const settings = (field: string) => `from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    model_config = SettingsConfigDict(env_file=".env", extra="ignore")

    ${field}: int


settings = Settings()
`;

const RECORD = 'settings-migrations/20260901-db-pool-size.md';

const record = (phase: string, env = '{}') => `---
schema: 1
id: 20260901-db-pool-size
kind: rename
owner: "@team"
plan: env-first
phase: ${phase}
keep_old_for: 14d

from: [DB_POOL]
to: [DB_POOL_SIZE]
readers: [Settings]

env: ${env}
---
# Rename DB_POOL to DB_POOL_SIZE

## Rollback

- expand: nothing to do
`;

/** `v1` reads the old key and `v2` the new one, as the working tree does. */
function versions(): string {
  const root = repository({
    'pyproject.toml': '[project]\nname = "shop"\n',
    'settings.py': settings('db_pool'),
    'deploy.env': 'A=1\n',
    '.env.production': 'DB_POOL=5\nDB_POOL_SIZE=5\n',
    [RECORD]: record('expand'),
  });
  commitAll(root, 'v1');
  put(root, 'settings.py', settings('db_pool_size'));
  put(root, RECORD, record('migrate'));
  commitAll(root, 'v2');
  return root;
}

/** What G8 and G9 say of production on the way to `contract`. */
async function gates(root: string, ...deployed: readonly GivenVersion[]): Promise<readonly string[]> {
  const stated = { ...(await buildSnapshot(root, { trusted: true })), deployed };
  const snapshot = withRefs(root, stated, deployedRefs(stated), 'code');
  const [open] = recordsOf(snapshot);
  assert.ok(open);
  const answer = recordState(snapshot, open, 'next');
  assert.ok(answer.ok, answer.ok ? '' : answer.message);
  return answer.state.gates
    .filter((it) => (it.id === 'G8' || it.id === 'G9') && it.environment === 'production')
    .map((it) => `${it.id} ${it.verdict}: ${it.reason}`);
}

const runs = (ref: string, reader?: string): GivenVersion => ({
  environment: 'production',
  ref,
  ...(reader === undefined ? {} : { reader }),
});

const folders: string[] = [];
after(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

function clone(of: string, ...options: readonly string[]): string {
  const root = mkdtempSync(join(tmpdir(), 'crossfade-clone-'));
  folders.push(root);
  git(root, 'clone', '--quiet', ...options, pathToFileURL(of).href, 'clone');
  return join(root, 'clone');
}

describe('what runs, where git has to be asked', () => {
  it('is judged by the oldest version', async () => {
    const root = versions();
    assert.match((await gates(root, runs('v2')))[0] ?? '', /^G8 yes: `v2`/);
    assert.match(
      (await gates(root, runs('v2', 'api'), runs('v1', 'worker')))[0] ?? '',
      /^G8 no: `v1`.* as `worker`/,
    );
  });

  it('is unknown for a tag that does not exist, and fetching is named', async () => {
    const [g8, g9] = await gates(versions(), runs('v9'));
    assert.match(
      g8 ?? '',
      /^G8 unknown: `v9` names no commit here; `git fetch --tags` brings what the server has$/,
    );
    assert.match(g9 ?? '', /^G9 unknown: the time begins once .*`v9` names no commit here/);
  });

  it('is unknown in a shallow clone that does not have it', async () => {
    const shallow = clone(versions(), '--depth', '1', '--no-tags');
    for (const gate of await gates(shallow, runs('v1')))
      assert.match(
        gate,
        /unknown: .*`v1` names no commit here; this is a shallow clone: `git fetch --unshallow --tags` brings the rest$/,
      );
    assert.match((await gates(shallow, runs('HEAD')))[0] ?? '', /^G8 yes/);
  });

  it('is unknown outside of a repository', async () => {
    const root = workspaceOnDisk({
      'pyproject.toml': '[project]\nname = "shop"\n',
      'settings.py': settings('db_pool_size'),
      '.env.production': 'DB_POOL=5\nDB_POOL_SIZE=5\n',
      [RECORD]: record('migrate'),
    });
    assert.match(
      (await gates(root, runs('v1')))[0] ?? '',
      /^G8 unknown: this folder is in no repository that git reads: this needs a clone$/,
    );
  });

  it('is unknown in a repository without a commit', async () => {
    const root = repository({
      'pyproject.toml': '[project]\nname = "shop"\n',
      'settings.py': settings('db_pool_size'),
      '.env.production': 'DB_POOL=5\nDB_POOL_SIZE=5\n',
      [RECORD]: record('migrate'),
    });
    assert.match((await gates(root, runs('HEAD')))[0] ?? '', /^G8 unknown: `HEAD` names no commit here/);
  });

  it('is what was committed, whatever lies changed in the working tree', async () => {
    const root = versions();
    put(root, 'settings.py', settings('db_pool'));
    assert.match((await gates(root, runs('v2')))[0] ?? '', /^G8 yes: `v2`/);
    assert.match((await gates(root, runs('v1')))[0] ?? '', /^G8 no: `v1`/);
  });

  it('is unknown where the record alone says it and that is long ago', async () => {
    const root = versions();
    const at = (on: string) =>
      put(
        root,
        RECORD,
        record(
          'migrate',
          `\n  production:\n    deployed: [{reader: Settings, ref: v2, "on": ${on}, by: "@ops"}]`,
        ),
      );
    at('2020-01-01');
    assert.match((await gates(root))[0] ?? '', /^G8 unknown: .*was written down \d+ days ago in the record/);
    at(new Date().toISOString().slice(0, 10));
    assert.match((await gates(root))[0] ?? '', /^G8 yes: `v2`/);
  });
});

describe('the history of a record', () => {
  const historyOf = async (root: string) => {
    const snapshot = await buildSnapshot(root, { trusted: true });
    const [own] = recordsOf(snapshot);
    assert.ok(own);
    return recordHistory(root, snapshot, own);
  };

  it('has what was committed without it as well, where a line names a key', async () => {
    const root = versions();
    put(root, 'deploy.env', 'A=1\nDB_POOL_SIZE=5\n');
    commitAll(root, 'values');
    put(root, 'deploy.env', 'A=2\nDB_POOL_SIZE=5\n');
    put(root, 'other.env', 'MY_DB_POOL_SIZES=1\n');
    commitAll(root, 'unrelated');
    put(root, 'worker.py', 'print(settings.db_pool)\n');
    commitAll(root, 'late');
    const found = await historyOf(root);
    assert.deepEqual(found.files, ['.env.production', 'deploy.env', 'pyproject.toml', 'settings.py']);
    assert.deepEqual(
      found.apart.map((it) => it.files),
      [['deploy.env'], ['worker.py']],
    );
    assert.deepEqual(found.apart[0]?.commit, git(root, 'rev-parse', 'values').trim().slice(0, 12));
    assert.equal(found.tag, 'v2');
  });

  it('ends with the commit by which the record is done, and takes no tag that moves for a release', async () => {
    const root = versions();
    put(
      root,
      'pyproject.toml',
      '[project]\nname = "shop"\n\n[tool.crossfade.environments.production]\ndeployed = "tag:live"\n',
    );
    put(root, RECORD, record('done'));
    commitAll(root, 'live');
    put(root, 'deploy.env', 'DB_POOL=1\n');
    commitAll(root, 'v3');
    const found = await historyOf(root);
    assert.deepEqual([found.apart, found.tag], [[], 'v3']);
  });

  it('is refused where the record is not committed', async () => {
    const root = repository({
      'pyproject.toml': '[project]\nname = "shop"\n',
      'settings.py': settings('db_pool'),
    });
    commitAll(root, 'v1');
    put(root, RECORD, record('expand'));
    await assert.rejects(
      historyOf(root),
      /20260901-db-pool-size\.md is not committed: files, commits and dates are not known/,
    );
  });
});
