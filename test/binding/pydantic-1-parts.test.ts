import assert from 'node:assert/strict';
import { test } from 'node:test';
import { resolve } from '../../server/src/core/binding/resolve.ts';
import { workspace } from '../workspace.ts';
import { environment, onlySchema } from './settings-class.ts';

const CODE = `from pydantic.v1 import BaseSettings


class Settings(BaseSettings):
    limits: dict[str, dict[str, str]] = {}
    port: int

    class Config:
        env_file = ".env"
        env_nested_delimiter = "__"


settings = Settings()
`;

function answer(env: string) {
  const snapshot = workspace({
    'pyproject.toml': '[project]\nname = "api"\ndependencies = ["pydantic==2.13.5"]\n',
    'settings.py': CODE,
    '.env': env,
  });
  const schema = onlySchema(snapshot);
  return resolve(snapshot, schema, environment(snapshot, 'development', schema));
}

test('pydantic 1 ends with an error of Python, or not, where a value is also given in parts', () => {
  // In one order: TypeError: 'str' object does not support item assignment. In the other: a ValidationError of `port`.
  const { ok, errors, undecided } = answer('LIMITS__a=x\nLIMITS__a__b=1\n');
  assert.deepEqual([ok, errors], [null, []]);
  assert.ok(undecided.some((it) => it.reason.includes('both a value and the start of others')));
  assert.deepEqual(
    answer('LIMITS__a__b=1\n').errors.map((it) => it.loc?.[0]),
    ['port'],
  );
});

test('parts are not looked at where loading ends before, or a value of its own is no dict', () => {
  const stopped = answer('LIMITS=T\nLIMITS__a=x\nLIMITS__a__b=1\n');
  assert.deepEqual(
    stopped.errors.map((it) => [it.kind, it.field]),
    [['SettingsError', 'limits']],
  );
});
