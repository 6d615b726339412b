import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, describe, it } from 'node:test';
import { environmentsOf } from '../../server/src/core/binding/environments.ts';
import { resolve } from '../../server/src/core/binding/resolve.ts';
import { schemasOf } from '../../server/src/core/schema/readers.ts';
import type { Snapshot } from '../../server/src/core/snapshot.ts';
import { buildSnapshot, rescan, withNamed } from '../../server/src/host/build-snapshot.ts';

const made: string[] = [];
afterEach(() => {
  for (const folder of made.splice(0)) rmSync(folder, { recursive: true, force: true });
});

const SITE = '.venv/lib/python3.12/site-packages';
const SERVICE = `from company.config import CommonSettings


class Settings(CommonSettings):
    page_size: int = 20
`;
const PACKAGE = {
  [`${SITE}/company/__init__.py`]: '',
  [`${SITE}/company/config/__init__.py`]: 'from .settings import CommonSettings\n',
  [`${SITE}/company/config/settings.py`]: `from company.base import Root


class CommonSettings(Root):
    region: str


class OtherSettings(Root):
    unrelated: str
`,
  [`${SITE}/company/base.py`]: `from pydantic_settings import BaseSettings, SettingsConfigDict


class Root(BaseSettings):
    model_config = SettingsConfigDict(env_file=".env", env_prefix="SHOP_")

    debug: bool = False
`,
  [`${SITE}/company/unread.py`]: 'import os\n\nos.environ["NEVER"]\n',
};

function write(
  files: Readonly<Record<string, string>>,
  root = realpathSync(mkdtempSync(join(tmpdir(), 'crossfade-installed-'))),
): string {
  made.push(root);
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  return root;
}

function seen(snapshot: Snapshot) {
  const all = schemasOf(snapshot);
  const schema = all.find((it) => it.className === 'Settings');
  assert.ok(schema);
  const environment = environmentsOf(snapshot, schema)[0];
  assert.ok(environment);
  const fields = resolve(snapshot, schema, environment).fields;
  return {
    schemas: all.map((it) => it.id),
    open: schema.open.map((it) => it.reason),
    fields: fields.map((it) => `${it.field.name} ${it.state}`),
  };
}

describe('base classes in installed packages', () => {
  it('are read from the virtual environment of the service, and nothing else of it', async () => {
    const files = {
      'requirements.txt': '',
      'app/settings.py': SERVICE,
      '.env': 'SHOP_DEBUG=perhaps\nSHOP_REGION=eu\n',
    };
    const snapshot = await buildSnapshot(write({ ...files, ...PACKAGE }), { trusted: false });
    assert.deepEqual(seen(snapshot), {
      schemas: ['app.settings:Settings'],
      open: [],
      fields: ['debug invalid', 'region set', 'page_size default'],
    });
    assert.ok(![...snapshot.files.keys()].some((path) => path.includes('site-packages')));
    assert.deepEqual([...(snapshot.installed?.get('')?.keys() ?? [])].sort(), [
      'company',
      'company.base',
      'company.config',
      'company.config.settings',
    ]);
  });

  it('are read from an environment above the service', async () => {
    const files = { 'services/shop/requirements.txt': '', 'services/shop/app.py': SERVICE };
    const snapshot = await buildSnapshot(write({ ...files, ...PACKAGE }), { trusted: false });
    assert.deepEqual(seen(snapshot).open, []);
  });

  it('leave the class open where there is no environment', async () => {
    const code = `${SERVICE}\n\n# pydantic_settings\n`;
    const snapshot = await buildSnapshot(write({ 'app/settings.py': code }), { trusted: false });
    assert.deepEqual(seen(snapshot), {
      schemas: ['app.settings:Settings'],
      open: ['the base class `company.config.CommonSettings` is outside the workspace'],
      fields: ['page_size undecided'],
    });
  });

  it('are looked for again when the environment comes later', async () => {
    const root = write({ 'app/settings.py': SERVICE });
    const before = await buildSnapshot(root, { trusted: false });
    write(PACKAGE, root);
    assert.deepEqual(seen(rescan(root, before, new Set())).open, []);
    const after = withNamed(root, before);
    assert.deepEqual(seen(after).open, []);
    assert.equal(withNamed(root, after).installed, after.installed);
  });
});
