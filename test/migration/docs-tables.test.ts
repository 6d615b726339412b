import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { MigrationAsk } from '../../server/src/core/features/migrations.ts';
import {
  ask,
  assertResumes,
  assertTakesBack,
  type Files,
  GATES,
  next,
  recordOf,
  start,
  waive,
} from './walk.ts';

function service(field: string, env: string, path: string, text: string): Files {
  return {
    'pyproject.toml': '[project]\nname = "shop"\ndependencies = ["pydantic-settings==2.14.0"]\n',
    'app/__init__.py': '',
    'app/settings.py': `from typing import Literal

from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    model_config = SettingsConfigDict(env_file=".env", extra="ignore")

    name: str = "shop"
    debug: bool = False
    ${field}


settings = Settings()
`,
    '.env': `# own\n# lines\n${env}# end\n`,
    [path]: text,
  };
}

/** The document after each phase. */
function walked(
  files: Files,
  path: string,
  request: Partial<MigrationAsk> & Pick<MigrationAsk, 'kind' | 'from'>,
) {
  const answers = new Map([
    ['value_from_now_on', 'yes'],
    ['differing_values', 'yes'],
    ['precedence', 'new'],
    ...(request.answers ?? []),
  ]);
  let before = files;
  let walk = start(files, ask({ ...request, answers }));
  const texts: (string | undefined)[] = [];
  for (;;) {
    assertResumes(walk, before);
    assertTakesBack(walk, before);
    texts.push(walk.files[path]);
    if (recordOf(walk).phase === 'contract') return texts;
    before = walk.files;
    walk = next(waive(walk, ...GATES));
  }
}

const lines = (...all: readonly string[]) => all.join('\r\n');

