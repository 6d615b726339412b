import assert from 'node:assert/strict';
import { test } from 'node:test';
import { planMigration } from '../../server/src/core/features/migrations.ts';
import { ask, type Files, serviceOf } from './walk.ts';

const FILES: Files = {
  'pyproject.toml': '[project]\nname = "shop"\ndependencies = ["pydantic-settings==2.14.0"]\n',
  'app/__init__.py': '',
  'app/settings.py': `from pydantic import BaseModel
from pydantic_settings import BaseSettings, SettingsConfigDict


class Smtp(BaseModel):
    timeout: int = 5


class Mail(BaseModel):
    host: str
    smtp: Smtp = Smtp()


class Settings(BaseSettings):
    model_config = SettingsConfigDict(env_file=".env", env_prefix="SHOP_", env_nested_delimiter="__")

    mail: Mail
    name: str


settings = Settings()
`,
  '.env': 'SHOP_MAIL__HOST=mail\nSHOP_NAME=shop\n',
};

function refused(request: Parameters<typeof ask>[0], files: Files = FILES): string {
  const planned = planMigration(serviceOf(files), ask(request));
  assert.ok(!planned.ok);
  return [planned.message, ...planned.candidates].join('; ');
}

const HOST =
  '`SHOP_MAIL__HOST` sets `mail.host`, a part of the field `mail` (`SHOP_MAIL`) of `Settings`, and parts are changed by hand: let the model go on with the old and the new form for a while (of a name: `validation_alias=AliasChoices("new", "host")`), ship that, change the environments, then take the old form out';

test('a key that sets a part of a field is refused, with what to do in its place', () => {
  const from = 'SHOP_MAIL__HOST';
  assert.equal(refused({ kind: 'rename', from, to: 'SHOP_MAIL__SERVER' }), HOST);
  assert.equal(refused({ kind: 'require', from, to: from }), HOST);
  assert.equal(refused({ kind: 'remove', from, settings: 'app.settings:Settings' }), HOST);
  assert.match(refused({ kind: 'remove', from: 'SHOP_MAIL__SMTP__TIMEOUT' }), /sets `mail\.smtp\.timeout`/);
});

test('a part that the model does not declare brings those that may be meant', () => {
  assert.equal(
    refused({ kind: 'remove', from: 'SHOP_MAIL__HOTS' }),
    '`SHOP_MAIL__HOTS` would be a part of the field `mail` (`SHOP_MAIL`) of `Settings`, and the model of that declares no `hots`; SHOP_MAIL__HOST; SHOP_MAIL__SMTP',
  );
  assert.match(
    refused({ kind: 'remove', from: 'SHOP_MAIL__SMTP__TIMEOT' }),
    /no `timeot`; SHOP_MAIL__SMTP__TIMEOUT$/,
  );
});

test('a whole field that is set part by part is not taken for one that nothing sets', () => {
  assert.match(
    refused({ kind: 'rename', from: 'SHOP_MAIL', to: 'SHOP_POST' }),
    /^`SHOP_MAIL` is set part by part \(`SHOP_MAIL__HOST` in `\.env`\), and parts are changed by hand/,
  );
  const whole = { ...FILES, '.env': 'SHOP_MAIL={"host": "mail"}\nSHOP_NAME=shop\n' };
  assert.ok(planMigration(serviceOf(whole), ask({ kind: 'rename', from: 'SHOP_MAIL', to: 'SHOP_POST' })).ok);
});

test('a new name is no part of another field', () => {
  assert.match(
    refused({ kind: 'rename', from: 'SHOP_NAME', to: 'SHOP_MAIL__NAME' }),
    /^`SHOP_MAIL__NAME` would be a part of the field `mail` .*: choose a name without `__` behind that one$/,
  );
  assert.ok(planMigration(serviceOf(FILES), ask({ kind: 'rename', from: 'SHOP_NAME', to: 'SHOP_TITLE' })).ok);
});
