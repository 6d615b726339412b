import assert from 'node:assert/strict';
import { test } from 'node:test';
import { advanceRecord, planMigration } from '../../server/src/core/features/migrations.ts';
import { recordsOf } from '../../server/src/core/migration/record.ts';
import { ask, serviceOf } from './walk.ts';

const files = (url: string) => ({
  'pyproject.toml': '[project]\nname = "api"\n',
  'app/__init__.py': '',
  'app/settings.py': `from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    model_config = SettingsConfigDict(env_file=".env")

    redis_url: str = "${url}"


settings = Settings()
`,
  '.env': 'REDIS_URL=redis://cache:6379\n',
});
const SPLIT = ask({
  kind: 'split',
  from: 'REDIS_URL',
  to: 'REDIS_HOST',
  toKeys: ['REDIS_HOST', 'REDIS_PORT'],
  answers: new Map(),
});

test('code that cannot be written leaves a draft that says what is in the way, and goes no further', () => {
  const before = files('redis://localhost:6379/0');
  const planned = planMigration(serviceOf(before), SPLIT);
  assert.ok(planned.ok);
  assert.deepEqual([planned.phase, planned.questions, planned.change.environment], ['draft', [], []]);
  const { path, text } = planned.change.record;
  assert.deepEqual(
    planned.change.code.map((it) => it.path),
    [path],
  );
  assert.match(text, /^phase: draft$/m);
  const notes = planned.change.notes.join('\n');
  assert.match(
    notes,
    /the defaults of `redis_url` in `Settings` say more than `REDIS_HOST`, `REDIS_PORT` can hold/,
  );
  const snapshot = serviceOf({ ...before, [path]: text });
  const [record] = recordsOf(snapshot);
  assert.ok(record);
  const result = advanceRecord(snapshot, record);
  assert.ok(!result.ok);
  assert.match(result.message, /^the code of `expand` cannot be written; /);
  assert.deepEqual(
    result.blocking.map((it) => it.id),
    ['G2'],
  );
});

test('code that can be written is', () => {
  const planned = planMigration(serviceOf(files('redis://localhost:6379')), SPLIT);
  assert.ok(planned.ok);
  assert.equal(planned.phase, 'expand');
  assert.ok(planned.change.code.some((it) => it.path === 'app/settings.py'));
});

test('a key that no class declares is named where its code would be written', () => {
  const request = ask({
    kind: 'require',
    from: 'REGION',
    to: 'REGION',
    answers: new Map([['default_value', 'eu']]),
  });
  const planned = planMigration(serviceOf(files('redis://localhost:6379')), request);
  assert.ok(planned.ok);
  assert.equal(planned.phase, 'draft');
  assert.match(planned.change.notes.join('\n'), /declare `REGION` in `Settings` with a default for now/);
});
