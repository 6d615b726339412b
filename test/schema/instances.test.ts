import assert from 'node:assert/strict';
import { test } from 'node:test';
import { schemasOf } from '../../server/src/core/schema/readers.ts';
import { workspace } from '../workspace.ts';
import { plain, schemaNamed } from './read-settings.ts';

const CONFIG = `
from pydantic_settings import BaseSettings
class Settings(BaseSettings):
    model_config = {"env_file": ".env"}
    port: int
    host: str
`;

test('the arguments of the one call site count', () => {
  const schema = schemaNamed('Settings', {
    'app/config.py': CONFIG,
    'app/main.py':
      'from functools import lru_cache\nfrom app.config import Settings as S\n@lru_cache\ndef get():\n    return S(_env_file=(".env", ".env.local"), _case_sensitive=True, port=1)\n',
  });
  assert.deepEqual(
    schema.loading.envFiles.map((it) => it.path),
    ['.env', '.env.local'],
  );
  assert.equal(schema.loading.caseSensitive, true);
  assert.deepEqual(
    schema.loading.initArguments?.map((it) => [it.name, plain(it.data), it.place.path]),
    [['port', 1, 'app/main.py']],
  );
});

test('call sites that disagree are both named', () => {
  const { loading } = schemaNamed('Settings', {
    'config.py': CONFIG,
    'a.py': 'import config\nconfig.Settings(_env_file="a.env", host="hunter2")\n',
    'b.py': 'from config import Settings\nsettings = Settings()\n',
  });
  assert.deepEqual(loading.envFiles, []);
  assert.equal(
    loading.envFileUndecided?.reason,
    '`config.Settings(_env_file=…, host=…)` in `a.py` and `Settings()` in `b.py` disagree',
  );
  assert.deepEqual(
    loading.initArguments?.map((it) => [it.name, it.data]),
    [['host', undefined]],
  );
});

test('call sites that disagree about more than the dotenv file leave the schema open', () => {
  const schema = schemaNamed('Settings', {
    'config.py': `${CONFIG}\nSettings(_env_prefix="A_")\nSettings()\n`,
  });
  assert.equal(schema.open.length, 1);
  assert.ok(schema.fields.every((it) => it.undecided.length === 1));
});

test('arguments that are computed leave the schema open', () => {
  const schema = schemaNamed('Settings', { 'config.py': `${CONFIG}\nSettings(**overrides)\n` });
  assert.equal(schema.open[0]?.reason, '`Settings(…)` has arguments that are computed');
});

test('bases, nested types and classes of tests are no instances of their own', () => {
  const ids = schemasOf(
    workspace({
      'config.py': `
from pydantic_settings import BaseSettings
class Base(BaseSettings):
    a: int
class Db(BaseSettings):
    url: str
class Cache(BaseSettings):
    url: str
class Settings(Base):
    db: Db
    cache: Cache = Cache()
class Unused(BaseSettings):
    x: int
`,
      'tests/test_config.py':
        'from config import Base\nBase(_env_file="x")\nclass TestSettings(Base): pass\n',
      'other.py': 'from config import Settings\nclass Worker(Settings):\n    w: int\nSettings()\n',
    }),
  ).map((it) => it.id);
  assert.deepEqual(ids, ['config:Cache', 'config:Settings', 'config:Unused', 'other:Worker']);
});

test('a class that is handed on is made without arguments', () => {
  const ids = schemasOf(
    workspace({
      'config.py': 'from pydantic_settings import BaseSettings\nclass Db(BaseSettings):\n    url: str\n',
      'main.py':
        'from config import Db\nfrom fastapi import Depends\ndef f(x: Db = Depends(Db)): pass\nclass X(Db):\n    y: int\n',
    }),
  ).map((it) => it.id);
  assert.deepEqual(ids, ['config:Db', 'main:X']);
});
