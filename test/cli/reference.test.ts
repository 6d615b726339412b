import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { crossfade, folder, json, put, workspaceOnDisk } from './run.ts';

const CLASS = `from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    model_config = SettingsConfigDict(env_file=".env", extra="ignore")

    port: int = 8000
    region: str = "none"


Settings()
`;

interface Report {
  readonly fields: readonly { readonly name: string; readonly value: unknown }[];
}

function git(root: string, ...args: readonly string[]): string {
  const identity = [
    '-c',
    'user.name=Test',
    '-c',
    'user.email=test@example.invalid',
    '-c',
    'commit.gpgsign=false',
  ];
  return execFileSync('git', [...identity, ...args], { cwd: root, encoding: 'utf8' });
}

/** A repository with two commits, `first` and the branch's last, and a change that is not committed. */
function repository(): string {
  const root = workspaceOnDisk({
    'backend/pyproject.toml': '[project]\nname = "shop"\n',
    'backend/settings.py': CLASS,
    'backend/.env': 'PORT=1\n',
    'node_modules/x/.env': 'PORT=9\n',
  });
  git(root, 'init', '--quiet');
  git(root, 'add', '--all');
  git(root, 'commit', '--quiet', '--message', 'First');
  git(root, 'tag', 'first');
  put(root, 'backend/.env', 'PORT=2\n');
  put(root, 'backend/shared.env', 'REGION=north\n');
  symlinkSync('shared.env', join(root, 'backend/.env.qa'));
  git(root, 'add', '--all');
  git(root, 'commit', '--quiet', '--message', 'Second');
  put(root, 'backend/.env', 'PORT=3\n');
  return root;
}

function port(root: string, ...args: readonly string[]): unknown {
  const report = json(['resolve', '--root', join(root, 'backend'), ...args], 0) as Report;
  return report.fields.find((it) => it.name === 'port')?.value;
}

describe('--ref', () => {
  it('reads the files as they are at a commit, below the root', () => {
    const root = repository();
    assert.deepEqual([port(root), port(root, '--ref', 'HEAD'), port(root, '--ref', 'first')], [3, 2, 1]);
    const whole = json(['resolve', '--root', root, '--ref', 'first', '--cwd', 'backend'], 0, { cwd: root });
    assert.equal((whole as Report).fields.find((it) => it.name === 'port')?.value, 1);
  });

  it('follows links within the commit', () => {
    const root = repository();
    const report = json(['resolve', '--ref', 'HEAD', '--environment', 'qa'], 0, { cwd: root }) as Report;
    assert.equal(report.fields.find((it) => it.name === 'region')?.value, 'north');
  });

  it('is understood by check, matrix and diff as well', () => {
    const root = repository();
    put(root, 'backend/.env', 'PORT=many\n');
    assert.equal(crossfade(['check'], { cwd: root }).status, 1);
    for (const args of [['check'], ['check', 'backend'], ['matrix'], ['diff', 'development', 'qa']])
      assert.deepEqual([args, crossfade([...args, '--ref', 'HEAD'], { cwd: root }).status], [args, 0]);
    assert.equal(crossfade(['diff', 'development', 'qa', '--ref', 'first'], { cwd: root }).status, 2);
  });

  it('is refused in one line where there is nothing to read', () => {
    const root = repository();
    const refused = (cwd: string, ...args: readonly string[]) => {
      const run = crossfade(['resolve', ...args], { cwd });
      assert.deepEqual([run.status, run.out], [2, '']);
      return run.error;
    };
    assert.equal(refused(root, '--ref', 'nowhere'), 'crossfade: `nowhere` names no commit here\n');
    assert.equal(refused(root, '--ref', '--help'), 'crossfade: `--help` names no commit here\n');
    assert.equal(
      refused(folder(), '--ref', 'HEAD'),
      'crossfade: this folder is in no repository that git reads: this needs a clone\n',
    );
    assert.equal(
      refused(root, '--ref', 'first', '--config', 'other.toml'),
      'crossfade: there is no configuration `other.toml` at `first`\n',
    );
    const shallow = join(folder(), 'clone');
    execFileSync('git', ['clone', '--quiet', '--depth', '1', `file://${root}`, shallow]);
    assert.equal(
      refused(shallow, '--ref', 'first'),
      'crossfade: `first` names no commit here; this is a shallow clone: `git fetch --unshallow --tags` brings the rest\n',
    );
  });

  it('says so where git is not installed', () => {
    const root = repository();
    const run = execFileSync(
      process.execPath,
      [
        '-e',
        `const { spawnSync } = require('node:child_process');
         const run = spawnSync(process.execPath, [${JSON.stringify(join(process.cwd(), 'bin/crossfade.mjs'))}, 'resolve', '--ref', 'HEAD'], { cwd: ${JSON.stringify(root)}, env: { ...process.env, PATH: '/nowhere' }, encoding: 'utf8' });
         process.stdout.write(JSON.stringify([run.status, run.stderr]));`,
      ],
      { encoding: 'utf8' },
    );
    assert.deepEqual(JSON.parse(run), [
      2,
      'crossfade: git is not installed, and without it no other state can be read\n',
    ]);
  });

  it('changes nothing', () => {
    const root = repository();
    for (const args of [['--fix'], ['--diff'], ['-', '--stdin-filename', 'backend/.env']])
      assert.match(
        crossfade(['check', '--ref', 'HEAD', ...args], { cwd: root }).error,
        /^crossfade: --ref reads another/,
      );
  });

  it('runs nothing that the repository configures', () => {
    const root = repository();
    const canary = join(root, 'canary');
    const script = join(root, 'script.sh');
    put(root, 'script.sh', `#!/bin/sh\ntouch '${canary}'\n`);
    chmodSync(script, 0o755);
    for (const name of [
      'core.fsmonitor',
      'core.pager',
      'core.sshCommand',
      'gpg.program',
      'diff.env.textconv',
      'filter.env.smudge',
    ])
      git(root, 'config', name, script);
    put(root, '.git/info/attributes', '*.env filter=env diff=env\n.env filter=env diff=env\n');
    assert.equal(port(root, '--ref', 'HEAD'), 2);
    assert.equal(existsSync(canary), false);
  });
});
