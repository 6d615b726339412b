import assert from 'node:assert/strict';
import test from 'node:test';
import { schemasOf } from '../../server/src/core/schema/readers.ts';
import type { SettingsSchema } from '../../server/src/core/schema/schema.ts';
import { dataKey } from '../../server/src/core/syntax/data.ts';
import { workspace } from '../workspace.ts';

function schemas(files: Readonly<Record<string, string>>): readonly SettingsSchema[] {
  return schemasOf(workspace(files));
}

/** `name type required|optional default`, one line per field. */
function show(schema: SettingsSchema | undefined): readonly string[] {
  return (schema?.fields ?? []).map((it) => {
    const given = it.defaultUndecided ? '?' : it.default ? dataKey(it.default) : '-';
    return `${it.name} ${it.type.kind} ${it.required ? 'required' : 'optional'} ${given}`;
  });
}

test('starlette: names, casts, defaults, prefix, and the object in another module', () => {
  const [schema, ...others] = schemas({
    'app/config.py': `
from starlette.config import Config
config = Config("deploy/.env", env_prefix="APP_")
`,
    'app/main.py': `
from starlette.datastructures import CommaSeparatedStrings, Secret, URL
from app.config import config
DEBUG = config("DEBUG", cast=bool, default=False)
KEY = config("KEY", cast=Secret)
HOSTS = config("HOSTS", cast=CommaSeparatedStrings, default="a, b")
DSN = config.get("DSN", URL)
POOL = config("POOL", int, 5)
ODD = config("ODD", cast=lambda it: it)
ANY = config(computed())
`,
  });
  assert.deepEqual(others, []);
  assert.equal(schema?.reader, 'starlette');
  assert.deepEqual(show(schema), [
    'APP_DEBUG switch optional bool:false',
    'APP_KEY secret required -',
    'APP_HOSTS separated optional list[str:"a",str:"b"]',
    'APP_DSN str required -',
    'APP_POOL int optional int:5',
    'APP_ODD undecided required -',
  ]);
  assert.deepEqual(
    schema?.loading.envFiles.map((it) => it.path),
    ['deploy/.env'],
  );
  assert.deepEqual(
    schema?.open.map((it) => it.reason),
    ['the name is computed here'],
  );
});

test('decouple: names, casts and defaults', () => {
  const [schema] = schemas({
    'app/settings.py': `
from decouple import Config, Csv, RepositoryEnv, config
DEBUG = config("DEBUG", default="off", cast=bool)
KEY = config("KEY")
HOSTS = config("HOSTS", default="", cast=Csv())
PORTS = config("PORTS", cast=Csv(int, post_process=tuple))
POOL = config("POOL", default=5, cast=int)
ODD = config("ODD", cast=Csv(lambda it: it))
`,
  });
  assert.deepEqual(show(schema), [
    'DEBUG switch optional bool:false',
    'KEY str required -',
    'HOSTS separated optional list[]',
    'PORTS separated required -',
    'POOL int optional int:5',
    'ODD undecided required -',
  ]);
  assert.deepEqual(
    schema?.loading.envFiles.map(({ path, base, place }) => [path, base, place.path]),
    [['.env', 'above', 'app/settings.py']],
  );
});

test('decouple: an object with a repository of its own', () => {
  const [schema] = schemas({
    'settings.py': `
from decouple import Config, RepositoryEnv
config = Config(RepositoryEnv("deploy/app.env"))
KEY = config("KEY")
`,
  });
  assert.deepEqual(
    schema?.loading.envFiles.map(({ path, base }) => [path, base]),
    [['deploy/app.env', 'cwd']],
  );
});

test('a `config` of another library is none', () => {
  const found = schemas({
    'a.py': 'from decouple import Csv\ndef config(name):\n    return name\nA = config("A")\n',
  });
  assert.deepEqual(found, []);
});

test('dynaconf: one field for each name that a validator speaks of, of which nothing else is known', () => {
  const [schema, ...others] = schemas({
    'settings.py': `
from dynaconf import Dynaconf, Validator
settings = Dynaconf(
    envvar_prefix="shop",
    validators=[
        Validator("PORT", is_type_of=int, must_exist=True),
        Validator("port", gte=1),
        Validator("HOST", default="x"),
        Validator("POOL", default=5),
        Validator("db.port", must_exist=True),
        Validator("A", must_exist=True) | Validator("B", must_exist=True),
        Validator("A", is_type_of=int),
        Validator("LATER", must_exist=True, when=Validator("POOL", eq=5)),
    ],
)
`,
  });
  assert.deepEqual(others, []);
  assert.deepEqual(show(schema), [
    'SHOP_PORT constrained required -',
    'SHOP_HOST toml-value optional ?',
    'SHOP_POOL toml-value optional int:5',
    'SHOP_DB__PORT toml-value required -',
    'SHOP_A instance optional none',
    'SHOP_B toml-value optional none',
    'SHOP_LATER toml-value optional none',
  ]);
  assert.deepEqual(
    schema?.fields[0]?.inputs.map((it) => it.environment),
    ['SHOP_PORT', 'DYNACONF_PORT'],
  );
});

test('dynaconf: prefixes, the last one first, and what it is told about files and environments', () => {
  const [schema] = schemas({
    'settings.py': `
from dynaconf import Dynaconf, Validator
settings = Dynaconf(
    envvar_prefix="A,B",
    environments=True,
    env_switcher="MODE",
    merge_enabled=True,
    settings_files=["conf/base.toml", "more.py"],
    secrets=".secrets.yaml",
    validators=[Validator("PORT")],
)
`,
  });
  assert.deepEqual(
    schema?.fields[0]?.inputs.map((it) => it.environment),
    ['B_PORT', 'A_PORT', 'DYNACONF_PORT'],
  );
  const { dynaconf } = schema?.loading ?? {};
  assert.deepEqual(
    dynaconf?.files.map((it) => [it.kind, it.file.path]),
    [
      ['toml', 'conf/base.toml'],
      [undefined, 'more.py'],
      ['yaml', '.secrets.yaml'],
    ],
  );
  assert.deepEqual([dynaconf?.environments, dynaconf?.switcher, dynaconf?.merges], [true, 'MODE', true]);
});

test('dynaconf: nothing where several objects, prefixes or arguments are not followed', () => {
  const made = (text: string) =>
    schemas({ 'settings.py': `from dynaconf import Dynaconf, Validator\n${text}\n` });
  const validators = 'validators=[Validator("PORT", must_exist=True)]';
  assert.equal(made(`a = Dynaconf(${validators})`).length, 1);
  assert.deepEqual(made(`a = Dynaconf(${validators})\nb = Dynaconf(envvar_prefix="B", ${validators})`), []);
  assert.deepEqual(made(`a = Dynaconf(envvar_prefix=None, ${validators})`), []);
  assert.deepEqual(made(`a = Dynaconf(envvar_prefix=computed(), ${validators})`), []);
  assert.deepEqual(made(`a = Dynaconf(auto_cast=False, ${validators})`), []);
  assert.deepEqual(made(`a = Dynaconf(**options, ${validators})`), []);
});
