import assert from 'node:assert/strict';
import { test } from 'node:test';
import { advanceRecord, planMigration } from '../../server/src/core/features/migrations.ts';
import type { KindName } from '../../server/src/core/migration/kinds/kinds.ts';
import { recordsOf } from '../../server/src/core/migration/record.ts';
import { ask, serviceOf } from './walk.ts';

const FILES = {
  'pyproject.toml': '[project]\nname = "api"\n',
  'app/__init__.py': '',
  'app/settings.py': `from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    model_config = SettingsConfigDict(env_file=".env", extra="ignore")

    page_size: int = 20
    legacy_mode: bool = False


settings = Settings()
`,
  '.env': 'PAGE_SIZE=20\nLEGACY_MODE=true\n',
};

function plan(kind: KindName, from: string, answers: Readonly<Record<string, string>>) {
  return planMigration(
    serviceOf(FILES),
    ask({ kind, from, to: from, answers: new Map(Object.entries(answers)) }),
  );
}

function refusal(kind: KindName, from: string, answers: Readonly<Record<string, string>>) {
  const planned = plan(kind, from, answers);
  assert.ok(!planned.ok);
  return planned;
}

test('an answer that the field refuses is refused, and its text is not shown', () => {
  for (const text of ['abc', '', '1.5']) {
    assert.deepEqual(refusal('default', 'PAGE_SIZE', { default_new: text }), {
      ok: false,
      message: 'the answer to `default_new` is no value of `PAGE_SIZE`: `Settings` reads it as `int`',
      candidates: [],
    });
  }
  assert.match(
    refusal('flag', 'LEGACY_MODE', { default_value: 'maybe' }).message,
    /^the answer to `default_value` is no value of `LEGACY_MODE`: /,
  );
  assert.ok(plan('default', 'PAGE_SIZE', { default_new: '30' }).ok);
  assert.ok(plan('flag', 'LEGACY_MODE', { default_value: 'true' }).ok);
});

test('an id that no question has is refused with those there are, and so is what is no choice', () => {
  const { message, candidates } = refusal('default', 'PAGE_SIZE', { defaultnew: '30' });
  assert.equal(message, 'no question has the id `defaultnew`');
  assert.ok(candidates.includes('default_new') && candidates.includes('value_from_now_on'));
  assert.deepEqual(refusal('remove', 'LEGACY_MODE', { value_from_now_on: 'perhaps' }), {
    ok: false,
    message: 'the answer to `value_from_now_on` is none of its choices',
    candidates: ['yes', 'no'],
  });
});

test('the id of a question that is asked is known', () => {
  const planned = plan('remove', 'LEGACY_MODE', { value_from_now_on: 'yes', differing_values: 'yes' });
  assert.ok(planned.ok, planned.ok ? '' : planned.message);
});

test('a number is no flag', () => {
  assert.match(
    refusal('flag', 'PAGE_SIZE', { default_value: '20' }).message,
    /^`PAGE_SIZE` is no flag: `Settings` reads it as `int`; /,
  );
});

test('an answer that somebody writes into a draft is judged as well', () => {
  const planned = plan('default', 'PAGE_SIZE', {});
  assert.ok(planned.ok);
  const { path, text } = planned.change.record;
  const answered = text.replace('\n---\n#', '\nanswers:\n  default_new: "abc"\n---\n#');
  const snapshot = serviceOf({ ...FILES, [path]: answered });
  const [record] = recordsOf(snapshot);
  assert.ok(record);
  const result = advanceRecord(snapshot, record);
  assert.match(result.ok ? '' : result.message, /^the answer to `default_new` is no value of `PAGE_SIZE`/);
});
