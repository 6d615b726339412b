import assert from 'node:assert/strict';
import { test } from 'node:test';
import { planMigration } from '../../server/src/core/features/migrations.ts';
import { parseRecord } from '../../server/src/core/migration/record.ts';
import { sourceFile } from '../../server/src/core/text/source-file.ts';
import { withEdits } from './make-facts.ts';
import { assertPython, PYTHON } from './run-python.ts';
import { allEdits, ask, create, type Files, failing, next, serviceOf, start, waive } from './walk.ts';

const CLASS = `from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    model_config = SettingsConfigDict(env_file=".env", extra="ignore")

    db_pool: int = 5
    debug: bool = False


settings = Settings()
`;
const FILES: Files = {
  'pyproject.toml': '[project]\nname = "api"\n',
  'app/__init__.py': '',
  'app/settings.py': CLASS,
  '.env': 'DB_POOL=20\n',
};
const RENAME = ask({ kind: 'rename', from: 'DB_POOL', to: 'DB_POOL_SIZE' });

function refused(files: Files, request: Partial<typeof RENAME>) {
  const result = planMigration(serviceOf(files), { ...RENAME, ...request });
  assert.ok(!result.ok);
  return result;
}

test('an unknown key is refused with the nearest names', () => {
  assert.deepEqual(refused(FILES, { from: 'DB_POL' }), {
    ok: false,
    message: 'no settings code reads `DB_POL`',
    candidates: ['DB_POOL'],
  });
});

test('names that are taken, reserved or no names are refused', () => {
  assert.match(refused(FILES, { to: 'DEBUG' }).message, /`DEBUG` is already a setting of `Settings`/);
  assert.match(refused(FILES, { to: 'DB-POOL' }).message, /is not a name that a key can have/);
  assert.match(refused(FILES, { to: 'CLASS' }).message, /`class` is not a name that a field can have/);
  assert.match(refused(FILES, { to: 'DB_POOL' }).message, /is the name it has/);
  const prefixed = CLASS.replace('env_file', 'env_prefix="APP_", env_file');
  const files = { ...FILES, 'app/settings.py': prefixed, '.env': 'APP_DB_POOL=2\n' };
  assert.deepEqual(refused(files, { from: 'APP_DB_POOL' }).candidates, ['APP_DB_POOL_SIZE']);
});

test('a constraint that refuses the default is refused: the class would not start', () => {
  const tighten = (declaration: string, constraint: string) => {
    const files = { ...FILES, 'app/settings.py': CLASS.replace('db_pool: int = 5', declaration) };
    const answers = new Map([['constraint', constraint]]);
    return planMigration(serviceOf(files), ask({ kind: 'tighten', from: 'DB_POOL', answers }));
  };
  const refusedBy = tighten('db_pool: int = 5', 'ge=20');
  assert.match(
    refusedBy.ok ? '' : refusedBy.message,
    /^`ge=20` refuses the default that `DB_POOL` has in `Settings`, .* change the default first/,
  );
  for (const [declaration, constraint] of [
    ['db_pool: int = 5', 'ge=5'],
    ['db_pool: int', 'ge=20'],
    ['db_pool: int | None = None', 'ge=20'],
  ] as const) {
    const result = tighten(declaration, constraint);
    assert.ok(result.ok, result.ok ? '' : `${declaration} ${constraint}: ${result.message}`);
  }
});

test('a key with an open record is refused, and so is a name that left with one', () => {
  const opened = start(FILES, RENAME).files;
  assert.match(
    refused(opened, { to: 'POOL' }).message,
    /`20260923-db-pool-size` already migrates `DB_POOL` and is in `expand`/,
  );
  const path = 'settings-migrations/20260923-db-pool-size.md';
  const done = (opened[path] ?? '')
    .replace('phase: expand', 'phase: done')
    .replace('[DB_POOL]', '[POOL_SIZE]');
  const files = { ...FILES, [path]: done };
  assert.match(refused(files, { to: 'POOL_SIZE' }).message, /`POOL_SIZE` left with `20260923-db-pool-size`/);
});

