import assert from 'node:assert/strict';
import { test } from 'node:test';
import { resolve } from '../../server/src/core/binding/resolve.ts';
import { workspace } from '../workspace.ts';
import { environment, onlySchema } from './settings-class.ts';

function answer(configuration: string) {
  const code = `from typing import Union

from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    model_config = SettingsConfigDict(env_file=".env"${configuration})

    db: Union[list[int], str] = Field(alias="alt")
    token: SecretStr = Field(alias="alt")


settings = Settings()
`;
  const snapshot = workspace({ 'settings.py': code, '.env': 'ALT=60a\n' });
  const schema = onlySchema(snapshot);
  const { ok, undecided } = resolve(snapshot, schema, environment(snapshot, 'development', schema));
  return { ok, reasons: undecided.map((it) => it.reason) };
}

test('a strict class converts a value under its key, so that two fields of one key are left open', () => {
  assert.deepEqual(answer(', strict=True'), {
    ok: null,
    reasons: [
      'a strict class converts `alt` for `token` as well',
      'a strict class converts `alt` for `db` as well',
    ],
  });
  assert.deepEqual(answer(''), { ok: true, reasons: [] });
});

test('so does a union with strict members in any class', () => {
  const code = `from typing import Optional

from pydantic import BaseModel, Field, StrictInt
from pydantic_settings import BaseSettings, SettingsConfigDict


class Sub(BaseModel):
    a: int


class Settings(BaseSettings):
    model_config = SettingsConfigDict(env_file=".env")

    sub: Sub = Field(alias="alt")
    limit: Optional[StrictInt] = Field(None, alias="alt")


settings = Settings()
`;
  const snapshot = workspace({ 'settings.py': code, '.env': 'ALT=null\n' });
  const schema = onlySchema(snapshot);
  // pydantic-settings 2.15 makes `None` of the text and then takes no value: `Field required`.
  const { ok, undecided } = resolve(snapshot, schema, environment(snapshot, 'development', schema));
  assert.equal(ok, null);
  assert.ok(undecided.some((it) => it.reason.includes('is converted for `limit`')));
});
