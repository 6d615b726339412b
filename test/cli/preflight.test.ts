import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { assertOutput } from '../outputs/assert-output.ts';
import { PREFLIGHT } from '../outputs/preflight.ts';
import { commitAll, repository } from './git-repository.ts';
import { crossfade, folder, golden, json, put, workspaceOnDisk } from './run.ts';

const settings = (lines: readonly string[]) => `from pydantic import SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    model_config = SettingsConfigDict(env_file=".env", extra="ignore")

${lines.map((it) => `    ${it}\n`).join('')}

settings = Settings()
`;

/** Two versions, `v1` and `v2`, of a service whose production values git does not know. */
function versions(): string {
  const root = repository({
    'pyproject.toml': '[project]\nname = "shop"\n',
    '.gitignore': '.env*\n',
    'settings.py': settings(['db_pool: int', 'timeout: int = 5', 'api_key: SecretStr']),
    '.env.production': 'DB_POOL=20\nAPI_KEY=canary-one\n',
    '.env.staging': 'DB_POOL=20\nDB_POOL_SIZE=20\nTIMEOUT=5\nAPI_KEY=canary-two\n',
  });
  commitAll(root, 'v1');
  put(root, 'settings.py', settings(['db_pool_size: int', 'timeout: int = 10', 'api_key: SecretStr']));
  commitAll(root, 'v2');
  return root;
}

interface Report {
  readonly from: string;
  readonly to: string;
  readonly deploy: string;
  readonly readers: readonly { readonly environment: string; readonly deploy: string }[];
  readonly notes: readonly string[];
}

const ASKED = ['preflight', '--from', 'v1', '--to', 'v2'];

describe('preflight', () => {
  const cwd = versions();

  for (const format of ['text', 'markdown', 'github'] as const) {
    it(`says which replica breaks, and what to add first, as ${format}`, () => {
      const run = crossfade([...ASKED, '--format', format], { cwd });
      assert.deepEqual([run.status, run.error], [1, '']);
      assert.doesNotMatch(run.out, /canary/);
      golden(`preflight.${format === 'markdown' ? 'md' : `${format}.txt`}`, run.out);
    });
  }

  it('has JSON in the documented shape', () => {
    const report = json(ASKED, 1, { cwd });
    assertOutput(report, PREFLIGHT);
    golden('preflight.json', `${JSON.stringify(report, undefined, 2)}\n`);
  });

  it('looks at the environments that are named, and knows no other', () => {
    const one = json([...ASKED, '--environment', 'staging'], 0, { cwd }) as Report;
    assert.deepEqual(
      one.readers.map((it) => [it.environment, it.deploy]),
      [['staging', 'yes']],
    );
    const run = crossfade([...ASKED, '--environment', 'nowhere'], { cwd });
    assert.deepEqual([run.status, run.out], [2, '']);
    assert.match(run.error, /^crossfade: there is no environment `nowhere`/);
  });

  it('takes the working tree and the settings that are named', () => {
    const report = json(['preflight', '--from', 'v1', '--to', '.', '--settings', 'settings:Settings'], 1, {
      cwd,
    }) as Report;
    assert.equal(report.to, 'the working tree');
    const run = crossfade([...ASKED, '--settings', 'other:Other'], { cwd });
    assert.equal(run.status, 2);
    assert.match(run.error, /`other:Other` names no settings of either version/);
  });

  it('takes the process environment that is given', () => {
    const given = 'DB_POOL=20\nDB_POOL_SIZE=20\nTIMEOUT=5\nAPI_KEY=canary-three\n';
    const args = [...ASKED, '--environment', 'production', '--process-env', 'production=-'];
    const report = json(args, 0, { cwd, input: given }) as Report;
    assert.equal(report.deploy, 'yes');
  });

  it('turns a no into 0 when asked, and counts the way back when asked', () => {
    assert.equal(crossfade([...ASKED, '--exit-zero'], { cwd }).status, 0);
    const back = ['preflight', '--from', 'v1', '--to', 'v1'];
    assert.equal(crossfade([...back, '--require-rollback'], { cwd }).status, 0);
  });

  it('refuses a ref that a full clone does not know', () => {
    for (const missing of [
      ['--from', 'v0', '--to', 'v2'],
      ['--from', 'v1', '--to', 'v0', '--exit-zero'],
    ]) {
      const run = crossfade(['preflight', ...missing], { cwd });
      assert.deepEqual([run.status, run.out], [2, '']);
      assert.equal(
        run.error,
        'crossfade: `v0` names no commit here; `git fetch --tags` brings what the server has\n',
      );
    }
  });

  it('does not know where a ref is missing in a shallow clone, says so loudly, and how to get it', () => {
    const shallow = join(folder(), 'clone');
    execFileSync('git', ['clone', '--quiet', '--depth', '1', `file://${cwd}`, shallow]);
    const missing = ['preflight', '--from', 'v1', '--to', 'HEAD'];
    const run = crossfade(missing, { cwd: shallow });
    assert.equal(run.status, 0);
    assert.match(run.error, /^crossfade: NOT KNOWN .*`v1` names no commit here; this is a shallow clone/);
    assert.equal(crossfade([...missing, '--strict-undecided'], { cwd: shallow }).status, 1);
    const report = json(missing, 0, { cwd: shallow }) as Report;
    assert.deepEqual([report.deploy, report.readers], ['unknown', []]);
    assert.match(report.notes.join(), /shallow clone: `git fetch --unshallow --tags`/);
  });

  it('does not know where there is no repository', () => {
    const plain = workspaceOnDisk({ 'settings.py': settings(['db_pool: int']) });
    const report = json(ASKED, 0, { cwd: plain }) as Report;
    assert.deepEqual(report.notes, ['this folder is in no repository that git reads: this needs a clone']);
  });

  it('tells in one line what the deploy does not touch', () => {
    const other = settings(['port: int = 1']).replace('class Settings', 'class Other');
    const root = repository({
      'pyproject.toml': '[project]\nname = "shop"\n',
      'settings.py': settings(['db_pool: int = 5']),
      'other.py': other.replace('settings = Settings()', 'settings = Other()'),
      '.env.production': 'DB_POOL=20\n',
      '.env.staging': 'DB_POOL=10\nPORT=2\n',
    });
    commitAll(root, 'v1');
    put(root, 'settings.py', settings(['db_pool: int = 5', 'timeout: int = 1']));
    commitAll(root, 'v2');
    const { out } = crossfade(ASKED, { cwd: root });
    assert.match(out, /\nother:Other in production, staging: nothing changes\n/);
    assert.equal(out.match(/other:Other/g)?.length, 1);
    assert.match(out, /\nsettings:Settings in production\n {2}yes /);
    // A change of a value alone is one as well.
    put(root, '.env.staging', 'DB_POOL=10\nPORT=3\n');
    commitAll(root, 'v3');
    const values = crossfade(['preflight', '--from', 'v2', '--to', 'v3'], { cwd: root }).out;
    assert.match(values, /\nother:Other in production: nothing changes\n/);
  });

  it('needs two versions', () => {
    const run = crossfade(['preflight', '--from', 'v1'], { cwd });
    assert.deepEqual([run.status, run.out], [2, '']);
    assert.match(run.error, /required option '--to <ref>' not specified/);
  });
});

