import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type KindFixture, ship, shipAll } from './kind-code.ts';
import { inFolder, PYTHON, python, WHY } from './run-python.ts';
import type { Files } from './walk.ts';

function modules(files: Files): Files {
  return { 'pyproject.toml': '[project]\nname = "api"\n', 'app/__init__.py': '', ...files };
}

/** Modules that read the process environment: a default that changes, and one that goes. */
const DEFAULTS: readonly KindFixture[] = [
  {
    kind: 'default',
    fromKeys: ['DB_POOL'],
    toKeys: ['DB_POOL'],
    title: 'texts, at the top and in a function',
    files: modules({
      'app/db.py': `import os
from os import environ, getenv

POOL = int(os.environ.get("DB_POOL", "5"))
NAME = os.environ["DB_NAME"]


def pool() -> int:
    return int(getenv("DB_POOL", "5")) + len(environ.get("DB_POOL", "5").split(","))
`,
      'app/web.py': 'import os\n\nPOOLED = "DB_POOL" in os.environ\nPOOL = int(os.getenv("DB_POOL", "5"))\n',
    }),
    answers: { default_old: '5', default_new: '10' },
  },
];

/** ruff has something to say of these, and people write them. */
const NO_TEXT: KindFixture = {
  kind: 'default',
  fromKeys: ['DEBUG'],
  toKeys: ['DEBUG'],
  title: 'a bool, and a text of it',
  files: modules({
    'app/web.py': 'import os\n\nDEBUG = os.environ.get("DEBUG", False)\nTEXT = os.getenv("DEBUG", "false")\n',
  }),
  answers: { default_old: 'false', default_new: 'true' },
};

const REQUIRED: readonly KindFixture[] = [
  {
    kind: 'require',
    fromKeys: ['DB_POOL'],
    toKeys: ['DB_POOL'],
    title: 'two modules, one of which fails without it today',
    files: modules({
      'app/db.py': 'from os import environ\n\nPOOL = int(environ.get("DB_POOL", "5"))\n',
      'app/web.py': `import os


def pool() -> int:
    return int(os.environ["DB_POOL"]) + len(os.getenv("DB_POOL", "5").split(","))
`,
    }),
  },
];

const STEP = { code: 'new', phase: 'migrate', plan: 'env-first' } as const;

test('a new default of reads of the process environment is tested where they stand', (t) => {
  if (PYTHON === '') return t.skip(WHY);
  const [files = {}] = shipAll(DEFAULTS, [STEP]);
  assert.ok(Object.values(files).some((it) => it.includes('getenv("DB_POOL", "10")')));
  // What one read still has of the old default, the test sees.
  assertFails(files, 'svc0/db.py', (text) =>
    text.replace('getenv("DB_POOL", "10")', 'getenv("DB_POOL", "5")'),
  );
});

test('a default that is no text is tested too', (t) => {
  const { files } = ship(NO_TEXT, '20260923-change-0', NO_TEXT.files, STEP);
  assert.equal(
    files['app/web.py'],
    'import os\n\nDEBUG = os.environ.get("DEBUG", True)\nTEXT = os.getenv("DEBUG", "true")\n',
  );
  if (PYTHON === '') return t.skip(WHY);
  const { status, stdout } = pytest(files);
  assert.equal(status, 0, stdout);
});

test('a key that has to be set is tested at every read of the process environment', (t) => {
  if (PYTHON === '') return t.skip(WHY);
  const [files = {}] = shipAll(REQUIRED, [STEP]);
  assertFails(files, 'svc0/web.py', (text) =>
    text.replace('os.environ["DB_POOL"].s', 'os.environ.get("DB_POOL", "5").s'),
  );
});

function assertFails(files: Files, path: string, change: (text: string) => string): void {
  const before = files[path] ?? '';
  const after = change(before);
  assert.notEqual(after, before);
  const { status, stdout } = pytest({ ...files, [path]: after });
  assert.equal(status, 1, stdout);
  assert.match(stdout, /_not_set/);
}

function pytest(files: Files) {
  return inFolder(files, (folder) =>
    python(folder, ['-m', 'pytest', '-q', '-p', 'no:cacheprovider', 'tests']),
  );
}
