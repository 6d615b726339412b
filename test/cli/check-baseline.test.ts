import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { describe, it } from 'node:test';
import { crossfade, json, put, read, workspaceOnDisk } from './run.ts';

interface Report {
  readonly diagnostics: readonly {
    readonly rule: string;
    readonly key: string | null;
    readonly path: string;
  }[];
  readonly summary: { readonly errors: number };
}

const FILES = {
  'pyproject.toml': '[project]\nname = "shop"\ndependencies = ["pydantic-settings==2.11.0"]\n',
  'shop/settings.py': [
    'from pydantic_settings import BaseSettings, SettingsConfigDict',
    '',
    '',
    'class Settings(BaseSettings):',
    '    model_config = SettingsConfigDict(env_file=".env")',
    '    port: int',
    '    workers: int = 2',
    '',
    '',
    'settings = Settings()',
    '',
  ].join('\n'),
  '.env': 'PORT=many\n',
};

const found = (report: unknown) =>
  (report as Report).diagnostics.map(({ path, rule, key }) => `${path} ${rule} ${key}`);

function repository(): string {
  const root = workspaceOnDisk(FILES);
  const git = (...args: readonly string[]) => {
    const named = ['-c', 'user.name=Test', '-c', 'user.email=test@example.org', '-c', 'commit.gpgsign=false'];
    execFileSync('git', [...named, ...args], { cwd: root, stdio: 'ignore' });
  };
  git('init');
  git('add', '.');
  git('commit', '-m', 'Start');
  return root;
}

describe('check --baseline', () => {
  it('hides what the file holds, wherever its line is, and reports what is new', () => {
    const root = workspaceOnDisk(FILES);
    const at = { cwd: root };
    const run = crossfade(['check', '--baseline', 'known.json', '--update-baseline'], at);
    assert.equal(run.status, 0);
    assert.equal(run.error, 'crossfade: known.json holds 1 finding\n');
    assert.deepEqual(JSON.parse(read(root, 'known.json')), {
      version: 1,
      findings: [{ rule: 'type-mismatch', path: '.env', setting: 'PORT', count: 1 }],
    });
    put(root, '.env', '# moved\n\nPORT=many\n');
    assert.deepEqual(found(json(['check', '--baseline', 'known.json'], 0, at)), []);
    put(root, '.env', 'PORT=many\nWORKERS=few\n');
    const report = json(['check', '--baseline', 'known.json'], 1, at);
    assert.deepEqual(found(report), ['.env type-mismatch WORKERS']);
    assert.equal((report as Report).summary.errors, 1);
  });

  it('says when findings of the file are gone', () => {
    const at = { cwd: workspaceOnDisk(FILES) };
    crossfade(['check', '--baseline', 'known.json', '--update-baseline'], at);
    put(at.cwd, '.env', 'PORT=80\n');
    const run = crossfade(['check', '--baseline', 'known.json'], at);
    assert.equal(run.status, 0);
    assert.match(run.error, /1 finding of the baseline is gone/);
  });

  it('refuses a file that is no baseline, and an update of none', () => {
    const at = {
      cwd: workspaceOnDisk({ ...FILES, 'known.json': '{"version": 1, "findings": [{}]}', 'bad.json': '[' }),
    };
    const refused = (args: readonly string[], message: RegExp) => {
      const run = crossfade(['check', ...args], at);
      assert.equal(run.status, 2);
      assert.match(run.error, message);
    };
    refused(['--baseline', 'none.json'], /`none\.json` cannot be read/);
    refused(['--baseline', 'bad.json'], /`bad\.json` is no baseline: it is not JSON/);
    refused(['--baseline', 'known.json'], /finding 1 needs `rule`/);
    refused(['--update-baseline'], /goes with --baseline/);
    refused(['--baseline', 'known.json', '--new-since', 'HEAD'], /say two things/);
  });
});

describe('check --new-since', () => {
  it('reports what was not there at a commit', () => {
    const root = repository();
    const at = { cwd: root };
    assert.deepEqual(found(json(['check', '--new-since', 'HEAD'], 0, at)), []);
    put(root, '.env', '# moved\nPORT=many\nWORKERS=few\n');
    assert.deepEqual(found(json(['check', '--new-since', 'HEAD'], 1, at)), ['.env type-mismatch WORKERS']);
  });

  it('takes files that git does not track as they are', () => {
    const root = repository();
    put(root, '.env.staging', 'PORT=some\n');
    assert.deepEqual(found(json(['check', '--new-since', 'HEAD'], 0, { cwd: root })), []);
    const code = read(root, 'shop/settings.py').replace(
      '    workers: int = 2',
      '    workers: int = 2\n    token: str',
    );
    put(root, 'shop/settings.py', code);
    const rules = found(json(['check', '--new-since', 'HEAD'], 1, { cwd: root }));
    const inFiles = rules.filter((it) => it.startsWith('.env'));
    assert.deepEqual(inFiles, ['.env missing-required TOKEN', '.env.staging missing-required TOKEN']);
  });

  it('says what a ref that does not exist is', () => {
    const run = crossfade(['check', '--new-since', 'v9'], { cwd: repository() });
    assert.equal(run.status, 2);
    assert.match(run.error, /`v9` names no commit here/);
  });
});
