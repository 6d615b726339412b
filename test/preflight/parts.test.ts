import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { deployOf, type Files, replicasOf, stepsOf } from './deploy.ts';

/** A service with a nested model of these fields as `db`. */
function nested(
  parts: readonly string[],
  { delimiter = '__', field = 'db: Db', files = {} as Files } = {},
): Files {
  const lines = [
    'from pydantic import BaseModel, Field, SecretStr',
    'from pydantic_settings import BaseSettings, SettingsConfigDict',
    '',
    '',
    'class Db(BaseModel):',
    ...parts.map((it) => `    ${it}`),
    '',
    '',
    'class Settings(BaseSettings):',
    `    model_config = SettingsConfigDict(env_file=".env", extra="ignore", env_nested_delimiter="${delimiter}")`,
    `    ${field}`,
    '',
    '',
    'settings = Settings()',
    '',
  ];
  return { 'pyproject.toml': '[project]\nname = "shop"\n', 'settings.py': lines.join('\n'), ...files };
}

function verdictOf(from: Files, to: Files, env: string) {
  const report = deployOf({ from, to, untracked: { '.env': env } });
  const problems = report.readers.flatMap((it) => it.replicas).flatMap((it) => it.problems);
  return { report, deploy: report.deploy, messages: problems.map(({ message }) => message) };
}

const OLD = ['url: str', 'pool: int = 5'];
const SET = 'DB__URL=postgres\nDB__POOL=2\n';

describe('the parts of a nested model', () => {
  it('take another default where nothing sets them', () => {
    const { report, messages } = verdictOf(
      nested(OLD),
      nested(['url: str', 'pool: int = 15']),
      'DB__URL=postgres\n',
    );
    assert.deepEqual(replicasOf(report), [
      'running/today yes',
      'new/today no: default-changed DB__POOL',
      'rolled-back/today yes',
    ]);
    assert.deepEqual(messages, ['nothing sets `DB__POOL`, and its default changes from `5` to `15`']);
    assert.deepEqual(stepsOf(report), [
      'before-deploy: set `DB__POOL` in `development` to `5`, so that it keeps its value',
    ]);
  });

  it('keep the value that is set, whatever their default', () => {
    const { report } = verdictOf(nested(OLD), nested(['url: str', 'pool: int = 15']), SET);
    assert.equal(report.deploy, 'yes');
    assert.deepEqual(report.readers[0]?.notes, []);
  });

  it('take another default where the whole is written as JSON', () => {
    const { messages } = verdictOf(
      nested(OLD),
      nested(['url: str', 'pool: int = 15']),
      'DB={"url": "postgres"}\n',
    );
    assert.deepEqual(messages, ['nothing sets `DB__POOL`, and its default changes from `5` to `15`']);
  });

  it('show no default of a secret', () => {
    const { messages } = verdictOf(
      nested(['url: str', 'password: SecretStr = SecretStr("old")']),
      nested(['url: str', 'password: SecretStr = SecretStr("new")']),
      'DB__URL=postgres\n',
    );
    assert.deepEqual(messages, ['nothing sets `DB__PASSWORD`, and its default changes']);
  });

  it('lose a value in silence where one takes the place of another', () => {
    const { report, messages } = verdictOf(nested(OLD), nested(['url: str', 'pool_size: int = 5']), SET);
    assert.deepEqual(replicasOf(report), [
      'running/today yes',
      'new/today no: no-longer-read DB__POOL_SIZE',
      'rolled-back/today yes',
    ]);
    assert.deepEqual(messages, [
      '`DB__POOL` is set and no longer read, and `DB__POOL_SIZE`, which is new, takes its default `5`',
    ]);
    assert.deepEqual(stepsOf(report), [
      'before-deploy: set `DB__POOL_SIZE` in `development` to the value that counts today',
    ]);
  });

  it('may go where nothing takes their place', () => {
    assert.equal(verdictOf(nested(OLD), nested(['url: str']), SET).deploy, 'yes');
  });

  it('say which type changes', () => {
    const { report } = verdictOf(nested(OLD), nested(['url: str', 'pool: str = "5"']), SET);
    assert.equal(report.deploy, 'yes');
    assert.deepEqual(report.readers[0]?.notes, [
      '`DB__POOL` is `str` now and was `int`: the same text is another value',
    ]);
  });

  it('are named where one of them is refused', () => {
    const { report, messages } = verdictOf(
      nested(OLD),
      nested(['url: str', 'pool: int = Field(5, ge=3)']),
      SET,
    );
    assert.deepEqual(messages, ['the value of `DB__POOL` is refused (`greater_than_equal`)']);
    assert.deepEqual(stepsOf(report), [
      'before-deploy: give `DB__POOL` in `development` a value that both versions accept',
    ]);
  });

  it('are accepted where they are declared', () => {
    const accepted = 'pool: int = 15  # crossfade: accept[default] -- measured';
    assert.equal(verdictOf(nested(OLD), nested(['url: str', accepted]), 'DB__URL=postgres\n').deploy, 'yes');
  });

  it('are not known once they are named in another way and the value is not seen', () => {
    const compose = {
      Dockerfile: 'FROM python\nCOPY . .\n',
      'compose.yaml': 'services:\n  shop:\n    build: .\n    environment:\n      DB__URL: ${URL:?}\n',
    };
    const { deploy } = verdictOf(
      nested(OLD, { files: compose }),
      nested(OLD, { files: compose, delimiter: '_' }),
      '',
    );
    assert.equal(deploy, 'unknown');
  });

  it('do not matter to a value of one text', () => {
    const compose = {
      Dockerfile: 'FROM python\nCOPY . .\n',
      'compose.yaml': 'services:\n  shop:\n    build: .\n    environment:\n      DB: ${URL:?}\n',
    };
    const of = (delimiter: string) => nested(OLD, { files: compose, delimiter, field: 'db: str' });
    assert.equal(verdictOf(of('__'), of('_'), '').deploy, 'yes');
  });
});