describe('tables of settings in documents follow the code', () => {
  it('a renamed key has a row of its own, and the old one goes with the code that reads it', () => {
    const head = ['# Shop', '', '| Key       | Default | Meaning |', '| :-------- | ------: | ------- |'];
    const text = lines(
      ...head,
      '| `NAME`    |  `shop` | it      |',
      '| `DB_POOL` |     `5` | a \\| b  |',
      '',
      'End',
    );
    const files = service('db_pool: int = 5', 'DB_POOL=20\n', 'README.md', text);
    const request = { kind: 'rename', from: 'DB_POOL', to: 'DB_POOL_SIZE', plan: 'code-first' } as const;
    const [expand, migrate, contract] = walked(files, 'README.md', request);
    assert.equal(
      expand,
      lines(
        '# Shop',
        '',
        '| Key            | Default | Meaning                                |',
        '| :------------- | ------: | -------------------------------------- |',
        '| `NAME`         |  `shop` | it                                     |',
        '| `DB_POOL`      |     `5` | deprecated, use `DB_POOL_SIZE`; a \\| b |',
        '| `DB_POOL_SIZE` |     `5` | a \\| b                                 |',
        '',
        'End',
      ),
    );
    assert.equal(migrate, expand);
    assert.doesNotMatch(contract ?? '', /DB_POOL`|deprecated/);
    assert.match(contract ?? '', /\| `DB_POOL_SIZE` \| +`5` \| a \\\| b +\|\r\n\r\nEnd$/);
  });

  it('the parts of a split key have rows that say nothing yet, at the end of a file without a line break', () => {
    const text =
      '|Key|Default|Meaning|\n|---|---|---|\n|`NAME`||it|\n|`REDIS_URL`|`redis://cache:6379`|the cache|';
    const files = service('redis_url: str', 'REDIS_URL=redis://cache:6379\n', 'docs/settings.md', text);
    const [expand, , contract] = walked(files, 'docs/settings.md', {
      kind: 'split',
      from: 'REDIS_URL',
      fromKeys: ['REDIS_URL'],
      to: 'REDIS_HOST',
      toKeys: ['REDIS_HOST', 'REDIS_PORT'],
      convert: 'url-host-port',
      plan: 'code-first',
    });
    const parts = '|`REDIS_HOST`|`cache`||\n|`REDIS_PORT`|`6379`||';
    const old = '|`REDIS_URL`|`redis://cache:6379`|deprecated, use `REDIS_HOST`, `REDIS_PORT`; the cache|\n';
    assert.equal(expand, `|Key|Default|Meaning|\n|---|---|---|\n|\`NAME\`||it|\n${old}${parts}`);
    assert.equal(contract, `|Key|Default|Meaning|\n|---|---|---|\n|\`NAME\`||it|\n${parts}`);
  });

  it('a list-table of reStructuredText keeps its layout', () => {
    const table = (...rows: readonly string[]) =>
      [
        '.. list-table:: Settings',
        '   :header-rows: 1',
        '',
        '   * - Key',
        '     - Default',
        '     - Meaning',
        ...rows,
        '',
        'End.',
        '',
      ].join('\n');
    const name = ['   * - ``NAME``', '     - shop', '     - the name'];
    const old = ['   * - :envvar:`TIMEOUT`', '     - ``30``', '     - how long', '       it may take'];
    const files = service('timeout: int = 30', 'TIMEOUT=20\n', 'docs/a.rst', table(...old, ...name));
    const [expand, , contract] = walked(files, 'docs/a.rst', {
      kind: 'unit',
      from: 'TIMEOUT',
      to: 'TIMEOUT_MS',
      convert: 'seconds-to-milliseconds',
      plan: 'code-first',
    });
    const added = [
      '   * - :envvar:`TIMEOUT_MS`',
      '     - ``30000``',
      '     - how long',
      '       it may take',
    ];
    const marked = [...old.slice(0, 2), '     - deprecated, use `TIMEOUT_MS`; how long it may take'];
    assert.equal(expand, table(...marked, ...added, ...name));
    assert.equal(contract, table(...added, ...name));
  });

  it('defaults, demands and rows that go change where they stand', () => {
    const table = (...rows: readonly string[]) =>
      ['| Default | Key | Required |', '| --- | --- | --- |', '| shop | NAME | no |', ...rows, ''].join('\n');
    const cases = [
      [
        'db_pool: int = 5',
        '',
        '| 5 | DB_POOL | no |',
        '| 10 | DB_POOL | no |',
        { kind: 'default', from: 'DB_POOL', to: 'DB_POOL', answers: new Map([['default_new', '10']]) },
      ],
      [
        'db_pool: int = 5',
        'DB_POOL=5\n',
        '| 5 | DB_POOL | no |',
        undefined,
        { kind: 'remove', from: 'DB_POOL' },
      ],
      [
        'region: str = "eu"',
        '',
        '| eu | REGION | no |',
        '| eu | REGION | yes |',
        { kind: 'require', from: 'REGION', to: 'REGION', answers: new Map([['default_value', 'us']]) },
      ],
      [
        'mode: Literal["a", "b"] = "a"',
        'MODE=a\n',
        '| a | MODE | no |',
        '| c | MODE | no |',
        { kind: 'enum', from: 'MODE', to: 'MODE', answers: new Map([['enum.a', 'c']]) },
      ],
    ] as const;
    for (const [field, env, before, after, request] of cases) {
      const files = service(field, env, 'README.md', table(before));
      const texts = walked(files, 'README.md', request);
      assert.equal(texts.at(-1), after === undefined ? table() : table(after), request.kind);
    }
  });

  it('code, a history, and a cell that holds more than the key stay as they are', () => {
    const text =
      '```\n| Key | Meaning |\n| --- | --- |\n| DB_POOL | a |\n```\n\n| Keys |\n| --- |\n| DB_POOL and NAME |\n';
    const files = {
      ...service('db_pool: int = 5', 'DB_POOL=20\n', 'README.md', text),
      'CHANGELOG.md': '| Key |\n| --- |\n| DB_POOL |\n',
    };
    const request = { kind: 'rename', from: 'DB_POOL', to: 'DB_POOL_SIZE' } as const;
    assert.ok(walked(files, 'README.md', request).every((it) => it === text));
    assert.ok(walked(files, 'CHANGELOG.md', request).every((it) => it === files['CHANGELOG.md']));
  });
});
