import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type KindFixture, namesOf, ship } from './kind-code.ts';
import { MERGE_FIXTURES, SPLIT_FIXTURES, UNIT_FIXTURES } from './kind-fixtures.ts';
import { inFolder, PYTHON, python, WHY } from './run-python.ts';
import type { Files } from './walk.ts';

const ID = '20260923-change';

/** The code of both keys, something that happens to it, and the code of the new key alone. */
function ended(fixture: KindFixture, between: (files: Files) => Files = (it) => it): Files {
  const readers = namesOf(fixture, fixture.files);
  const both = ship(fixture, ID, fixture.files, { code: 'both', phase: 'expand' }, readers).files;
  return ship(fixture, ID, between(both), { code: 'new', phase: 'contract' }, readers).files;
}

function module(code: string): Files {
  return { 'pyproject.toml': '[project]\nname = "api"\n', 'app/__init__.py': '', 'app/db.py': code };
}

function rename(code: string): KindFixture {
  return {
    kind: 'rename',
    title: code,
    files: module(code),
    fromKeys: ['DB_POOL'],
    toKeys: ['DB_POOL_SIZE'],
  };
}

const MODULES: readonly string[] = [
  'import os\n\nPOOL = int(os.environ["DB_POOL"])\n',
  '"""The pool."""\n\nfrom os import getenv\n\nLIMIT = 3\n\nPOOL = getenv("DB_POOL", "5")\n',
  'import os\n\n\ndef pool() -> str:\n    return os.environ["DB_POOL"]\n',
  'import logging\nimport os\n\nlog = logging.getLogger(__name__)\n\nPOOL = os.environ["DB_POOL"]\n',
  'import os\n\nLIMIT = 3\n\n\n# How many.\ndef pool() -> str:\n    return os.environ["DB_POOL"]\n\n\nPOOL = pool()\n',
];

for (const code of MODULES) {
  test(`a rename leaves nothing but the new name: ${JSON.stringify(code)}`, () => {
    assert.equal(ended(rename(code))['app/db.py'], code.replaceAll('"DB_POOL"', '"DB_POOL_SIZE"'));
  });
}

test('a logger that the code uses by now stays, without the marker', () => {
  const fixture = rename(MODULES[0] ?? '');
  const files = ended(fixture, (it) => ({
    ...it,
    'app/db.py': `${it['app/db.py']}log.info("the pool is there")\n`,
  }));
  assert.equal(
    files['app/db.py'],
    `import logging
import os

log = logging.getLogger(__name__)

POOL = int(os.environ["DB_POOL_SIZE"])
log.info("the pool is there")
`,
  );
});

test('a logger that another migration uses goes with that one', () => {
  const code = 'import os\n\nPOOL = int(os.environ["DB_POOL"])\nHOST = os.environ["DB_HOST"]\n';
  const fixture = rename(code);
  const other: KindFixture = { ...fixture, fromKeys: ['DB_HOST'], toKeys: ['DB_NODE'] };
  const readers = namesOf(fixture, fixture.files);
  const first = ship(fixture, ID, fixture.files, { code: 'both', phase: 'expand' }, readers).files;
  const both = ship(other, '20260924-host', first, { code: 'both', phase: 'expand' }, readers).files;
  const one = ship(fixture, ID, both, { code: 'new', phase: 'contract' }, readers).files;
  assert.match(one['app/db.py'] ?? '', /^# settings-migration: 20260924-host\nlog = /m);
  const none = ship(other, '20260924-host', one, { code: 'new', phase: 'contract' }, readers).files;
  assert.equal(none['app/db.py'], code.replace('"DB_POOL"', '"DB_POOL_SIZE"').replace('HOST"]', 'NODE"]'));
});

for (const fixture of [...SPLIT_FIXTURES, ...MERGE_FIXTURES, ...UNIT_FIXTURES]) {
  test(`nothing that only the time of both keys needed is left: ${fixture.kind}, ${fixture.title}`, () => {
    const read = Object.keys(fixture.files).filter((path) => path.endsWith('client.py'));
    const kept = ended(fixture)['app/settings.py'] ?? '';
    const unread = ended(fixture, (files) => ({
      ...files,
      ...Object.fromEntries(read.map((path) => [path, ''])),
      'tests/test_client_app.py': '',
    }));
    const text = unread['app/settings.py'] ?? '';
    for (const it of [kept, text]) {
      assert.doesNotMatch(it, /settings-migration|logging|\blog\b|\bcache\b|ClassVar|\n\n\n\n/);
    }
    assert.equal(kept.includes('@property'), read.length > 0);
    assert.doesNotMatch(text, /@property|urlsplit|Decimal|quote/);
  });
}

test('a read that fails says which keys are to be set now, in every version', (t) => {
  if (PYTHON === '') return t.skip(WHY);
  const code = 'import os\n\n\ndef url() -> str:\n    return os.environ["REDIS_URL"]\n';
  const fixture: KindFixture = {
    kind: 'split',
    title: code,
    files: module(code),
    fromKeys: ['REDIS_URL'],
    toKeys: ['REDIS_HOST', 'REDIS_PORT'],
    convert: 'url-host-port',
  };
  const readers = namesOf(fixture, fixture.files);
  const both = ship(fixture, ID, fixture.files, { code: 'both', phase: 'expand' }, readers).files;
  for (const files of [both, ended(fixture)]) {
    const run = inFolder(files, (folder) => python(folder, ['-c', 'from app.db import url; url()']));
    assert.match(run.stderr, /KeyError: 'set REDIS_HOST, REDIS_PORT \(was REDIS_URL\)'/);
  }
});

/** Modules in which the only import goes with a removal, and what is left of them. */
const REMOVALS: readonly (readonly [code: string, left: string])[] = [
  [
    'import os\n\n\ndef pool() -> str:\n    return os.environ.get("DB_POOL", "5")\n',
    'def pool() -> str:\n    return "5"\n',
  ],
  ['import os\n\nPOOL = os.environ.get("DB_POOL", "5")\n', 'POOL = "5"\n'],
  ['import os\r\n\r\nPOOL = os.environ.get("DB_POOL", "5")\r\n', 'POOL = "5"\r\n'],
  ['import os\nPOOL = os.environ.get("DB_POOL", "5")\n', 'POOL = "5"\n'],
  [
    '"""The pool."""\n\nimport os\n\n\ndef pool() -> str:\n    return os.environ.get("DB_POOL", "5")\n',
    '"""The pool."""\n\n\ndef pool() -> str:\n    return "5"\n',
  ],
  [
    'import json\n\nfrom os import environ\n\n\ndef pool() -> str:\n    return environ.get("DB_POOL", json.dumps(5))\n',
    'import json\n\n\ndef pool() -> str:\n    return json.dumps(5)\n',
  ],
];

for (const [code, left] of REMOVALS) {
  test(`a removal leaves no blank lines of an import that goes, and what the default needs: ${JSON.stringify(code)}`, () => {
    const fixture: KindFixture = {
      kind: 'remove',
      title: code,
      files: module(code),
      fromKeys: ['DB_POOL'],
      toKeys: [],
    };
    assert.equal(ended(fixture)['app/db.py'], left);
  });
}
