import assert from 'node:assert/strict';
import { chmodSync, existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { commitAll, git, repository } from './git-repository.ts';
import { crossfade, json, put } from './run.ts';

const settings = (lines: readonly string[]) => `from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    model_config = SettingsConfigDict(env_file=".env", extra="ignore")

${lines.map((it) => `    ${it}\n`).join('')}

settings = Settings()
`;

interface Report {
  readonly diagnostics: readonly {
    readonly rule: string;
    readonly key: string | null;
    readonly path: string;
    readonly severity: string;
    readonly environments: readonly string[];
  }[];
}

const RULE = 'unrecorded-breaking-change';

/** A branch that changes a default, on `main` of which `v1` is a tag. */
function branch(files: Readonly<Record<string, string>> = {}): string {
  const root = repository({
    'pyproject.toml': '[project]\nname = "shop"\n',
    'settings.py': settings(['timeout: int = 5']),
    '.env.production': 'REGION=north\n',
    ...files,
  });
  commitAll(root, 'v1');
  git(root, 'switch', '--quiet', '--create', 'longer');
  put(root, 'settings.py', settings(['timeout: int = 10']));
  commitAll(root, 'v2');
  return root;
}

function found(root: string, ...args: readonly string[]): readonly string[] {
  const report = json(['check', ...args, '--exit-zero'], 0, { cwd: root }) as Report;
  return report.diagnostics
    .filter((it) => it.rule === RULE)
    .map((it) => `${it.severity} ${it.key} in ${it.environments.join(', ')}`);
}

describe('check against a base', () => {
  it('compares with where the branch left the default branch', () => {
    const root = branch();
    assert.deepEqual(found(root), ['warning TIMEOUT in production']);
    git(root, 'switch', '--quiet', 'main');
    assert.deepEqual(found(root), []);
    put(root, 'settings.py', settings(['timeout: int = 10', 'token: str']));
    assert.deepEqual(found(root), ['warning TIMEOUT in production', 'error TOKEN in production']);
  });

  it('compares with what is named', () => {
    const root = branch();
    assert.deepEqual(found(root, '--base', 'v2'), []);
    assert.deepEqual(found(root, '--base', 'v1'), ['warning TIMEOUT in production']);
    const run = crossfade(['check', '--base', 'nowhere'], { cwd: root });
    assert.deepEqual(
      [run.status, run.out, run.error],
      [2, '', 'crossfade: `nowhere` names no commit here\n'],
    );
  });

  it('compares with what runs, where the configuration says it', () => {
    const configuration = (tag: string) =>
      `[environments.production]\ndotenv = [".env.production"]\ndeployed = "tag:${tag}"\n`;
    const root = branch({ 'crossfade.toml': configuration('v2') });
    assert.deepEqual(found(root), []);
    put(root, 'crossfade.toml', configuration('v1'));
    assert.deepEqual(found(root), ['warning TIMEOUT in production']);
  });

  it('says nothing where a record names the key', () => {
    const root = branch();
    put(
      root,
      'settings-migrations/20260901-timeout.md',
      '---\nschema: 1\nid: "20260901-timeout"\nkind: default\nphase: expand\nfrom: [TIMEOUT]\nto: [TIMEOUT]\n---\n# Longer\n',
    );
    assert.deepEqual(found(root), []);
  });

  it('says nothing without a repository, and where there is no default branch', () => {
    const root = branch();
    git(root, 'branch', '--quiet', '--move', 'main', 'trunk');
    assert.deepEqual(found(root), []);
  });

  it('runs nothing that the repository configures', () => {
    const root = branch();
    const script = join(root, 'script.sh');
    put(root, 'script.sh', `#!/bin/sh\ntouch '${join(root, 'canary')}'\n`);
    chmodSync(script, 0o755);
    for (const key of ['core.fsmonitor', 'filter.x.clean', 'filter.x.smudge', 'diff.external', 'gpg.program'])
      git(root, 'config', key, script);
    put(root, '.gitattributes', '* filter=x\n');
    assert.deepEqual(found(root), ['warning TIMEOUT in production']);
    crossfade(['preflight', '--from', 'v1', '--to', 'v2'], { cwd: root });
    assert.equal(existsSync(join(root, 'canary')), false);
  });
});