describe('--deployed', () => {
  const record = `---
schema: 1
id: "20260901-db-pool-size"
kind: rename
owner: "@orders-team"
plan: env-first
phase: migrate
keep_old_for: 0d
from: [DB_POOL]
to: [DB_POOL_SIZE]
---
# Rename DB_POOL to DB_POOL_SIZE
`;
  const verdicts = (root: string, ...args: readonly string[]) => {
    const run = crossfade(['gates', '--next', '--format', 'json', ...args], { cwd: root });
    const { records } = JSON.parse(run.out) as {
      records: { gates: { id: string; environment: string; verdict: string; reason: string }[] }[];
    };
    const own =
      records[0]?.gates.filter((it) => it.environment === 'production' && /^G[89]$/.test(it.id)) ?? [];
    return own.map((it) => `${it.id} ${it.verdict}: ${it.reason}`);
  };

  it('says which code runs, and the gates judge it by its content', () => {
    const root = versions();
    put(root, 'settings-migrations/20260901-db-pool-size.md', record);
    assert.match(verdicts(root)[0] ?? '', /^G8 unknown: which version runs in `production` is not known/);
    assert.match(
      verdicts(root, '--deployed', 'production=v1')[0] ?? '',
      /^G8 no: `v1`.* does not read `DB_POOL_SIZE`/,
    );
    const sha = execFileSync('git', ['rev-parse', 'v2'], { cwd: root, encoding: 'utf8' }).trim();
    assert.deepEqual(
      verdicts(root, '--deployed', `production/Settings=${sha}`).map((it) => it.slice(0, 7)),
      ['G8 yes:', 'G9 yes:'],
    );
    assert.match(
      verdicts(root, '--deployed', 'production=v0')[0] ?? '',
      /^G8 unknown: `v0` names no commit here/,
    );
    for (const command of ['gates', 'status']) {
      const typo = crossfade([command, '--deployed', 'productoin=v1'], { cwd: root });
      assert.deepEqual([typo.status, typo.out], [2, '']);
      assert.match(
        typo.error,
        /^crossfade: there is no environment `productoin`; .*; there is: development, production, staging\n$/,
      );
    }
    const ghost = crossfade(['gates', '--deployed', 'production/Setings=v2'], { cwd: root });
    assert.deepEqual([ghost.status, ghost.out], [2, '']);
    assert.match(
      ghost.error,
      /^crossfade: there is no reader `Setings`: no open record names it under `readers`, .*; there is: Settings\n$/,
    );
    const run = crossfade(['gates', '--deployed', 'production'], { cwd: root });
    assert.deepEqual([run.status, run.out], [2, '']);
    assert.match(run.error, /`--deployed production` is not `ENVIRONMENT=REF`/);
  });
});
