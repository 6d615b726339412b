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
