import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  ask,
  assertResumes,
  assertTakesBack,
  type Files,
  GATES,
  next,
  recordOf,
  start,
  waive,
} from './walk.ts';

const MARK = '# settings-migration: 20260923-db-pool-size\n';

function service(files: Files): Files {
  return {
    'pyproject.toml': '[project]\nname = "shop"\ndependencies = ["pydantic-settings==2.14.0"]\n',
    'app/__init__.py': '',
    'app/settings.py': `from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    model_config = SettingsConfigDict(env_file=".env", extra="ignore")

    db_pool: int = 5
    name: str = "shop"


settings = Settings()
`,
    ...files,
  };
}

/** A file after every phase, each held against stopping and taking back. */
function walked(
  files: Files,
  path: string,
  plan: 'env-first' | 'code-first',
  kind: 'rename' | 'remove' = 'rename',
) {
  const answers = new Map([
    ['differing_values', 'yes'],
    ['precedence', 'new'],
    ['value_from_now_on', 'yes'],
  ]);
  const to = kind === 'rename' ? { to: 'DB_POOL_SIZE' } : {};
  const began = service(files);
  let before = began;
  let walk = start(began, ask({ kind, from: 'DB_POOL', ...to, plan, answers }));
  for (;;) {
    assertResumes(walk, before);
    assertTakesBack(walk, before);
    if (recordOf(walk).phase === 'contract') return walk.files[path];
    before = walk.files;
    walk = next(waive(walk, ...GATES));
  }
}

const OWN = '# own\n# lines\n';

test('a key that a file sets more than once goes with every line of it', () => {
  const env = `${OWN}DB_POOL=5\nNAME=a\nexport DB_POOL="20" # now\n# end\n`;
  const after = `${OWN}NAME=a\nexport DB_POOL_SIZE="20" # now\n# end\n`;
  assert.equal(walked({ '.env': env }, '.env', 'code-first'), after);
  const beside = `${OWN}NAME=a\n${MARK}export DB_POOL_SIZE="20"\n# end\n`;
  assert.equal(walked({ '.env': env }, '.env', 'env-first'), beside);
  const atEnd = `${OWN}NAME=a\nDB_POOL=5\nDB_POOL=20`;
  assert.equal(walked({ '.env': atEnd }, '.env', 'code-first', 'remove'), `${OWN}NAME=a\n`);
});

test('what is put together from the old key is put together from the new one, once the old one goes', () => {
  const env = `${OWN}DB_POOL=20\nNAME="\${DB_POOL:-3}s of \${DB_POOL}"\n`;
  const names = `NAME="\${DB_POOL_SIZE:-3}s of \${DB_POOL_SIZE}"\n`;
  assert.equal(walked({ '.env': env }, '.env', 'code-first'), `${OWN}DB_POOL_SIZE=20\n${names}`);
  assert.equal(walked({ '.env': env }, '.env', 'env-first'), `${OWN}${MARK}DB_POOL_SIZE=20\n${names}`);
  // Above the key, the text comes from somewhere else; and nothing takes the place of a key that is removed.
  const above = `${OWN}NAME=\${DB_POOL}\nDB_POOL=20\n`;
  assert.equal(walked({ '.env': above }, '.env', 'code-first'), above);
  assert.equal(walked({ '.env': env }, '.env', 'code-first', 'remove'), env);
});

test('a key in a comment of a template follows, and stays in files that are in use', () => {
  const held = `${OWN}# DB_POOL=20\nNAME=a\n#  export DB_POOL = 3\n`;
  const files = { '.env': held, '.env.example': held };
  const template = held.replaceAll('DB_POOL', 'DB_POOL_SIZE');
  assert.equal(walked(files, '.env.example', 'code-first'), template);
  assert.equal(walked(files, '.env', 'code-first'), held);
  assert.equal(walked(files, '.env.example', 'code-first', 'remove'), `${OWN}NAME=a\n`);
});
