import assert from 'node:assert/strict';
import { test } from 'node:test';
import { assertPython, inFolder, PYTHON, python, WHY } from './run-python.ts';
import {
  ask,
  assertResumes,
  assertTakesBack,
  type Files,
  failing,
  GATES,
  next,
  recordOf,
  start,
  type Walk,
  waive,
} from './walk.ts';

const CONFIG = `from dynaconf import Dynaconf, Validator

settings = Dynaconf(
    envvar_prefix="SHOP",
    validators=[
        Validator("DB_POOL", default=5, is_type_of=int, gte=1),
        Validator("NAME", must_exist=True, when=Validator("DB_POOL", gt=2)),
        Validator("MODE", is_in=["fast", "slow"], must_exist=True),
    ],
)
`;

const READS = `from app import config
from app.config import settings

POOL = settings.DB_POOL
SAME = [
    settings.db_pool,
    settings["DB_POOL"],
    settings.get("db_pool", 7),
    settings("DB_POOL"),
    settings.as_int("DB_POOL"),
    config.settings.DB_POOL,
]
HAS = "DB_POOL" in settings and settings.exists("DB_POOL")
`;

const files = (reads: string, more: Files = {}): Files => ({
  'pyproject.toml': '[project]\nname = "shop"\ndependencies = ["dynaconf==3.3.5"]\n',
  'app/__init__.py': '',
  'app/config.py': CONFIG,
  'app/db.py': reads,
  'deploy/dev.env': 'SHOP_DB_POOL=20\nSHOP_NAME=shop\n',
  ...more,
});

const RENAME = ask({ kind: 'rename', from: 'SHOP_DB_POOL', to: 'SHOP_POOL_SIZE', plan: 'env-first' });

/** The phase in which code gets the new name. */
function migrated(own: Files): Walk {
  const expand = start(own, RENAME);
  assertResumes(expand, own);
  const migrate = next(waive(expand, ...GATES));
  assertResumes(migrate, expand.files);
  assertTakesBack(migrate, expand.files);
  assert.equal(recordOf(migrate).phase, 'migrate');
  return migrate;
}

const pythonOf = (own: Files) =>
  Object.fromEntries(Object.entries(own).filter(([path]) => path.endsWith('.py')));

const OTHERS = { SHOP_NAME: 'shop', SHOP_MODE: 'fast' };

/** What the service reads, in a process with these variables. */
function shown(service: Files, env: Readonly<Record<string, string>>): string {
  return inFolder(pythonOf(service), (folder) => {
    const run = python(folder, ['-c', 'from app import db; print(db.POOL, db.SAME, db.HAS)'], env);
    assert.equal(run.status, 0, run.stderr);
    return run.stdout;
  });
}

test('a setting of dynaconf gets its new name in validators and wherever code reads it', (t) => {
  const own = files(READS);
  const walk = migrated(own);
  assert.deepEqual(
    walk.notes.filter((it) => /by hand/.test(it)),
    [],
  );
  const renamed = (text = '') => text.replaceAll('DB_POOL', 'POOL_SIZE').replaceAll('db_pool', 'pool_size');
  assert.equal(walk.files['app/db.py'], renamed(READS));
  assert.equal(walk.files['app/config.py'], renamed(CONFIG));
  assert.deepEqual(
    failing(walk, 'claimed').filter((it) => /^G(2|6|13) /.test(it)),
    [],
  );
  if (PYTHON === '') return t.skip(WHY);
  assertPython(pythonOf(walk.files), 'dynaconf', { pytest: true });
  for (const value of [undefined, '20']) {
    const set = (key: string) => (value === undefined ? OTHERS : { ...OTHERS, [key]: value });
    assert.equal(shown(walk.files, set('SHOP_POOL_SIZE')), shown(own, set('SHOP_DB_POOL')));
  }
});

test('a read in another case, in a file of its own, gets the new name as well', (t) => {
  const reads =
    'from app.config import settings\n\nPOOL = settings["Db_Pool"]\nSAME = settings.get("Db_Pool")\nHAS = 1\n';
  const own = files(reads);
  const walk = migrated(own);
  assert.equal(walk.files['app/db.py'], reads.replaceAll('Db_Pool', 'POOL_SIZE'));
  if (PYTHON === '') return t.skip(WHY);
  assert.equal(
    shown(walk.files, { ...OTHERS, SHOP_POOL_SIZE: '20' }),
    shown(own, { ...OTHERS, SHOP_DB_POOL: '20' }),
  );
});

for (const [what, reads] of [
  ['an object that is not followed', 'def pool(it):\n    return it.DB_POOL\n'],
  ['a name that is handed on', 'from app.config import settings\n\nPOOL = getattr(settings, "DB_POOL")\n'],
  ['a value that names the setting', 'POOL = "@format {this.DB_POOL}"\n'],
] as const) {
  test(`nothing is written beside ${what}, and its place is said`, () => {
    const walk = migrated(files(reads));
    assert.equal(walk.files['app/config.py'], CONFIG);
    assert.match(walk.notes.join('\n'), /change that by hand; .* not certain in `app\/db\.py:\d`/);
  });
}

test('what has the same name elsewhere is not the setting', () => {
  const reads =
    'import app.other as other\n\nPOOL = other.DB_POOL\nDB_POOL = 3  # the DB_POOL of this module\n';
  const walk = migrated(files(reads, { 'app/other.py': 'DB_POOL = 1\n' }));
  assert.equal(walk.files['app/db.py'], reads);
  assert.match(walk.files['app/config.py'] ?? '', /Validator\("POOL_SIZE", default=5/);
});

test('files of settings are named, and reading both names is left to people', () => {
  const code = CONFIG.replace('    validators=[', '    settings_files=["settings.toml"],\n    validators=[');
  const own = files(READS, { 'app/config.py': code, 'settings.toml': 'db_pool = 3\n' });
  assert.match(
    migrated(own).notes.join('\n'),
    /settings files of .* may hold `DB_POOL`: put `POOL_SIZE` there/,
  );
  const dual = start(files(READS), { ...RENAME, plan: 'code-first' });
  assert.match(dual.notes.join('\n'), /dynaconf knows one name for a setting/);
  assert.equal(dual.files['app/config.py'], CONFIG);
});
