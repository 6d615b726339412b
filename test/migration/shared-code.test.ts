import assert from 'node:assert/strict';
import { test } from 'node:test';
import { planMigration } from '../../server/src/core/features/migrations.ts';
import { sharingSchemas } from '../../server/src/core/migration/sharing-services.ts';
import {
  allEdits,
  ask,
  create,
  type Files,
  factsOf,
  failing,
  GATES,
  next,
  recordOf,
  serviceOf,
  start,
  takenBack,
  tryAdvance,
  type Walk,
  waive,
} from './walk.ts';

/** A package of settings that two services inherit from, both of which call their module `app`. */
const FILES: Files = {
  'common/pyproject.toml': '[project]\nname = "common"\n',
  'common/common/__init__.py': '',
  'common/common/settings.py': `from pydantic_settings import BaseSettings, SettingsConfigDict


class CommonSettings(BaseSettings):
    model_config = SettingsConfigDict(env_file=".env", extra="forbid")

    db_pool: int = 5
`,
  ...service('api', 'print(settings.db_pool)\n'),
  ...service('worker', 'print(settings.db_pool + settings.retries)\n'),
};

function service(name: string, main: string): Files {
  return {
    [`${name}/pyproject.toml`]: `[project]\nname = "${name}"\ndependencies = ["common"]\n`,
    [`${name}/app/__init__.py`]: '',
    [`${name}/app/settings.py`]: `from common.settings import CommonSettings


class Settings(CommonSettings):
    retries: int = 3


settings = Settings()
`,
    [`${name}/app/main.py`]: `from app.settings import settings\n\n${main}`,
    [`${name}/.env`]: `DB_POOL=${name === 'api' ? 20 : 7}\n`,
  };
}

const RENAME = ask({ kind: 'rename', from: 'DB_POOL', to: 'DB_POOL_SIZE' });

