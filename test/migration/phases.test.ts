import assert from 'node:assert/strict';
import { test } from 'node:test';
import { maskedText } from '../../server/src/core/features/masked-text.ts';
import { withEdits } from './make-facts.ts';
import { assertPython, PYTHON } from './run-python.ts';
import {
  allEdits,
  ask,
  assertResumes,
  create,
  type Files,
  failing,
  next,
  recordOf,
  serviceOf,
  start,
  stillMissing,
  tryAdvance,
  type Walk,
  type WalkOptions,
  waive,
  withFinalNotes,
} from './walk.ts';

const PYPROJECT = '[project]\nname = "api"\n\n[tool.ruff]\nline-length = 100\n';
const TOLERANT: Files = {
  'pyproject.toml': PYPROJECT,
  'app/__init__.py': '',
  'app/settings.py': `from functools import lru_cache

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    model_config = SettingsConfigDict(env_file=".env", extra="ignore")

    db_pool: int = Field(default=5, ge=1, deprecated="Use \`db_pool_size\`")
    debug: bool = False


@lru_cache
def get_settings() -> Settings:
    return Settings()
`,
  'app/main.py': `from app.settings import Settings, get_settings


def connections(settings: Settings | None = None) -> int:
    settings = settings or get_settings()
    return settings.db_pool
`,
  'tests/test_main.py': `from app.main import connections
from app.settings import Settings


def test_connections(monkeypatch):
    monkeypatch.setenv("DB_POOL", "3")
    assert connections(Settings(_env_file=None)) == 3
`,
  '.env': '# pool\nDB_POOL=20\nDEBUG=1\n',
  '.env.production': 'DB_POOL=40\n',
};
const STRICT: Files = {
  ...TOLERANT,
  'app/settings.py': (TOLERANT['app/settings.py'] ?? '').replace(', extra="ignore"', ''),
};
const ENVIRON: Files = {
  'pyproject.toml': PYPROJECT,
  'app/__init__.py': '',
  'app/db.py': `import os

POOL = int(os.environ.get("DB_POOL", "5"))


def name() -> str:
    return os.environ.get("DB_NAME", "main")
`,
  'tests/test_db.py': `from app.db import name


def test_name():
    assert name()
`,
};
const SUPPLIED: WalkOptions = {
  environments: { development: { dotenv: [], process: ['file:deploy/dev.env'] } },
};
const RENAME = ask({ kind: 'rename', from: 'DB_POOL', to: 'DB_POOL_SIZE' });
const REMOVE = ask({ kind: 'remove', from: 'DB_POOL' });

/** A phase is written, can be interrupted anywhere, and leaves code that works. */
function phase(before: Walk, after: Walk, title: string): Walk {
  assertResumes(after, before.files);
  if (PYTHON !== '') assertPython(after.files, title, { pytest: true, configured: true });
  return after;
}

/** The walk that is about to begin. */
function begin(files: Files, request: typeof RENAME, options: WalkOptions = {}): Walk {
  const before: Walk = { files, notes: [], request, options };
  return phase(before, start(files, request, options), `${request.kind} expand`);
}

function onward(walk: Walk, title: string): Walk {
  return phase(walk, next(walk), title);
}

function namesIn(walk: Walk, name: string): readonly string[] {
  const word = new RegExp(`(?<!\\w)${name}(?!\\w)`, 'i');
  return Object.entries(walk.files)
    .filter(
      ([path, text]) => !path.includes('settings_migrations') && !path.endsWith('.md') && word.test(text),
    )
    .map(([path]) => path);
}

function held(walk: Walk): string {
  const result = tryAdvance(walk);
  assert.ok(!result.ok);
  return result.message;
}

