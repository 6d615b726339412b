import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { crossfade, json, read, workspaceOnDisk } from './run.ts';

const COMPOSE = 'services:\n  api:\n    build: .\n    environment: {NAME: shop}\n';

function service(configuration: string): string {
  return workspaceOnDisk({
    'pyproject.toml': `[project]\nname = "shop"\n\n${configuration}`,
    'settings.py':
      'from pydantic_settings import BaseSettings\n\n\nclass Settings(BaseSettings):\n    name: str\n\n\nSettings()\n',
    'deploy/compose.staging.yaml': COMPOSE.replace('build: .', 'build: ..'),
  });
}

const STAGING = '[tool.crossfade.environments.staging]\nprocess = ["deploy/compose.stagnig.yaml#api"]\n';

describe('a path of the configuration that names nothing', () => {
  it('is found where it stands, and mended', () => {
    const cwd = service(STAGING);
    const text = crossfade(['check', '--format', 'concise'], { cwd });
    assert.equal(text.status, 0);
    assert.match(
      text.out,
      /^pyproject\.toml:5:12: warning\[configuration-invalid\] `deploy\/compose\.stagnig\.yaml` is not here, .*did you mean `deploy\/compose\.staging\.yaml`\?$/m,
    );
    const fixed = crossfade(['check', '--fix', '--unsafe-fixes'], { cwd });
    assert.equal(fixed.status, 0, fixed.error);
    assert.match(read(cwd, 'pyproject.toml'), /^process = \["deploy\/compose\.staging\.yaml#api"\]$/m);
    const report = json(['resolve', '--environment', 'staging'], 0, { cwd });
    assert.equal((report as { readonly ok: boolean }).ok, true);
  });

  it('is mended where a workload is named like it', () => {
    const cwd = workspaceOnDisk({
      'pyproject.toml': `[project]\nname = "shop"\n\n[tool.crossfade.environments.staging]\nprocess = ["stagnig.yml#stagnig.yml-worker"]\n`,
      'settings.py':
        'from pydantic_settings import BaseSettings\n\n\nclass Settings(BaseSettings):\n    name: str\n\n\nSettings()\n',
      'staging.yml': COMPOSE.replace('api:', 'stagnig.yml-worker:'),
    });
    const fixed = crossfade(['check', '--fix', '--unsafe-fixes'], { cwd });
    assert.equal(fixed.status, 0, fixed.error);
    assert.match(read(cwd, 'pyproject.toml'), /^process = \["staging\.yml#stagnig\.yml-worker"\]$/m);
  });

  it('is mended from the folder of the configuration', () => {
    const cwd = workspaceOnDisk({
      'backend/pyproject.toml': `[project]\nname = "shop"\n\n${STAGING}secrets = "../secrts"\n`,
      'backend/settings.py':
        'from pydantic_settings import BaseSettings\n\n\nclass Settings(BaseSettings):\n    name: str\n\n\nSettings()\n',
      'backend/deploy/compose.staging.yaml': COMPOSE.replace('build: .', 'build: ..'),
      'secrets/.env.ci': 'NAME=shop\n',
    });
    const text = crossfade(['check', '--format', 'concise'], { cwd }).out;
    assert.match(text, /did you mean `deploy\/compose\.staging\.yaml`\?$/m);
    assert.match(text, /`\.\.\/secrts` is not here, .*did you mean `\.\.\/secrets`\?$/m);
    crossfade(['check', '--fix', '--unsafe-fixes'], { cwd });
    assert.match(
      read(cwd, 'backend/pyproject.toml'),
      /^process = \["deploy\/compose\.staging\.yaml#api"\]\nsecrets = "\.\.\/secrets"$/m,
    );
  });

  it('is asked of standard input as well', () => {
    const cwd = service(STAGING);
    const input = read(cwd, 'pyproject.toml').replace('stagnig', 'staging').replace('#api', '#web');
    const run = crossfade(['check', '-', '--stdin-filename', 'pyproject.toml', '--format', 'concise'], {
      cwd,
      input,
    });
    assert.match(run.out, /`deploy\/compose\.staging\.yaml` starts no `web`; there is: `api`/);
  });

  it('can be switched off and ignored', () => {
    const off = service(`${STAGING}\n[tool.crossfade.rules]\nconfiguration-invalid = "off"\n`);
    const ignored = service(
      STAGING.replace('process', '# crossfade: ignore[configuration-invalid] -- made by a pipeline\nprocess'),
    );
    for (const cwd of [off, ignored])
      assert.doesNotMatch(crossfade(['check'], { cwd }).out, /configuration-invalid|bad-ignore/);
  });
});
