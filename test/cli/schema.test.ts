import assert from 'node:assert/strict';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { crossfade, EXAMPLE, golden, read, workspaceOnDisk } from './run.ts';

interface Property {
  readonly [keyword: string]: unknown;
}

interface Schema extends Property {
  readonly properties: Readonly<Record<string, Property>>;
}

const SERVICE = {
  'pyproject.toml': '[project]\nname = "shop"\n',
  'app/config.py': `from pydantic import SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict


class Login(BaseSettings):
    model_config = SettingsConfigDict(env_prefix="LOGIN_", extra="ignore")

    user: str = "canary-user"
    password: SecretStr = SecretStr("canary-1")
    url: str = "postgresql://u:canary-2@db/shop"
    options: dict = {"token": "canary-3"}


class Limits(BaseSettings):
    requests: int = 5
`,
  'app/read.py': `import os

DEBUG = os.getenv("DEBUG", "no").lower() in ("1", "yes")
HOSTS = os.environ["HOSTS"].split(",")
REGION = os.getenv("REGION")
PORT = int(os.environ.get("PORT", "8000"))
`,
};

function schema(args: readonly string[], cwd: string): Schema {
  const run = crossfade(['schema', ...args], { cwd });
  assert.deepEqual([run.status, run.error], [0, ''], run.out);
  return JSON.parse(run.out);
}

describe('schema', () => {
  it('writes the only settings there are, to a file as well', () => {
    const run = crossfade(['schema'], { cwd: EXAMPLE });
    assert.deepEqual([run.status, run.error], [0, '']);
    golden('schema.json', run.out);
    const root = workspaceOnDisk({});
    const file = join(root, 'settings.schema.json');
    const written = crossfade(['schema', '--output-file', file], { cwd: EXAMPLE });
    assert.deepEqual([written.status, written.out, written.error], [0, '', '']);
    assert.equal(read(root, 'settings.schema.json'), run.out);
  });

  it('lists the candidates where several could be meant, and where none is', () => {
    const root = workspaceOnDisk(SERVICE);
    for (const args of [[], ['--settings', 'app.config'], ['--settings', 'app.nowhere']]) {
      const run = crossfade(['schema', ...args], { cwd: root });
      assert.deepEqual([run.status, run.out], [2, ''], args.join(' '));
      for (const candidate of ['app.config:Login', 'app.config:Limits'])
        assert.ok(run.error.includes(candidate), run.error);
    }
    assert.match(crossfade(['schema'], { cwd: root }).error, /app\.read/);
    const empty = crossfade(['schema'], { cwd: workspaceOnDisk({ 'x.py': 'x = 1\n' }) });
    assert.deepEqual([empty.status, empty.out], [2, '']);
  });

  it('names the variables and keeps secrets to itself', () => {
    const root = workspaceOnDisk(SERVICE);
    const { properties, ...rest } = schema(['--settings', 'app.config:Login'], root);
    assert.doesNotMatch(JSON.stringify(properties), /canary-\d/);
    assert.equal(rest.additionalProperties, undefined);
    assert.deepEqual(properties.user, {
      default: 'canary-user',
      title: 'User',
      type: 'string',
      'x-environment': ['LOGIN_USER'],
    });
    assert.equal(properties.password?.writeOnly, true);
    assert.equal(properties.url?.$comment, 'the default is, or holds, a secret');
  });

  it('says what a module makes of the variables that it reads', () => {
    const { properties, required } = schema(['--settings', 'app.read'], workspaceOnDisk(SERVICE));
    assert.deepEqual(required, ['HOSTS']);
    assert.deepEqual(properties, {
      DEBUG: { default: false, type: 'boolean', 'x-environment': ['DEBUG'] },
      HOSTS: { items: { type: 'string' }, type: 'array', 'x-environment': ['HOSTS'] },
      REGION: {
        anyOf: [{ type: 'string' }, { type: 'null' }],
        default: null,
        'x-environment': ['REGION'],
      },
      PORT: { default: 8000, type: 'integer', 'x-environment': ['PORT'] },
    });
  });

  it('adds what migrations say of names when it is asked to', () => {
    const record = (phase: string, from: string) =>
      `---\nid: ${phase}-${from}\nkind: rename\nphase: ${phase}\nfrom: [${from}]\nto: [REQUESTS]\n---\n`;
    const root = workspaceOnDisk({
      ...SERVICE,
      'settings-migrations/20260101-a.md': record('expand', 'LIMIT'),
      'settings-migrations/20250101-b.md': record('done', 'MAXIMUM'),
      'settings-migrations/20260102-c.md': record('draft', 'MOST'),
    });
    const args = ['--settings', 'app.config:Limits'];
    const plain = schema(args, root);
    const full = schema([...args, '--with-migrations'], root);
    assert.deepEqual(full['x-migrations'], [
      { from: ['LIMIT'], id: 'expand-LIMIT', kind: 'rename', phase: 'expand', to: ['REQUESTS'] },
    ]);
    assert.deepEqual(full['x-tombstones'], [{ id: 'done-MAXIMUM', name: 'MAXIMUM' }]);
    const { 'x-migrations': _open, 'x-tombstones': _gone, ...rest } = full;
    assert.deepEqual(rest, plain);
  });

  it('says so when there may be more', () => {
    const root = workspaceOnDisk({
      'settings.py': `from elsewhere import Mixin
from pydantic_settings import BaseSettings


class Settings(Mixin, BaseSettings):
    port: int = 1
`,
    });
    const run = crossfade(['schema'], { cwd: root });
    assert.equal(run.status, 0);
    assert.match(run.error, /^crossfade: there may be more than this schema says: the base class /);
    assert.equal(JSON.parse(run.out).additionalProperties, undefined);
  });
});
