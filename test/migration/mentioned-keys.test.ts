import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { attestRecord } from '../../server/src/core/migration/edit/attest-record.ts';
import { gatesOf } from '../../server/src/core/migration/gates.ts';
import { ask, type Files, factsOf, failing, next, recordOf, start, type Walk } from './walk.ts';

const SETTINGS = `from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    model_config = SettingsConfigDict(env_file=".env", extra="ignore")

    db_pool: int = 5
    beta: bool = True


settings = Settings()
`;
const FILES: Files = {
  'pyproject.toml': '[project]\nname = "shop"\n',
  'settings.py': SETTINGS,
  '.env': 'DB_POOL=5\nBETA=true\n',
  '.env.production': 'DB_POOL=5\nBETA=true\n',
  'chart/Chart.yaml': 'apiVersion: v2\nname: shop\nversion: 0.1.0\n',
};
const RENAME = ask({ kind: 'rename', from: 'DB_POOL', to: 'DB_POOL_SIZE' });

function startWith(path: string, text: string, request = RENAME): Walk {
  return start({ ...FILES, [path]: text }, request);
}

describe('a file of which only names are seen, before code needs the new key', () => {
  for (const [path, held] of [
    ['chart/values.yaml', ['development', 'production']],
    ['chart/values-production.yaml', ['production']],
    ['chart/values-staging.yaml', ['staging']],
    ['chart/templates/deployment.yaml', ['development', 'production']],
    ['deploy/staging/run.sh', ['staging']],
  ] as const) {
    it(`${path} leaves ${held.join(' and ')} open`, () => {
      const walk = startWith(path, 'env:\n  DB_POOL: "20"\n');
      assert.deepEqual(
        failing(walk, 'next'),
        held.map((it) => `G1 ${it} unknown`),
      );
      assert.ok(
        walk.notes.includes(`add \`DB_POOL_SIZE\` next to \`DB_POOL\` in \`${path}:2\``),
        walk.notes.join('\n'),
      );
      const both = { ...walk.files, [path]: 'env:\n  DB_POOL: "20"\n  DB_POOL_SIZE: "20"\n' };
      assert.deepEqual(failing({ ...walk, files: both }, 'next'), []);
    });
  }

  for (const [path, text] of [
    ['docs/settings.md', 'DB_POOL\n'],
    ['frontend/config.ts', 'export const pool = process.env.DB_POOL;\n'],
    ['deploy/tests/run.sh', 'export DB_POOL=5\n'],
  ] as const)
    it(`${path} sets nothing`, () => assert.deepEqual(failing(startWith(path, text), 'next'), []));

  it('passes once somebody lists what the environment holds, or says that the file is not used', () => {
    const walk = startWith('chart/values-production.yaml', 'env:\n  DB_POOL: "20"\n');
    const said = { by: '@ops', on: '2026-09-23', command: 'kubectl exec deploy/shop -- env' };
    const listed = attestRecord(recordOf(walk), {
      ...said,
      environment: { name: 'production', names: ['DB_POOL', 'DB_POOL_SIZE'] },
    });
    const shown = attestRecord(recordOf(walk), {
      ...said,
      evidence: { gate: 'G1', result: 'yes: the chart is not used any more' },
    });
    for (const edited of [listed, shown]) {
      assert.ok(edited.ok, edited.ok ? '' : edited.message);
      const files = { ...walk.files, [recordOf(walk).file.path]: edited.text };
      assert.deepEqual(failing({ ...walk, files }, 'next'), []);
      assert.match(next({ ...walk, files }).files['settings.py'] ?? '', /db_pool_size: int = 5/);
    }
  });
});

describe('a value that is judged in place, and that such a file may set', () => {
  const values = ['chart/values-production.yaml', 'env:\n  DB_POOL: "20"\n  BETA: "no"\n'] as const;
  for (const [title, request, gate] of [
    [
      'may not satisfy the new constraint',
      ask({ kind: 'tighten', from: 'DB_POOL', answers: new Map([['constraint', 'ge=1, le=10']]) }),
      'G4',
    ],
    [
      'may not have the value that a flag keeps',
      ask({ kind: 'flag', from: 'BETA', answers: new Map([['default_value', 'true']]) }),
      'G3',
    ],
    [
      'may be spelled the old way',
      ask({ kind: 'retype', from: 'BETA', to: 'BETA', convert: 'bool-words' }),
      'G4',
    ],
  ] as const)
    it(title, () => {
      const held = `${gate} production unknown`;
      const all = (walk: Walk) =>
        (['expand', 'migrate', 'contract'] as const)
          .flatMap((phase) => gatesOf(factsOf(walk), { ...recordOf(walk), phase }))
          .map((it) => `${it.id} ${it.environment} ${it.verdict}`);
      assert.ok(all(startWith(...values, request)).includes(held), all(startWith(...values, request)).join());
      assert.ok(!all(start(FILES, request)).includes(held));
    });
});
