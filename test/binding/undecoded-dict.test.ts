import assert from 'node:assert/strict';
import { test } from 'node:test';
import { resolve } from '../../server/src/core/binding/resolve.ts';
import { workspace } from '../workspace.ts';
import { environment, onlySchema } from './settings-class.ts';

function answer(configuration: string) {
  const code = `from typing import Union

from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    model_config = SettingsConfigDict(env_file=".env", env_nested_delimiter="__"${configuration})

    limits: dict[str, Union[dict[str, int], str]] = {}


settings = Settings()
`;
  const lock = '[project]\nname = "api"\ndependencies = ["pydantic-settings==2.16.3"]\n';
  const snapshot = workspace({
    'pyproject.toml': lock,
    'settings.py': code,
    '.env': "LIMITS__a={'x'}\nLIMITS__B={}\n",
  });
  const schema = onlySchema(snapshot);
  const { fields } = resolve(snapshot, schema, environment(snapshot, 'development', schema));
  return fields[0]?.value;
}

test('a union among the values of a dict is read as JSON only where its field is', () => {
  const part = (configuration: string) => {
    const value = answer(configuration);
    return value?.kind === 'dict' ? value.entries.map(([, it]) => it.kind) : undefined;
  };
  assert.deepEqual(part(''), ['str', 'dict']);
  assert.deepEqual(part(', enable_decoding=False'), ['str', 'str']);
});