test('a key of several services, or two variables of one name, is refused with candidates', () => {
  const two = {
    'a/pyproject.toml': '',
    'a/settings.py': CLASS,
    'b/pyproject.toml': '',
    'b/settings.py': CLASS,
  };
  const services = refused(two, {});
  assert.match(services.message, /several services read `DB_POOL`/);
  assert.equal(services.candidates.length, 2);
  const classes = `${CLASS}\n\nclass Worker(BaseSettings):\n    model_config = SettingsConfigDict(env_prefix="W_")\n\n    db_pool: int = 1\n`;
  const variables = refused({ ...FILES, 'app/settings.py': classes }, { from: 'db_pool' });
  assert.match(variables.message, /`db_pool` is `DB_POOL`, `W_DB_POOL`; choose one with `settings`/);
  assert.deepEqual(variables.candidates.length, 2);
});

test('production and untracked files ask first, templates and texts are named, tests are rewritten', () => {
  const files = {
    ...FILES,
    '.env.production': 'DB_POOL=40\n',
    '.env.staging': 'DB_POOL=30\n',
    '.env.example': '# copy me\nDB_POOL=5\n',
    'README.md': 'Set `DB_POOL`.\n',
    'tests/test_pool.py': 'def test(monkeypatch):\n    monkeypatch.setenv("DB_POOL", "3")\n',
  };
  const { change } = create(files, RENAME, { untracked: ['.env.staging'] });
  assert.deepEqual(
    change.environment.map((it) => [it.path, it.needsConfirmation]),
    [
      ['.env', false],
      ['.env.production', true],
      ['.env.staging', true],
    ],
  );
  assert.ok(change.notes.includes('`.env.example:2` also names `DB_POOL`'));
  assert.ok(change.notes.includes('`README.md:1` also names `DB_POOL`'));
  const codeFirst = create(files, { ...RENAME, plan: 'code-first' }).change;
  assert.ok(codeFirst.code.some((it) => it.path === '.env.example'));
  assert.deepEqual(
    codeFirst.notes.filter((it) => it.includes('also names')),
    ['`README.md:1` also names `DB_POOL`'],
  );
  const walk = next(start(files, RENAME));
  assert.match(walk.files['tests/test_pool.py'] ?? '', /"DB_POOL_SIZE", "3"/);
  assert.equal(walk.files['.env.example'], '# copy me\nDB_POOL_SIZE=5\n');
});

test('answers are kept in the record', () => {
  const answers = new Map([['coupling', 'bundled']]);
  const { change, plan } = create(FILES, { ...RENAME, answers });
  assert.equal(plan.plan, 'one-pr');
  const record = parseRecord(sourceFile(change.record.path, change.record.text));
  assert.equal(record.answers.get('coupling'), 'bundled');
  assert.deepEqual(failing(start(FILES, { ...RENAME, answers }), 'claimed'), []);
});

const READS = `from typing import Annotated, Optional

from app import settings as config
from app.settings import Settings, settings


class Depends:
    def __init__(self, *_: object) -> None: ...


def get_settings():
    return settings


class Store:
    def __init__(self, settings: Settings) -> None:
        self.settings = settings

    def size(self) -> int:
        def inner() -> int:
            return self.settings.db_pool  # 1

        return inner()


def optional(settings: Optional[Settings] = None) -> int:
    settings = settings or get_settings()
    return settings.db_pool  # 2


def union(settings: "Settings | None" = None) -> int:
    if settings is None:
        settings = get_settings()
    return settings.db_pool  # 3


def annotated(settings: Annotated[Settings, Depends(get_settings)]) -> int:
    return settings.db_pool + get_settings().db_pool + config.settings.db_pool  # 4


def walrus() -> int:
    return (found := get_settings()).db_pool + getattr(settings, "db_pool")  # 5


def other(thing: Store) -> int:
    return thing.settings.db_pool  # 6
`;

test('reads of the attribute are followed in the usual forms', () => {
  const files = { ...FILES, 'app/reads.py': READS };
  const walk = next(start(files, RENAME));
  assert.doesNotMatch(walk.files['app/reads.py'] ?? '', /db_pool(?!_size)/);
  // Lines that the formatter breaks are named, and nothing is uncertain.
  assert.ok(
    walk.notes.every((it) => it.endsWith('grows over 88 columns: run the formatter')),
    walk.notes.join(),
  );
});