test('a key that services inherit is renamed once, where it is declared, with all that read and set it', () => {
  const walk = start(FILES, { ...RENAME, plan: 'code-first' });
  const { readers, service: home, environments } = factsOf(walk);
  assert.equal(home, 'common');
  assert.match(recordOf(walk).file.path, /^common\/settings-migrations\//);
  assert.deepEqual(
    readers.map((it) => it.name),
    ['api::app.settings:Settings', 'worker::app.settings:Settings'],
  );
  assert.deepEqual(recordOf(walk).readers, ['api::app.settings:Settings', 'worker::app.settings:Settings']);
  assert.deepEqual(
    environments.flatMap((it) => it.layers.map((layer) => layer.path)),
    ['api/.env', 'worker/.env'],
  );
  assert.match(walk.files['common/common/settings.py'] ?? '', /db_pool_size: int = 5/);
  assert.match(walk.files['api/app/main.py'] ?? '', /settings\.db_pool_size\)/);
  assert.match(walk.files['worker/app/main.py'] ?? '', /settings\.db_pool_size \+/);
  const tests = Object.keys(walk.files).filter((it) => /\/tests\//.test(it));
  assert.deepEqual(tests.length, 1);
  assert.match(tests[0] ?? '', /^common\/tests\//);
});

test('the file of each service holds the next phase back', () => {
  const walk = next(waive(start(FILES, { ...RENAME, plan: 'code-first' }), ...GATES));
  assert.equal(walk.files['api/.env'], 'DB_POOL_SIZE=20\n');
  assert.equal(walk.files['worker/.env'], 'DB_POOL_SIZE=7\n');
  const unwaived = (files: Files): Walk => {
    const { file } = recordOf(walk);
    const text = file.text.replace(/^waive:\n(?: {2}.*\n)+/m, 'waive: {}\n');
    return { ...walk, files: { ...walk.files, [file.path]: text, ...files } };
  };
  const keys = (files: Files) => failing(unwaived(files), 'claimed').filter((it) => /^G[15] /.test(it));
  assert.deepEqual(keys({}), []);
  for (const name of ['api', 'worker'])
    assert.deepEqual(
      failing(unwaived({ [`${name}/.env`]: 'RETRIES=2\nDB_POOL=20\n' }), 'next').filter((it) =>
        /^G1 /.test(it),
      ),
      ['G1 development no'],
    );
});

test('every phase is taken back byte for byte', () => {
  let walk = start(FILES, { ...RENAME, plan: 'code-first' });
  assert.deepEqual(takenBack(walk, FILES), FILES);
  for (let turn = 0; turn < 2; turn++) {
    const waived = waive(walk, ...GATES);
    const before = waived.files;
    walk = next(waived);
    const record = recordOf(walk).file.path;
    const { [record]: _, ...rest } = before;
    assert.deepEqual(takenBack(walk, before), rest);
  }
  assert.equal(
    walk.files['common/common/settings.py'],
    FILES['common/common/settings.py']?.replace('db_pool', 'db_pool_size'),
  );
});

test('settings of one of the services may be named, and the others follow all the same', () => {
  const { change } = create(FILES, { ...RENAME, plan: 'code-first', settings: 'api::app.settings:Settings' });
  const paths = new Set(allEdits(change).map((it) => it.path));
  assert.ok(paths.has('common/common/settings.py') && paths.has('worker/app/main.py'));
});

test('a key that only one service declares is its own', () => {
  const walk = start(FILES, ask({ kind: 'remove', from: 'RETRIES', settings: 'api::app.settings:Settings' }));
  assert.match(recordOf(walk).file.path, /^api\/settings-migrations\//);
  assert.equal(walk.files['worker/app/settings.py'], FILES['worker/app/settings.py']);
});

test('what inherits from a service belongs to it', () => {
  assert.deepEqual(
    sharingSchemas(serviceOf(FILES), 'common').map((it) => it.service),
    ['api', 'worker'],
  );
  assert.deepEqual(
    sharingSchemas(serviceOf(FILES), 'api').map((it) => it.service),
    ['api'],
  );
});

function refusedOf(files: Files, asked: typeof RENAME): string {
  const result = planMigration(serviceOf(files), asked);
  return result.ok ? '' : result.message;
}

/** Two classes of one base, the second of which puts a prefix before the names that it inherits. */
function prefixed(base: string): Files {
  return {
    'pyproject.toml': '[project]\nname = "shop"\n',
    'settings.py': `from pydantic_settings import BaseSettings, SettingsConfigDict


class Base(${base}):
    db_pool: int = 5


class Api(Base, BaseSettings):
    api_port: int = 1


class Worker(Base, BaseSettings):
    model_config = SettingsConfigDict(env_prefix="WORKER_")

    retries: int = 3


api = Api()
worker = Worker()
print(api.db_pool, worker.db_pool)
`,
    '.env': 'DB_POOL=20\nWORKER_DB_POOL=7\n',
  };
}

test('a field that another class reads under another name is not migrated by one of the names', () => {
  const result = refusedOf(prefixed('BaseSettings'), RENAME);
  assert.match(
    result,
    /^`Worker` reads the same field of `settings\.py` as `WORKER_DB_POOL`: a change of its declaration reaches both keys/,
  );
  const other = ask({ kind: 'rename', from: 'WORKER_DB_POOL', to: 'WORKER_DB_POOL_SIZE' });
  assert.match(refusedOf(prefixed('BaseSettings'), other), /^`Api` reads the same field .* as `DB_POOL`/);
});

test('a record that was made all the same is held back, as long as the declaration is what it was', () => {
  const alone = prefixed('BaseSettings');
  const files = { ...alone, 'settings.py': (alone['settings.py'] ?? '').replace('Worker(Base, ', 'Worker(') };
  const walk = start(files, RENAME);
  const { path } = recordOf(walk).file;
  const shared = { ...walk, files: { ...alone, [path]: walk.files[path] ?? '' } };
  const held = tryAdvance(shared);
  assert.ok(!held.ok);
  const reasons = held.blocking.map((it) => `${it.id} ${it.reason}`);
  assert.ok(
    reasons.some((it) => /^G12 `Worker` reads the same field of `settings\.py` as `WORKER_DB_POOL`/.test(it)),
    reasons.join('\n'),
  );
});

test('a field is migrated where the class that declares it is never made', () => {
  const files = prefixed('BaseSettings');
  const alone = (files['settings.py'] ?? '')
    .replace(/class Api[\s\S]*?(?=class Worker)/, '')
    .replace('api = Api()\n', '')
    .replace('api.db_pool, ', '');
  const asked = ask({ kind: 'rename', from: 'WORKER_DB_POOL', to: 'WORKER_DB_POOL_SIZE' });
  const walk = start({ ...files, 'settings.py': alone }, asked);
  assert.deepEqual(recordOf(walk).to, ['WORKER_DB_POOL_SIZE']);
});

/** Two services that share no code and one file, or have a file each. */
function sharedFile(worker: string): Files {
  const settings = (name: string) => `from pydantic_settings import BaseSettings


class ${name}(BaseSettings):
    db_pool: int = 5


settings = ${name}()
`;
  const compose = `services:
  api:
    build: api
    env_file: api.env
  worker:
    build: worker
    env_file: ${worker}
`;
  return {
    'api/pyproject.toml': '[project]\nname = "api"\n',
    'api/app/settings.py': settings('ApiSettings'),
    'worker/pyproject.toml': '[project]\nname = "worker"\n',
    'worker/app/settings.py': settings('WorkerSettings'),
    'compose.yaml': compose,
    'api.env': 'DB_POOL=20\n',
    'worker.env': 'DB_POOL=20\n',
  };
}

test('a line that another service reads as well does not go before that service is done with it', () => {
  const rename = { ...RENAME, plan: 'env-first' as const, settings: 'app.settings:ApiSettings' };
  const code = (files: Files) =>
    failing(next(waive(start(files, rename), 'G1', 'G2', 'G3', 'G4', 'G5', 'G7')), 'next').filter((it) =>
      /^G6 /.test(it),
    );
  assert.deepEqual(code(sharedFile('api.env')), ['G6 - no']);
  assert.deepEqual(code(sharedFile('worker.env')), []);
});

test('the other service migrates its own key while the first migration is open', () => {
  const files = sharedFile('api.env');
  const first = start(files, { ...RENAME, plan: 'env-first', settings: 'app.settings:ApiSettings' });
  const second = create(first.files, { ...RENAME, settings: 'app.settings:WorkerSettings' });
  assert.notEqual(second.id, recordOf(first).id);
  const again = planMigration(serviceOf(first.files), { ...RENAME, settings: 'app.settings:ApiSettings' });
  assert.match(again.ok ? '' : again.message, /already migrates `DB_POOL`/);
});
