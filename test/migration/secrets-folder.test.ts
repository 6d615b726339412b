import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ask, create, type Files, factsOf, failing, start } from './walk.ts';

function service(configuration: string, files: Files): Files {
  return {
    'pyproject.toml': '[project]\nname = "api"\n',
    'settings.py': `from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    model_config = SettingsConfigDict(env_file=".env", extra="ignore", ${configuration})

    db_password: str


settings = Settings()
`,
    '.env': 'OTHER=1\n',
    ...files,
  };
}

const RENAME = ask({ kind: 'rename', from: 'DB_PASSWORD', to: 'DATABASE_PASSWORD' });
const HERE = 'secrets_dir="secrets"';
const AWAY = 'secrets_dir="/run/secrets"';
const OLD = { 'secrets/db_password': 'synthetic\n' };

/** The gates about the environment that do not hold, of the phase in which code reads the new key alone. */
function held(files: Files): readonly string[] {
  return failing(start(files, { ...RENAME, plan: 'env-first' }), 'next').filter((it) => /^G[1347] /.test(it));
}

test('a key in a folder of secrets is not renamed in one step', () => {
  const { plan, change } = create(service(HERE, OLD), RENAME);
  assert.equal(plan.plan, 'env-first');
  assert.deepEqual(change.notes, [
    'add `DATABASE_PASSWORD` next to `DB_PASSWORD` in the folder `secrets` (`development`)',
  ]);
});

test('code does not read the new name before the folder has it, with the same text', () => {
  assert.deepEqual(held(service(HERE, OLD)), ['G1 development no']);
  const both = { ...OLD, 'secrets/DATABASE_PASSWORD': 'synthetic' };
  assert.deepEqual(held(service(HERE, both)), []);
  const other = { ...OLD, 'secrets/database_password': 'another' };
  assert.deepEqual(held(service(HERE, other)), ['G3 development no']);
});

test('a new name in the folder stands below the old one in a file', () => {
  const files = { '.env': 'DB_PASSWORD=synthetic\n', 'secrets/database_password': 'synthetic' };
  const walk = start(service(HERE, files), { ...RENAME, plan: 'env-first' });
  assert.deepEqual(
    failing({ ...walk, files: { ...walk.files, ...files } }, 'next').filter((it) => /^G[17] /.test(it)),
    ['G7 development no'],
  );
});

test('a folder outside of the workspace may hold the key, unless something above it does', () => {
  const unseen = start(service(AWAY, {}), { ...RENAME, plan: 'env-first' });
  assert.deepEqual(
    factsOf(unseen).environments.map((it) => it.opaque),
    [['/run/secrets']],
  );
  assert.deepEqual(held(service(AWAY, {})), [
    'G1 development unknown',
    'G3 development unknown',
    'G4 development unknown',
    'G7 development unknown',
  ]);
  assert.deepEqual(held(service(AWAY, { '.env': 'DB_PASSWORD=synthetic\n' })), []);
});

test('a source that is not followed may hold the key as well, whatever is seen', () => {
  const files = service('', { '.env': 'DB_PASSWORD=synthetic\n' });
  const sources = `
    @classmethod
    def settings_customise_sources(cls, settings_cls, init_settings, env_settings, dotenv_settings, file_secret_settings):
        return init_settings, env_settings, Vault(settings_cls), dotenv_settings
`;
  const text = files['settings.py'] ?? '';
  const code = text.replace('    db_password: str\n', `    db_password: str\n${sources}`);
  const walk = start({ ...files, 'settings.py': code }, { ...RENAME, plan: 'env-first' });
  assert.deepEqual(
    factsOf(walk).environments.map((it) => it.opaque),
    [['Vault(settings_cls)']],
  );
});

test('a value does not move out of a folder of secrets by itself', () => {
  const { change } = create(
    service(HERE, OLD),
    ask({ kind: 'layer', from: 'DB_PASSWORD', answers: new Map([['to_layer', 'process']]) }),
  );
  assert.deepEqual(change.environment, []);
  assert.match(change.notes.join('\n'), /`secrets`/);
});
