import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type KindFixture, ship, shipAll } from './kind-code.ts';
import { PYTHON, WHY } from './run-python.ts';

const USE = `from app.settings import Settings


def value(settings: Settings):
    return settings.NAME
`;

function fixture(
  line: string,
  change: Omit<KindFixture, 'title' | 'files'>,
  more: { readonly head?: string; readonly config?: string } = {},
): KindFixture {
  const { head = 'from pydantic.v1 import BaseSettings', config = '' } = more;
  const imports = line.includes('Field(') ? head.replace('BaseSettings', 'BaseSettings, Field') : head;
  const [name = ''] = line.split(':');
  return {
    title: `${change.kind}: ${line}${config}`,
    files: {
      'pyproject.toml': '[project]\nname = "api"\ndependencies = ["pydantic==2.13.5"]\n',
      'app/__init__.py': '',
      'app/settings.py': `${imports}\n\n\nclass Settings(BaseSettings):\n    debug: bool = False\n    ${line}\n${config}`,
      'app/use.py': USE.replace('NAME', name),
    },
    ...change,
  };
}

const keys = (from: string, to = from) => ({ fromKeys: [from], toKeys: to === '' ? [] : [to] });
const POOL = keys('DB_POOL', 'DB_POOL_SIZE');
const MS = { kind: 'unit', ...keys('TIMEOUT', 'TIMEOUT_MS'), convert: 'seconds-to-milliseconds' } as const;

const WRITTEN: readonly KindFixture[] = [
  fixture('db_pool: int = 5', { kind: 'rename', ...POOL }),
  fixture('db_pool: int', { kind: 'rename', ...POOL }),
  fixture('db_pool: int = Field(5, ge=1, le=50)', { kind: 'rename', ...POOL }),
  fixture(
    'db_pool: int = 5',
    { kind: 'rename', ...keys('SHOP_DB_POOL', 'SHOP_POOL_SIZE') },
    { config: '\n    class Config:\n        env_prefix = "SHOP_"\n' },
  ),
  fixture('db_pool: int = 5', {
    kind: 'default',
    ...keys('DB_POOL'),
    answers: { default_old: '5', default_new: '7' },
  }),
  fixture('db_pool: int = Field(5, ge=1)', { kind: 'require', ...keys('DB_POOL') }),
  fixture('timeout: int = 30  # seconds', MS),
  fixture('timeout: float', MS),
];

/** Classes whose file does not say of which pydantic they are. */
const DERIVED: readonly KindFixture[] = [
  fixture('db_pool: int', { kind: 'rename', ...POOL }),
  fixture('db_pool: int', { kind: 'require', ...keys('DB_POOL') }),
  fixture('timeout: float', MS),
].map((it) => ({
  ...it,
  title: `${it.title}, of a class of another file`,
  files: {
    ...it.files,
    'app/base.py': 'from pydantic.v1 import BaseSettings\n\n\nclass Base(BaseSettings):\n    pass\n',
    'app/settings.py': (it.files['app/settings.py'] ?? '')
      .replace('from pydantic.v1 import BaseSettings', 'from app.base import Base')
      .replace('(BaseSettings)', '(Base)'),
  },
}));

const GONE: readonly KindFixture[] = [
  fixture('legacy: str = "x"', { kind: 'remove', ...keys('LEGACY', '') }),
  fixture('new_checkout: bool = False', {
    kind: 'flag',
    ...keys('NEW_CHECKOUT', ''),
    answers: { default_value: 'true' },
  }),
];

const BY_HAND: readonly KindFixture[] = [
  fixture('db_pool: int = Field(5, env="DB_POOL")', { kind: 'rename', ...POOL }),
  fixture(
    'pool: int = 5',
    { kind: 'rename', ...POOL },
    { config: '\n    class Config:\n        fields = {"pool": {"env": "DB_POOL"}}\n' },
  ),
  fixture(
    'db_pool: int = 5',
    { kind: 'rename', ...POOL },
    { config: '\n    @validator("db_pool")\n    def checked(cls, value):\n        return value\n' },
  ),
  fixture(
    'db_pool: Optional[int] = 5',
    { kind: 'require', ...keys('DB_POOL') },
    { head: 'from typing import Optional\n\nfrom pydantic.v1 import BaseSettings' },
  ),
];

test('classes of pydantic 1 get a new name, default or unit, and a key that has to be set', (t) => {
  if (PYTHON === '') return t.skip(WHY);
  shipAll([...WRITTEN, ...DERIVED], [{ code: 'new', phase: 'migrate', plan: 'env-first' }]);
});

test('classes of pydantic 1 go on without a key, and with the value of a flag', (t) => {
  if (PYTHON === '') return t.skip(WHY);
  shipAll(GONE, [{ code: 'new', phase: 'expand' }]);
});

test('the error of pydantic 1 itself is expected, whatever a comment says', () => {
  const head = '# pydantic.v1 comes later\nfrom pydantic import BaseSettings';
  const it = fixture('db_pool: int', { kind: 'rename', ...POOL }, { head });
  const own = {
    ...it.files,
    'pyproject.toml': '[project]\nname = "api"\ndependencies = ["pydantic==1.10.2"]\n',
  };
  const { files } = ship(it, '20260923-change', own, { code: 'new', phase: 'migrate', plan: 'env-first' });
  const [written = ''] = Object.entries(files).flatMap(([path, text]) =>
    path.includes('settings_migrations') ? [text] : [],
  );
  assert.match(written, /^from pydantic import ValidationError$/m);
});

for (const it of BY_HAND) {
  test(`left to people: ${it.title}`, () => {
    const { files, notes } = ship(it, '20260923-change', it.files, { code: 'new', phase: 'migrate' });
    assert.equal(files['app/settings.py'], it.files['app/settings.py']);
    assert.match(notes.join('\n'), /change that by hand; /);
  });
}

test('a class of pydantic 1 that reads both keys is left to people', () => {
  const [first] = WRITTEN;
  assert.ok(first);
  const { files, notes } = ship(first, '20260923-change', first.files, { code: 'both', phase: 'expand' });
  assert.equal(files['app/settings.py'], first.files['app/settings.py']);
  assert.match(notes.join('\n'), /a validator that reads both is not written for classes of pydantic 1/);
});
