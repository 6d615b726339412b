import assert from 'node:assert/strict';
import { test } from 'node:test';
import { resolve } from '../../server/src/core/binding/resolve.ts';
import { workspace } from '../workspace.ts';
import { environment, onlySchema } from './settings-class.ts';

/** What pydantic-settings 2.15 makes of a text that is no JSON, for a root model around `Json`. */
function failure(root: string): string | undefined {
  const code = `from pydantic import Json, RootModel
from pydantic_settings import BaseSettings, SettingsConfigDict


class Root(RootModel):
    root: ${root}


class Settings(BaseSettings):
    model_config = SettingsConfigDict(env_file=".env")

    limits: Root


settings = Settings()
`;
  const lock = '[project]\nname = "api"\ndependencies = ["pydantic-settings==2.15.0"]\n';
  const snapshot = workspace({ 'pyproject.toml': lock, 'settings.py': code, '.env': 'LIMITS=-01\n' });
  const schema = onlySchema(snapshot);
  const { errors } = resolve(snapshot, schema, environment(snapshot, 'development', schema));
  return errors[0]?.type ?? errors[0]?.kind;
}

test('the library decodes a root of `Json` by what is inside', () => {
  assert.deepEqual(['Json', 'Json[int]', 'Json[list[int]]', 'Json[dict[str, int]]'].map(failure), [
    'json_invalid',
    'json_invalid',
    'SettingsError',
    'SettingsError',
  ]);
});
