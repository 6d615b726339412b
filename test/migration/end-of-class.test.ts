import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ask, assertTakesBack, type Files, GATES, next, start, waive } from './walk.ts';

const LAST = '    other: bool = False  # not used any more\n';

function service(fields: string): Files {
  return {
    'pyproject.toml': '[project]\nname = "shop"\ndependencies = ["pydantic-settings==2.14.0"]\n',
    'app/__init__.py': '',
    'app/settings.py': `from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    model_config = SettingsConfigDict(env_file=".env")

${fields}

settings = Settings()
`,
    '.env': 'DB_POOL=3\n',
  };
}

const CHANGES: readonly ReturnType<typeof ask>[] = [
  ask({ kind: 'rename', from: 'DB_POOL', to: 'DB_POOL_SIZE' }),
  ask({ kind: 'remove', from: 'DB_POOL', answers: new Map([['value_from_now_on', 'yes']]) }),
];

for (const request of CHANGES) {
  test(`${request.kind}: the comment behind the last field stays behind it, and stays at the end`, () => {
    const files = service(`    db_pool: int = 5\n${LAST}`);
    const expand = start(files, request);
    assert.ok(expand.files['app/settings.py']?.includes(LAST), expand.files['app/settings.py']);
    assertTakesBack(expand, files);
    const contract = next(next(waive(expand, ...GATES)));
    assert.ok(contract.files['app/settings.py']?.includes(`\n${LAST}\n\nsettings`));
  });
}

test('rename: the comment behind the field itself stays behind it, the validator stands below', () => {
  const files = service('    db_pool: int = 5  # connections\n');
  const { files: written } = start(files, ask({ kind: 'rename', from: 'DB_POOL', to: 'DB_POOL_SIZE' }));
  const text = written['app/settings.py'] ?? '';
  assert.ok(text.includes('    db_pool_size: int = 5  # connections\n'), text);
  assert.ok(text.indexOf('db_pool: Any') < text.indexOf('@model_validator'), text);
});

test('remove: what it generates itself is nothing to be changed by hand', () => {
  const files = service(`    db_pool: int = 5\n${LAST}`);
  const expand = start(files, CHANGES[1] ?? ask({ kind: 'remove', from: 'DB_POOL' }));
  const again = next(waive(expand, ...GATES));
  assert.doesNotMatch([...expand.notes, ...again.notes].join('\n'), /is named in/);
});
