import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { crossfade, exampleCopy, json, put, read, workspaceOnDisk } from './run.ts';

interface Report {
  readonly coverage: { readonly assumptions: readonly { readonly assumed: string }[] };
}

const assumptions = (root: string) =>
  (json(['check', '--exit-zero'], 0, { cwd: root }) as Report).coverage.assumptions.map((it) => it.assumed);

const PREFIXED = `from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    model_config = SettingsConfigDict(env_prefix="SHOP_", env_file=".env")
    port: int = 80
`;

describe('init', () => {
  it('writes what was assumed, after which nothing is', () => {
    const root = exampleCopy();
    assert.equal(assumptions(root).length, 2);
    const run = crossfade(['init'], { cwd: root });
    assert.equal(run.status, 0, run.error);
    assert.match(run.out, /^Wrote pyproject\.toml$/m);
    assert.match(
      read(root, 'pyproject.toml'),
      /\[tool\.crossfade\.environments\.staging\]\ndotenv = \["\.env\.staging"\]\n/,
    );
    assert.deepEqual(assumptions(root), []);
    const again = crossfade(['init'], { cwd: root });
    assert.equal(
      again.out,
      'Nothing of what environments are made of is only assumed, so nothing was written.\n',
    );
    assert.equal(again.status, 0);
  });

  it('shows it only, with --dry-run', () => {
    const root = exampleCopy();
    const before = read(root, 'pyproject.toml');
    const run = crossfade(['init', '--dry-run'], { cwd: root });
    assert.match(run.out, /^\+\[tool\.crossfade\.environments\.production\]$/m);
    assert.match(run.out, /^Nothing was written\.$/m);
    assert.equal(read(root, 'pyproject.toml'), before);
  });

  it('makes a crossfade.toml where there is no pyproject.toml, and adds to one that is there', () => {
    const code = [
      'from pydantic_settings import BaseSettings, SettingsConfigDict',
      '',
      '',
      'class Settings(BaseSettings):',
      '    model_config = SettingsConfigDict(env_file=".env")',
      '    port: int = 80',
      '',
      '',
      'settings = Settings()',
      '',
    ].join('\n');
    const root = workspaceOnDisk({
      'requirements.txt': 'pydantic-settings==2.11.0\n',
      'shop/settings.py': code,
      '.env': 'PORT=80\n',
      '.env.staging': 'PORT=81\n',
    });
    const at = { cwd: root };
    assert.equal(crossfade(['init'], at).status, 0);
    assert.equal(read(root, 'crossfade.toml'), '[environments.staging]\ndotenv = [".env.staging"]\n');
    put(root, '.env.production', 'PORT=82\n');
    assert.equal(crossfade(['init'], at).status, 0);
    assert.equal(
      read(root, 'crossfade.toml'),
      '[environments.staging]\ndotenv = [".env.staging"]\n\n[environments.production]\ndotenv = [".env.production"]\n',
    );
  });

  it('writes which workload runs the service where only its name or its files say so', () => {
    const root = workspaceOnDisk({
      'pyproject.toml': '[project]\nname = "shop"\ndependencies = ["pydantic-settings==2.11.0"]\n',
      'shop/settings.py': PREFIXED,
      '.env': 'SHOP_PORT=80\n',
      'deploy/production.env': 'SHOP_PORT=81\nPOSTGRES_USER=shop\n',
      'compose.yaml': 'services:\n  api:\n    image: shop:1.2\n    env_file: deploy/production.env\n',
    });
    assert.equal(assumptions(root).length, 1);
    assert.equal(crossfade(['init'], { cwd: root }).status, 0);
    assert.match(
      read(root, 'pyproject.toml'),
      /\n\n\[tool\.crossfade\.environments\.production\]\nprocess = \["compose\.yaml#api"\]\n$/,
    );
    assert.deepEqual(assumptions(root), []);
  });

  it('leaves alone what somebody has written, whatever else is assumed', () => {
    const written =
      '[environments.production]\nprocess = ["file:deploy/production.env"]\n\n[environments.staging]\ndotenv = [".env", ".env.staging"]\n';
    const root = workspaceOnDisk({
      'crossfade.toml': written,
      'requirements.txt': 'pydantic-settings==2.11.0\n',
      'shop/settings.py': PREFIXED,
      '.env': 'SHOP_PORT=80\n',
      '.env.production': 'SHOP_PORT=82\n',
      'deploy/production.env': 'SHOP_PORT=81\n',
      'compose.production.yaml': 'services:\n  api:\n    image: shop:1.2\n    environment: [SHOP_PORT=83]\n',
      'compose.staging.yaml': 'services:\n  api:\n    image: shop:1.2\n    environment: [SHOP_PORT=84]\n',
    });
    assert.equal(crossfade(['init'], { cwd: root }).status, 0);
    const after = read(root, 'crossfade.toml');
    assert.match(after, /^process = \["file:deploy\/production\.env"\]$/m);
    assert.match(after, /^dotenv = \["\.env", "\.env\.staging"\]$/m);
    assert.match(after, /^process = \["compose\.staging\.yaml#api"\]$/m);
  });

  it('writes nothing where there are no settings', () => {
    const root = workspaceOnDisk({ 'a.txt': '' });
    assert.equal(crossfade(['init'], { cwd: root }).status, 0);
    assert.equal(existsSync(join(root, 'crossfade.toml')), false);
  });
});
