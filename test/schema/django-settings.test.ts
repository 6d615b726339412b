import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { findModule, findSchemas } from '../../server/src/core/schema/find-schemas.ts';
import { schemasOf } from '../../server/src/core/schema/readers.ts';
import { workspace } from '../workspace.ts';

const FILES = {
  'config/settings/base.py': `import os
import environ

env = environ.Env()
INSTALLED_APPS = []
MIDDLEWARE = []
DEBUG = env.bool("DJANGO_DEBUG", default=False)
DATABASES = {"default": env.db("DATABASE_URL")}
CACHES: dict = {}
CACHES["default"] = {"LOCATION": os.environ["CACHE_URL"], "KEY_PREFIX": os.environ["PREFIX"]}
if DEBUG:
    PAYMENT_URL = os.environ.get("PAYMENT_URL", "")


def later():
    DEBUG = os.environ["LATER"]
    return DEBUG
`,
  'config/settings/production.py': `import os
from .base import *

ALLOWED_HOSTS = os.environ["HOSTS"].split(",")
`,
  'jobs/settings.py': `import os

DEBUG = os.environ["JOBS_DEBUG"]
`,
};

function sets(snapshot: ReturnType<typeof workspace>): Record<string, string> {
  const fields = schemasOf(snapshot).flatMap((it) => it.fields);
  return Object.fromEntries(
    fields.map((it) => [
      it.name,
      (it.sets ?? []).map(({ name, django }) => (django ? `${name} of Django` : name)).join(),
    ]),
  );
}

describe('settings modules of Django', () => {
  it('say which settings a variable becomes', () => {
    assert.deepEqual(sets(workspace(FILES)), {
      CACHE_URL: 'CACHES of Django',
      PREFIX: 'CACHES of Django',
      PAYMENT_URL: 'PAYMENT_URL',
      LATER: '',
      HOSTS: 'ALLOWED_HOSTS of Django',
      JOBS_DEBUG: '',
      DJANGO_DEBUG: 'DEBUG of Django',
      DATABASE_URL: 'DATABASES of Django',
    });
  });

  it('have one name each where a module reads through several libraries', () => {
    const ids = schemasOf(workspace(FILES)).map((it) => it.id);
    assert.deepEqual(ids.sort(), [
      'config.settings.base[django-environ]',
      'config.settings.base[os-environ]',
      'config.settings.production',
      'jobs.settings',
    ]);
  });

  it('are named as a whole, or by the library', () => {
    const snapshot = workspace(FILES);
    const whole = findModule(snapshot, 'config.settings.base');
    assert.equal(whole.kind === 'schemas' && whole.schemas.length, 2);
    assert.equal(findSchemas(snapshot, 'config.settings.base').kind, 'error');
    for (const one of ['config.settings.base[os-environ]', 'config/settings/base.py[os-environ]']) {
      const found = findSchemas(snapshot, one);
      assert.equal(found.kind === 'schema' && found.schema.reader, 'os-environ', one);
    }
  });
});
