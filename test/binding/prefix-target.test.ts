import assert from 'node:assert/strict';
import { test } from 'node:test';
import { resolve } from '../../server/src/core/binding/resolve.ts';
import { workspace } from '../workspace.ts';
import { environment, onlySchema } from './settings-class.ts';

/** What pydantic-settings 2.15 makes of a class that gives the prefix to aliases too. */
function answer(configuration: string, field: string, env: string) {
  const code = `from typing import Annotated, Literal, Optional, Union

from pydantic import BaseModel, Field
from pydantic_settings import BaseSettings, SettingsConfigDict


class Sub(BaseModel):
    other: Optional[list[int]] = Field(None, alias="oth")


class Bird(BaseModel):
    kind: Literal["bird"]


class Fish(BaseModel):
    kind: Literal["fish"]


class Settings(BaseSettings):
    model_config = SettingsConfigDict(env_file=".env", env_prefix="APP_", ${configuration})

    ${field}


settings = Settings()
`;
  const lock = '[project]\nname = "api"\ndependencies = ["pydantic-settings==2.15.0"]\n';
  const snapshot = workspace({ 'pyproject.toml': lock, 'settings.py': code, '.env': env });
  const schema = onlySchema(snapshot);
  return resolve(snapshot, schema, environment(snapshot, 'development', schema));
}

test('an alias inside a model that takes the prefix is not found by itself, so its text is no JSON', () => {
  const target = (it: string) => `env_nested_delimiter="__", env_prefix_target="${it}"`;
  const types = (it: string) =>
    answer(target(it), 'sub: Sub', 'APP_SUB__OTH=[1]\n').errors.map((error) => error.type);
  assert.deepEqual(types('variable'), []);
  assert.deepEqual(types('all'), ['list_type']);
});

test('what a union that is told apart makes of the text for None is open where it comes as a key of its own', () => {
  const configuration =
    'env_prefix_target="alias", dotenv_filtering="match_prefix", env_parse_none_str="none"';
  const { ok, undecided } = answer(
    configuration,
    'port: Annotated[Union[Bird, Fish], Field(discriminator="kind")]',
    'APP_PORT=none\n',
  );
  assert.equal(ok, null);
  assert.match(undecided[0]?.reason ?? '', /text for `None`/);
});
