import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Analysis } from '../../server/src/core/analysis.ts';
import { toJson } from '../../server/src/core/values/dump.ts';
import { ask, start } from '../migration/walk.ts';
import { workspace } from '../workspace.ts';

const KEYS = { from: 'DB_POOL', to: 'DB_POOL_SIZE' };

/** What `resolve` says of the code that a rename writes, with these variables: a value, or null for no start. */
function held(code: string, settings: string, variables: Readonly<Record<string, string>>): unknown {
  const today = {
    'pyproject.toml': '',
    'app/settings.py': code,
    '.env': 'DB_POOL=20\n',
    'deploy/dev.env': 'DB_POOL=20\n',
  };
  const environments = { development: { dotenv: ['.env'], process: ['file:deploy/dev.env'] } };
  const { files } = start(today, ask({ kind: 'rename', ...KEYS, plan: 'code-first' }), { environments });
  const { 'app/settings.py': written = '' } = files;
  const given = new Map([['development', new Map(Object.entries(variables))]]);
  const answer = new Analysis(workspace({ 'app/settings.py': written }, { given })).resolve({ settings });
  assert.ok(answer.ok);
  const [resolution] = answer.resolutions;
  assert.ok(resolution && resolution.ok !== null, 'it depends');
  if (!resolution.ok) return null;
  const field = resolution.fields.find((it) => /^db_pool_size$/i.test(it.field.name));
  return field?.value && toJson(field.value);
}

function settingsClass(annotation: string): string {
  return [
    'from pydantic_settings import BaseSettings, SettingsConfigDict',
    '',
    '',
    'class Settings(BaseSettings):',
    '    model_config = SettingsConfigDict(env_file=".env")',
    '',
    `    db_pool: ${annotation}`,
    '',
    '',
    'settings = Settings()',
    '',
  ].join('\n');
}

const STATES = [
  {},
  { DB_POOL: '7' },
  { DB_POOL_SIZE: '8' },
  { DB_POOL: '7', DB_POOL_SIZE: '8' },
  { DB_POOL: '7', DB_POOL_SIZE: '' },
  { DB_POOL: '', DB_POOL_SIZE: '8' },
  { DB_POOL: 'seven', DB_POOL_SIZE: '8' },
  { DB_POOL: 'seven' },
] as const;

for (const [title, code, settings, wanted] of [
  ['a class', settingsClass('int'), 'app.settings:Settings', [null, 7, 8, 8, 7, 8, 8, null]],
  [
    'a class that takes any text',
    settingsClass('str'),
    'app.settings:Settings',
    [null, '7', '8', '8', '', '8', '8', 'seven'],
  ],
  [
    'a module',
    'import os\n\nVALUE = int(os.environ["DB_POOL"])\n',
    'app.settings',
    [null, 7, 8, 8, 7, 8, 8, null],
  ],
] as const) {
  test(`the dual read of ${title} is known in every state`, () => {
    assert.deepEqual(
      STATES.map((variables) => held(code, settings, variables)),
      wanted,
    );
  });
}

test('the key that a removal still declares is read by nothing', () => {
  const code = settingsClass('int = 5');
  const files = { 'pyproject.toml': '', 'app/settings.py': code, '.env': 'DB_POOL=20\n' };
  const environments = { development: { dotenv: ['.env'] } };
  const written = start(files, ask({ kind: 'remove', from: 'DB_POOL' }), { environments }).files;
  const answer = new Analysis(workspace(written)).resolve({ environment: 'development' });
  assert.ok(answer.ok);
  const [resolution] = answer.resolutions;
  assert.deepEqual([resolution?.ok, resolution?.undecided], [true, []]);
  assert.deepEqual(
    resolution?.fields.map(({ field, state }) => [field.name, state]),
    [['db_pool', 'default']],
  );
});

test('JSON of the old key is decoded before it is taken over', () => {
  const code = settingsClass('list[str]');
  assert.deepEqual(held(code, 'app.settings:Settings', { DB_POOL: '["a", "b"]' }), ['a', 'b']);
});