const PARTS = `from functools import lru_cache
from typing import Annotated

from pydantic import BaseModel, Field

from app.settings import Settings


class Depends:
    def __init__(self, *_: object) -> None: ...


class Base(BaseModel):
    pool: Settings = Field(default_factory=Settings)


class All(Base):
    name: str = "all"


@lru_cache
def get_all():
    return All()


_all: All | None = None


def kept() -> All:
    global _all
    if _all is None:
        _all = get_all()
    return _all


Everything = Annotated[All, Depends(get_all)]


class Store:
    def __init__(self, everything: Everything) -> None:
        self.everything = everything

    @property
    def pool(self):
        return self.everything.pool

    def size(self) -> int:
        return self.everything.pool.db_pool + self.pool.db_pool  # 1


def local() -> int:
    everything = get_all()
    return everything.pool.db_pool  # 2


def called(everything: Everything, given=Depends(get_all)) -> int:
    return everything.pool.db_pool + kept().pool.db_pool + Store(kept()).pool.db_pool  # 3
`;

test('reads of members of other objects are followed by the classes of these', () => {
  const walk = next(start({ ...FILES, 'app/parts.py': PARTS }, RENAME));
  assert.doesNotMatch(walk.files['app/parts.py'] ?? '', /db_pool(?!_size)/);
  assert.ok(walk.notes.every((it) => it.includes('run the formatter')));
  const two = `\n\ndef which(a: bool):\n    held = get_all() if a else open("x")\n    return held.pool.db_pool\n`;
  const open = next(start({ ...FILES, 'app/parts.py': PARTS + two }, RENAME));
  assert.match(open.files['app/parts.py'] ?? '', /held\.pool\.db_pool\n/);
  assert.ok(
    open.notes.some((it) => it.includes('may be read from `Settings`')),
    open.notes.join(),
  );
});

test('a line that was over the width before is no work of the rename', () => {
  const long = (name: string) => `print(settings.db_pool, ${name.repeat(60)})  # as it was\n`;
  const walkOf = (text: string) =>
    next(start({ ...FILES, 'app/reads.py': `from app.settings import settings\n\n${text}` }, RENAME));
  assert.deepEqual(walkOf(long('a')).notes, []);
  assert.equal(walkOf(`x = settings.db_pool + ${'1'.repeat(64)}\n`).notes.length, 1);
});

const UNCERTAIN = 'def size(anything) -> int:\n    return anything.db_pool\n';

test('a read that may be one keeps working while both keys are read, and holds contract back', () => {
  const strict = CLASS.replace(', extra="ignore"', ', frozen=True').replace('settings = Settings()\n', '');
  const files = {
    ...FILES,
    'app/settings.py': `${strict.trimEnd()}\n`,
    'app/size.py': UNCERTAIN,
    'tests/test_size.py': `from app.settings import Settings
from app.size import size


def test_size(monkeypatch):
    monkeypatch.setenv("DB_POOL", "7")
    assert size(Settings(_env_file=None)) == 7
`,
  };
  const expand = start(files, RENAME);
  assert.match(
    expand.files['app/settings.py'] ?? '',
    /object\.__setattr__\(self, "db_pool", self\.db_pool_size\)/,
  );
  assert.ok(expand.notes.some((it) => it.includes('keeps working until contract')));
  if (PYTHON !== '') assertPython(expand.files, 'an uncertain read', { pytest: true });
  assert.ok(failing(expand, 'next').includes('G6 - unknown'));
  const contract = next(next(waive(expand, 'G6', 'G8', 'G9', 'G10')));
  assert.doesNotMatch(contract.files['app/settings.py'] ?? '', /__setattr__|settings-migration/);
  assert.ok(failing(contract, 'claimed').includes('G6 - unknown'));
});

test('a subclass that declares the field again is named', () => {
  const again = `from app.settings import Settings\n\n\nclass Wide(Settings):\n    db_pool: int = 50\n`;
  const walk = next(start({ ...FILES, 'app/wide.py': again }, RENAME));
  assert.ok(walk.notes.includes('`Wide` in `app/wide.py` declares `db_pool` again: rename it there too'));
});

const WITH_YAML = CLASS.replace('env_file=".env"', 'env_file=".env", yaml_file="config.yaml"')
  .replace('BaseSettings, SettingsConfigDict', 'BaseSettings, SettingsConfigDict, YamlConfigSettingsSource')
  .replace(
    '\n\nsettings =',
    `
    @classmethod
    def settings_customise_sources(
        cls, settings_cls, init_settings, env_settings, dotenv_settings, file_secret_settings
    ):
        return (init_settings, env_settings, dotenv_settings, YamlConfigSettingsSource(settings_cls))


settings =`,
  );