test('env-first goes from expand to done, and only NEW is left', () => {
  const expand = begin(TOLERANT, RENAME);
  assert.equal(recordOf(expand).plan, 'env-first');
  assert.match(expand.files['.env'] ?? '', /^DB_POOL=20\n#.*\nDB_POOL_SIZE=20$/m);
  assert.match(expand.files['app/settings.py'] ?? '', /db_pool: int/);
  assert.deepEqual(failing(expand, 'claimed'), []);
  assert.deepEqual(failing(expand, 'next'), []);

  const migrate = onward(expand, 'env-first migrate');
  assert.match(migrate.files['app/settings.py'] ?? '', /^ {4}db_pool_size: int = Field\(default=5, ge=1\)$/m);
  assert.match(migrate.files['app/main.py'] ?? '', /settings\.db_pool_size$/m);
  assert.match(migrate.files['tests/test_main.py'] ?? '', /"DB_POOL_SIZE", "3"/);
  assert.deepEqual(failing(migrate, 'claimed'), []);
  assert.equal(held(migrate), '`contract` is held back by G8, G9, G12');

  const contract = onward(waive(migrate, 'G8', 'G9', 'G10'), 'env-first contract');
  assert.deepEqual(namesIn(contract, 'DB_POOL'), []);
  assert.equal(
    contract.files['.env.production'],
    '# settings-migration: 20260923-db-pool-size\nDB_POOL_SIZE=40\n',
  );
  assert.equal(held(contract), '`done` is held back by G12');
  assert.equal(recordOf(next(withFinalNotes(contract))).phase, 'done');
});

test('env-first waits for NEW where an environment does not have it', () => {
  const expand = start(TOLERANT, RENAME);
  const back = { ...expand, files: { ...expand.files, '.env.production': 'DB_POOL=40\n' } };
  assert.deepEqual(failing(back, 'next'), ['G1 production no']);
  const differs = {
    ...expand,
    files: { ...expand.files, '.env.production': 'DB_POOL=40\nDB_POOL_SIZE=4\n' },
  };
  assert.deepEqual(failing(differs, 'next'), ['G3 production no']);
  const invalid = { ...expand, files: { ...expand.files, '.env.production': 'DB_POOL=x\nDB_POOL_SIZE=x\n' } };
  assert.deepEqual(failing(invalid, 'next'), ['G4 production no']);
});

test('code-first goes from expand to done for a strict reader, and only NEW is left', () => {
  const expand = begin(STRICT, RENAME);
  assert.equal(recordOf(expand).plan, 'code-first');
  assert.equal(expand.files['.env'], STRICT['.env']);
  assert.deepEqual(failing(expand, 'claimed'), []);
  assert.equal(held(expand), '`migrate` is held back by G8');

  const migrate = onward(waive(expand, 'G8', 'G9', 'G10'), 'code-first migrate');
  assert.equal(migrate.files['.env'], '# pool\nDB_POOL_SIZE=20\nDEBUG=1\n');
  assert.deepEqual(
    failing(migrate, 'claimed').filter((it) => !it.startsWith('G8')),
    [],
  );

  const contract = onward(migrate, 'code-first contract');
  assert.doesNotMatch(contract.files['app/settings.py'] ?? '', /settings-migration/);
  assert.deepEqual(namesIn(contract, 'DB_POOL'), []);
  assert.equal(recordOf(next(withFinalNotes(contract))).phase, 'done');
});

test('each phase of code-first goes back to the files of the one before without anything left over', () => {
  const expand = start(STRICT, RENAME);
  const migrate = next(waive(expand, 'G8', 'G9', 'G10'));
  const record = recordOf(migrate).file.path;
  const back = {
    ...migrate,
    files: { ...migrate.files, '.env': STRICT['.env'] ?? '', '.env.production': 'DB_POOL=40\n' },
  };
  const text = recordOf(migrate).file.text.replace('phase: migrate', 'phase: expand');
  const again = next({ ...back, files: { ...back.files, [record]: text } });
  assert.deepEqual(again.files, migrate.files);
});

test('one-pr changes code and bundled files together', () => {
  const options: WalkOptions = {
    environments: { development: bundled(['.env']), production: bundled(['.env.production']) },
  };
  const whole = begin(STRICT, RENAME, options);
  assert.equal(recordOf(whole).plan, 'one-pr');
  assert.deepEqual(namesIn(whole, 'DB_POOL'), []);
  assert.deepEqual(failing(whole, 'claimed'), []);
});

function bundled(dotenv: readonly string[]) {
  return { dotenv, process: [], opaque: [], coupling: 'bundled' as const };
}

const WITHOUT_READS: Files = {
  'app/main.py':
    'from app.settings import get_settings\n\n\ndef debug() -> bool:\n    return get_settings().debug\n',
  'tests/test_main.py': 'from app.main import debug\n\n\ndef test_debug():\n    assert debug() is True\n',
};

test('a removal keeps the declaration for a strict reader until no environment holds the key', () => {
  const expand = begin({ ...STRICT, ...WITHOUT_READS }, REMOVE);
  assert.match(expand.files['app/settings.py'] ?? '', /db_pool: Any = Field\(default=None/);
  assert.deepEqual(failing(expand, 'claimed'), []);
  const migrate = onward(waive(expand, 'G8', 'G9', 'G10'), 'remove migrate');
  assert.equal(migrate.files['.env'], '# pool\nDEBUG=1\n');
  const contract = onward(migrate, 'remove contract');
  assert.deepEqual(namesIn(contract, 'DB_POOL'), []);
  assert.deepEqual(
    failing(contract, 'claimed').filter((it) => !/^G(8|9)/.test(it)),
    [],
  );
  assert.equal(recordOf(next(withFinalNotes(contract))).phase, 'done');
});

test('a removal of a tolerant reader takes the field out first', () => {
  const expand = begin({ ...TOLERANT, ...WITHOUT_READS }, REMOVE);
  assert.doesNotMatch(expand.files['app/settings.py'] ?? '', /db_pool|Field/);
  const migrate = onward(waive(expand, 'G8', 'G9', 'G10'), 'remove migrate');
  const contract = onward(migrate, 'remove contract');
  assert.deepEqual(namesIn(contract, 'DB_POOL'), []);
  assert.equal(recordOf(next(withFinalNotes(contract))).phase, 'done');
});

test('reads that are left hold a removal back', () => {
  const expand = start(STRICT, REMOVE);
  // What code gets is never `None` where it had a default.
  assert.match(expand.files['app/settings.py'] ?? '', /db_pool: int = Field\(default=5, repr=False/);
  assert.ok(expand.notes.some((it) => it.includes('`.db_pool` is read in `app/main.py`')));
  assert.ok(failing(expand, 'claimed').includes('G6 - no'));
  assert.match(held(waive(expand, 'G8', 'G9', 'G10')), /held back by G6/);
});

test('a removal writes no code while an environment holds what code does not assume', () => {
  const request = { ...REMOVE, answers: new Map([['value_from_now_on', 'yes']]) };
  const asked = create(STRICT, request);
  assert.deepEqual([asked.phase, asked.questions.map((it) => it.id)], ['draft', ['differing_values']]);
  assert.match(asked.questions[0]?.text ?? '', /`development`, `production`/);
  assert.deepEqual(
    asked.change.code.map((it) => it.path),
    [asked.change.record.path],
  );
  const files = { ...STRICT, '.env': 'DB_POOL=5\n', '.env.production': 'DB_POOL=+5\n' };
  assert.deepEqual(create(files, request).questions, []);

  const no = create(files, { ...REMOVE, answers: new Map([['value_from_now_on', 'no']]) });
  assert.deepEqual([no.phase, no.questions.map((it) => it.id)], ['draft', ['value_from_now_on']]);
  const draft: Walk = {
    files: withEdits(files, allEdits(no.change)),
    notes: [],
    request: REMOVE,
    options: {},
  };
  assert.match(held(draft), /held back by .*G12/);
});

test('a removal leaves a required field alone while code reads it', () => {
  const files = {
    ...STRICT,
    'app/settings.py': (STRICT['app/settings.py'] ?? '').replace('default=5, ', ''),
  };
  const expand = start(files, REMOVE);
  assert.equal(expand.files['app/settings.py'], files['app/settings.py']);
  assert.ok(expand.notes.some((it) => it.includes('`db_pool` of `Settings` stays as it is')));
});

test('modules that read the process environment go through both plans', () => {
  const files = { ...ENVIRON, 'deploy/dev.env': 'DB_POOL=20\n' };
  const envFirst = begin(files, RENAME, SUPPLIED);
  assert.equal(recordOf(envFirst).plan, 'env-first');
  const migrate = onward(envFirst, 'os.environ migrate');
  const contract = onward(waive(migrate, 'G8', 'G9', 'G10'), 'os.environ contract');
  assert.deepEqual(namesIn(contract, 'DB_POOL'), []);

  const dual = begin(files, { ...RENAME, plan: 'code-first' }, SUPPLIED);
  assert.match(dual.files['app/db.py'] ?? '', /os\.environ\.get\(_key_20260923_db_pool_size\(\), "5"\)/);
  assert.deepEqual(failing(dual, 'claimed'), []);
  const switched = onward(waive(dual, 'G8', 'G9', 'G10'), 'os.environ switch');
  const ended = onward(switched, 'os.environ end');
  assert.deepEqual(namesIn(ended, 'DB_POOL'), []);
  assert.match(ended.files['app/db.py'] ?? '', /int\(os\.environ\.get\("DB_POOL_SIZE", "5"\)\)/);
});

test('a removal from a module leaves the default and a warning, then neither', () => {
  const files = { ...ENVIRON, 'deploy/dev.env': 'DB_POOL=20\n' };
  const expand = begin(files, REMOVE, SUPPLIED);
  assert.match(expand.files['app/db.py'] ?? '', /^if "DB_POOL" in os\.environ:$/m);
  assert.match(expand.files['app/db.py'] ?? '', /^POOL = int\("5"\)$/m);
  const migrate = onward(waive(expand, 'G8', 'G9', 'G10'), 'os.environ remove migrate');
  const contract = onward(migrate, 'os.environ remove contract');
  assert.deepEqual(namesIn(contract, 'DB_POOL'), []);
});

test('four steps end with code first and environments afterwards, so that every rollback is a redeploy', () => {
  const expand = begin(TOLERANT, { ...RENAME, answers: new Map([['rollback_without_env_edit', 'yes']]) });
  assert.equal(recordOf(expand).plan, 'four-step');
  const migrate = next(waive(expand, 'G8', 'G9', 'G10'));
  assert.match(migrate.files['.env'] ?? '', /^DB_POOL=\d+\n(?:#.*\n)?DB_POOL_SIZE=\d+$/m);
  const contract = next(migrate);
  // The environments wait until the code runs.
  assert.match(contract.files['.env'] ?? '', /^DB_POOL=/m);
  assert.doesNotMatch(contract.files['app/settings.py'] ?? '', /\bdb_pool\b/);
  assert.ok(contract.notes.some((it) => it.startsWith('afterwards, once that runs everywhere: ')));
  const missing = stillMissing(contract);
  const files = withEdits(contract.files, allEdits(missing));
  assert.deepEqual(namesIn({ ...contract, files }, 'DB_POOL'), []);
  assert.equal(recordOf(next(withFinalNotes({ ...contract, files }))).phase, 'done');
});

test('the value of a secret is hidden while no reader declares its key any more', () => {
  const secret = (TOLERANT['app/settings.py'] ?? '')
    .replace('from pydantic import Field', 'from pydantic import SecretStr')
    .replace(/db_pool: int = .*/, 'stripe_key: SecretStr');
  const files = {
    'pyproject.toml': PYPROJECT,
    'app/__init__.py': '',
    'app/settings.py': secret,
    '.env': 'STRIPE_KEY=hush\n',
  };
  const request = ask({ kind: 'rename', from: 'STRIPE_KEY', to: 'STRIPE_API_KEY' });
  const migrate = next(start(files, request));
  assert.doesNotMatch(maskedText(serviceOf(migrate.files), '.env'), /hush/);
  assert.doesNotMatch(migrate.files[recordOf(migrate).file.path] ?? '', /hush/);
});

test('the environments of a new default go first, and its test comes with the code', () => {
  const answers = new Map([['default_new', '9']]);
  const request = ask({ kind: 'default', from: 'DB_POOL', answers, plan: 'env-first' });
  const files = { ...TOLERANT, '.env': 'OTHER=1\n' };
  const created = create(files, request);
  assert.deepEqual(
    created.gates.filter((it) => it.verdict === 'no' || it.verdict === 'unknown').map((it) => it.id),
    [],
  );
  const expand = begin(files, request);
  assert.ok(!Object.keys(expand.files).some((it) => it.startsWith('tests/settings_migrations/')));
  const migrate = next(expand);
  assert.ok(Object.keys(migrate.files).some((it) => it.startsWith('tests/settings_migrations/')));
});
