import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type KindFixture, ship, shipAll } from './kind-code.ts';
import { PYTHON, WHY } from './run-python.ts';
import { ask, GATES, next, recordOf, start, waive } from './walk.ts';

/** Declarations of a key that goes, with what the team says behind them. */
const COMMENTS = [
  '# per process',
  '# per process, and twice that while a release rolls',
  '# type: ignore[assignment]  # until the stubs know it',
];

const REMOVED: readonly KindFixture[] = COMMENTS.map((said, at) => ({
  title: said,
  kind: 'remove',
  fromKeys: ['DB_POOL'],
  toKeys: [],
  files: {
    'pyproject.toml': '[project]\nname = "shop"\n',
    'app/__init__.py': '',
    'app/settings.py': `from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    model_config = SettingsConfigDict(env_file=".env")

    db_pool: int = ${at}  ${said}
    name: str
`,
  },
}));

test('what the team says behind a declaration stays as long as the field does', () => {
  for (const fixture of REMOVED) {
    const expanded = ship(fixture, '20260923-db-pool', fixture.files, {
      code: 'new-declaring',
      phase: 'expand',
    }).files;
    const code = expanded['app/settings.py'] ?? '';
    assert.match(code, /db_pool: Any = Field\(/);
    assert.ok(code.includes(`)  ${fixture.title}\n`), code);
    const contracted = ship(fixture, '20260923-db-pool', expanded, { code: 'new', phase: 'contract' }).files;
    assert.ok(!contracted['app/settings.py']?.includes(fixture.title));
  }
});

test('with what the team says behind it, a declaration is laid out as a formatter does it', (t) => {
  if (PYTHON === '') return t.skip(WHY);
  shipAll(REMOVED, [{ code: 'new-declaring', phase: 'expand' }]);
});

test('variables that a test makes up are written as people write them, where their case does not matter', () => {
  const [fixture] = REMOVED;
  assert.ok(fixture);
  const withCase = (config: string, prefix: string) => ({
    ...fixture.files,
    'app/settings.py': (fixture.files['app/settings.py'] ?? '')
      .replace('env_file=".env"', `env_file=".env", env_prefix="${prefix}"${config}`)
      .replace('name: str', 'base_name: str'),
  });
  const others = (files: KindFixture['files'], from: string) => {
    const own = { ...fixture, fromKeys: [from] };
    const after = ship(own, '20260923-db-pool', files, { code: 'new-declaring', phase: 'expand' }).files;
    const [text] = Object.entries(after).flatMap(([path, it]) => (path.startsWith('tests/') ? [it] : []));
    return /^OTHERS = \{\n((?: {4}.*\n)*)\}/m.exec(text ?? '')?.[1];
  };
  assert.equal(others(withCase('', 'SHOP_'), 'SHOP_DB_POOL'), '    "SHOP_BASE_NAME": "example-one",\n');
  assert.equal(
    others(withCase(', case_sensitive=True', 'SHOP_'), 'SHOP_db_pool'),
    '    "SHOP_base_name": "example-one",\n',
  );
});

test('the mapping of a compose file from which the last variable goes stays, as people wrote it', () => {
  const compose =
    'services:\n  app:\n    build: .\n    environment:\n      DB_POOL: "20"\n    ports: ["80:80"]\n';
  const files = {
    'pyproject.toml': '[project]\nname = "shop"\ndependencies = ["pydantic-settings==2.14.0"]\n',
    'app/__init__.py': '',
    'app/settings.py':
      'from pydantic_settings import BaseSettings\n\n\nclass Settings(BaseSettings):\n    db_pool: int = 5\n    name: str = "shop"\n',
    Dockerfile: 'FROM python:3.13\nCOPY app app\n',
    'compose.yaml': compose,
  };
  let walk = waive(start(files, ask({ kind: 'remove', from: 'DB_POOL' })), ...GATES);
  while (recordOf(walk).phase !== 'contract' && walk.files['compose.yaml'] === compose) walk = next(walk);
  assert.equal(
    walk.files['compose.yaml'],
    'services:\n  app:\n    build: .\n    environment: {}\n    ports: ["80:80"]\n',
  );
});