test('a data file changes with the code, and never holds NEW while OLD may be set above', () => {
  const files = {
    ...FILES,
    'app/settings.py': WITH_YAML,
    'config.yaml': '# limits\ndb_pool: 9  # small\ndebug: true\n',
  };
  const envFirst = start(files, RENAME);
  assert.equal(envFirst.files['config.yaml'], files['config.yaml']);
  const migrate = next(envFirst);
  assert.equal(migrate.files['config.yaml'], '# limits\ndb_pool_size: 9  # small\ndebug: true\n');
  assert.ok(migrate.notes.some((it) => it.includes('`config.yaml` is read by the code itself')));

  const strict = { ...files, 'app/settings.py': WITH_YAML.replace(', extra="ignore"', '') };
  const dual = start(strict, RENAME);
  assert.equal(dual.files['config.yaml'], files['config.yaml']);
  const switched = next(waive(dual, 'G8', 'G9', 'G10'));
  assert.equal(switched.files['config.yaml'], files['config.yaml']);
  assert.equal(next(switched).files['config.yaml'], migrate.files['config.yaml']);
});

test('a data file alone is renamed with the code in one pull request', () => {
  const files = {
    ...FILES,
    'app/settings.py': WITH_YAML,
    'config.yaml': 'db_pool: 9\n',
    '.env': 'DEBUG=1\n',
  };
  const { plan, change } = create(files, RENAME);
  assert.equal(plan.plan, 'one-pr');
  assert.equal(withEdits(files, allEdits(change))['config.yaml'], 'db_pool_size: 9\n');
});

const WITH_JSON = WITH_YAML.replaceAll('Yaml', 'Json').replace(
  'yaml_file="config.yaml"',
  'json_file="config.json"',
);

test('a key of a JSON file changes with the code', () => {
  const files = {
    ...FILES,
    'app/settings.py': WITH_JSON,
    'config.json': '{\n  "db_pool": 9\n}\n',
    '.env': 'DEBUG=1\n',
  };
  const { change } = create(files, RENAME);
  assert.equal(withEdits(files, allEdits(change))['config.json'], '{\n  "db_pool_size": 9\n}\n');
});

test('a data file that cannot be read is left to a person, with the order', () => {
  const files = { ...FILES, 'app/settings.py': WITH_JSON, 'config.json': '{"db_pool": 9,}\n' };
  const walk = next(start(files, RENAME));
  assert.ok(
    walk.notes.includes(
      'put `db_pool_size` in place of `db_pool` in `config.json`, in the same pull request as this code, and not before',
    ),
  );
});

test('generated code keeps to the columns of the project', () => {
  const narrow = { ...FILES, 'pyproject.toml': '[project]\nname = "api"\n\n[tool.ruff]\nline-length = 79\n' };
  const { change } = create(narrow, { ...RENAME, plan: 'code-first' });
  const files = withEdits(narrow, change.code);
  if (PYTHON !== '') assertPython(files, 'narrow', { pytest: true, configured: true });
  const code = Object.entries(files).filter(([path]) => path.endsWith('.py'));
  assert.ok(code.every(([, text]) => text.split('\n').every((line) => line.length <= 79)));
});

test('no split is safe where an address is empty: nothing stands for it in the new keys', () => {
  const code = CLASS.replace('db_pool: int = 5', 'cache: str');
  const split = ask({
    kind: 'split',
    from: 'CACHE',
    to: 'CACHE_HOST',
    toKeys: ['CACHE_HOST', 'CACHE_PORT'],
    answers: new Map([
      ['convert', 'host-port'],
      ['value_from_now_on', 'yes'],
      ['differing_values', 'yes'],
    ]),
  });
  const asked = (text: string) => {
    const result = planMigration(serviceOf({ ...FILES, 'app/settings.py': code, '.env': text }), split);
    assert.ok(result.ok);
    return result.questions.filter((it) => it.id === 'unsafe_plan').map((it) => it.text);
  };
  assert.deepEqual(asked('CACHE=main:1\n'), []);
  assert.match(asked('CACHE=\n')[0] ?? '', /does not start where only `CACHE` is set, when it is deployed/);
});
