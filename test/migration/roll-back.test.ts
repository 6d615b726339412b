import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { type MigrationAsk, planMigration } from '../../server/src/core/features/migrations.ts';
import { rollBack } from '../../server/src/core/features/roll-back.ts';
import { ask, assertTakesBack, type Files, next, recordOf, serviceOf, start, waive } from './walk.ts';

const PYPROJECT = '[project]\nname = "shop"\ndependencies = ["pydantic-settings==2.14.0"]\n';
const GATES = Array.from({ length: 14 }, (_, index) => `G${index + 1}`);

/** A service whose class has these fields, and whose environments hold these lines. */
function service(fields: readonly string[], lines: readonly string[], extra: string): Files {
  const all = ['# first', '# second', ...lines, '# last'];
  const text = `${all.join('\n')}\n`;
  return {
    'pyproject.toml': PYPROJECT,
    'app/__init__.py': '',
    'app/settings.py': `from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    model_config = SettingsConfigDict(env_file=".env", extra="${extra}")

${fields.map((it) => `    ${it}`).join('\n')}


settings = Settings()
`,
    '.env': text,
    '.env.staging': `${all.join('\r\n')}\r\n`,
    '.env.production': text.trimEnd(),
  };
}

const POOL = (extra: string) => service(['db_pool: int = 5'], ['DB_POOL=20'], extra);

const CASES: readonly (readonly [string, Files, MigrationAsk])[] = [
  ['rename, env-first', POOL('ignore'), ask({ kind: 'rename', from: 'DB_POOL', to: 'DB_POOL_SIZE' })],
  ['rename, code-first', POOL('forbid'), ask({ kind: 'rename', from: 'DB_POOL', to: 'DB_POOL_SIZE' })],
  ['remove, strict', POOL('forbid'), ask({ kind: 'remove', from: 'DB_POOL' })],
  [
    'unit',
    service(['timeout: int = 30'], ['TIMEOUT=20'], 'forbid'),
    ask({ kind: 'unit', from: 'TIMEOUT', to: 'TIMEOUT_MS', convert: 'seconds-to-milliseconds' }),
  ],
  [
    'split',
    service(['redis_url: str'], ['REDIS_URL=redis://cache:6379'], 'forbid'),
    ask({
      kind: 'split',
      from: 'REDIS_URL',
      fromKeys: ['REDIS_URL'],
      toKeys: ['REDIS_HOST', 'REDIS_PORT'],
      to: 'REDIS_HOST',
      convert: 'url-host-port',
    }),
  ],
  [
    'merge',
    service(['redis_host: str', 'redis_port: int'], ['REDIS_HOST=cache', 'REDIS_PORT=6379'], 'forbid'),
    ask({
      kind: 'merge',
      from: 'REDIS_HOST',
      fromKeys: ['REDIS_HOST', 'REDIS_PORT'],
      to: 'REDIS_URL',
      toKeys: ['REDIS_URL'],
      convert: 'join-host-port',
    }),
  ],
];

/** The request with something for each question that is open. */
function answered(files: Files, request: MigrationAsk): MigrationAsk {
  const answers = new Map(request.answers);
  for (let round = 0; round < 4; round++) {
    const planned = planMigration(serviceOf(files), { ...request, answers });
    assert.ok(planned.ok, planned.ok ? '' : planned.message);
    if (planned.questions.length === 0) break;
    for (const { id, choices } of planned.questions) answers.set(id, choices?.[0] ?? 'redis');
  }
  return { ...request, answers };
}

describe('a phase that is taken back', () => {
  for (const [title, files, request] of CASES) {
    it(`leaves the tree as it was: ${title}`, () => {
      let before: Files = files;
      let walk = start(files, answered(files, request));
      assertTakesBack(walk, before);
      walk = waive(walk, ...GATES);
      for (let phase = 0; phase < 2; phase++) {
        before = walk.files;
        walk = next(walk);
        assertTakesBack(walk, before);
      }
    });
  }

  it('says which key has to be there again before code goes back any further', () => {
    const files = POOL('ignore');
    const request = ask({ kind: 'rename', from: 'DB_POOL', to: 'DB_POOL_SIZE', plan: 'code-first' });
    const expand = waive(start(files, answered(files, request)), ...GATES);
    const migrate = next(expand);
    const contract = next(migrate);
    const result = rollBack(serviceOf(contract.files), serviceOf(migrate.files), recordOf(contract));
    assert.ok(result.ok);
    assert.match(result.note ?? '', /^redeploy the previous release \(it reads DB_POOL_SIZE too\)/);
    assert.deepEqual(
      result.horizon.filter((it) => it.includes('production')),
      ['add `DB_POOL` back to `production` before a release from before the migration runs there'],
    );
  });

  it('says which key a strict release from before refuses, though the code of the phase before declares it', () => {
    const files = POOL('forbid');
    const request = ask({ kind: 'rename', from: 'DB_POOL', to: 'DB_POOL_SIZE' });
    const expand = waive(start(files, answered(files, request)), ...GATES);
    const migrate = next(expand);
    const contract = next(migrate);
    const result = rollBack(serviceOf(contract.files), serviceOf(migrate.files), recordOf(contract));
    assert.ok(result.ok, result.ok ? '' : result.message);
    assert.match(result.note ?? '', /put DB_POOL back in place of DB_POOL_SIZE$/);
    assert.deepEqual(
      result.horizon.filter((it) => it.includes('production')),
      [
        'add `DB_POOL` back to `production` before a release from before the migration runs there',
        'take `DB_POOL_SIZE` out of `production` before a release that does not declare it runs there: it rejects unknown keys',
      ],
    );
  });

  it('says which key a strict release from before would refuse', () => {
    const files = POOL('forbid');
    const request = ask({ kind: 'rename', from: 'DB_POOL', to: 'DB_POOL_SIZE' });
    const expand = start(files, answered(files, request));
    const early = (expand.files['.env'] ?? '').replace('DB_POOL=', 'DB_POOL_SIZE=');
    const now = serviceOf({ ...expand.files, '.env': early });
    const result = rollBack(now, serviceOf(files), recordOf(expand));
    assert.ok(result.ok, result.ok ? '' : result.message);
    assert.deepEqual(result.horizon, [
      'add `DB_POOL` back to `development` before a release from before the migration runs there',
      'take `DB_POOL_SIZE` out of `development` before a release that does not declare it runs there: it rejects unknown keys',
    ]);
  });
});
