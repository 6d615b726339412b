import assert from 'node:assert/strict';
import { test } from 'node:test';
import { resolve } from '../../server/src/core/binding/resolve.ts';
import { workspace } from '../workspace.ts';
import { environment, onlySchema } from './settings-class.ts';

/** Whether what a read gives may be shown, where its value or its default names another variable. */
function masked(read: string, env: string): boolean | undefined {
  const code = `import environ

env = environ.Env()
environ.Env.read_env(".env")

VALUE = ${read}
`;
  const lock = '[project]\nname = "api"\ndependencies = ["django-environ==0.14.0"]\n';
  const snapshot = workspace({ 'pyproject.toml': lock, 'settings.py': code, '.env': env });
  const schema = onlySchema(snapshot);
  const { fields } = resolve(snapshot, schema, environment(snapshot, 'development', schema));
  const value = fields.find((it) => it.field.name === 'VALUE');
  return value?.value === undefined ? undefined : value.masked;
}

test('a secret that another variable holds is no less one', () => {
  const url = 'redis://:synthetic@localhost/0';
  assert.equal(masked('env("VALUE")', `VALUE=$OTHER\nOTHER=${url}\n`), true);
  assert.equal(masked('env("VALUE")', `VALUE=$ONE\nONE=$OTHER\nOTHER=${url}\n`), true);
  assert.equal(masked('env("VALUE")', 'VALUE=$API_TOKEN\nAPI_TOKEN=synthetic\n'), true);
  assert.equal(masked('env("VALUE", default="$OTHER")', `OTHER=${url}\n`), true);
  assert.equal(masked('env("VALUE", default="$API_TOKEN")', 'API_TOKEN=synthetic\n'), true);
  const address = 'postgres://shop:synthetic@localhost/shop';
  assert.equal(masked('env.db("VALUE")', `VALUE=$OTHER\nOTHER=${address}\n`), true);
});

test('what is none is shown', () => {
  assert.equal(masked('env("VALUE")', 'VALUE=$OTHER\nOTHER=plain\n'), false);
  assert.equal(masked('env("VALUE", default="$OTHER")', 'OTHER=plain\n'), false);
});
