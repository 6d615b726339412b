import assert from 'node:assert/strict';
import { test } from 'node:test';
import { advance } from '../../server/src/core/migration/advance.ts';
import { ownersOf } from '../../server/src/core/migration/codeowners.ts';
import {
  type CreateRequest,
  createMigration,
  migrationId,
} from '../../server/src/core/migration/create-migration.ts';
import { gatesOf, phaseAllowed } from '../../server/src/core/migration/gates.ts';
import { parseRecord } from '../../server/src/core/migration/record.ts';
import { writeRecord } from '../../server/src/core/migration/write-record.ts';
import { sourceFile } from '../../server/src/core/text/source-file.ts';
import { recordValidator } from '../../server/src/options/record-schema.ts';
import { type EnvironmentShape, type FactsShape, makeFacts, withEdits } from './make-facts.ts';

const SETTINGS = `from pydantic_settings import BaseSettings


class Settings(BaseSettings):
    db_pool: int
    debug: bool = False
`;
const REQUEST: CreateRequest = { today: '2026-09-23', answers: new Map(), owner: '@team' };
const DEV: EnvironmentShape = { name: 'development', dotenv: ['.env'] };
const PROD: EnvironmentShape = { name: 'production', process: ['deploy/prod.env'] };

function shape(rest: Partial<FactsShape> = {}, files: Readonly<Record<string, string>> = {}): FactsShape {
  return {
    from: 'DB_POOL',
    to: 'DB_POOL_SIZE',
    module: 'app/config.py',
    className: 'Settings',
    fields: [{ name: 'db_pool', type: { kind: 'int' } }],
    emptyAccepted: false,
    environments: [DEV, PROD],
    ...rest,
    files: {
      'app/__init__.py': '',
      'app/config.py': SETTINGS,
      '.env': '# pool\nDB_POOL="37"  # connections\nDEBUG=1\n',
      'deploy/prod.env': `DB_POOL=\${BASE}0\n`,
      ...files,
    },
  };
}

async function create(rest: Partial<FactsShape> = {}, request: Partial<CreateRequest> = {}, files = {}) {
  const facts = await makeFacts(shape(rest, files));
  const result = createMigration(facts, { ...REQUEST, ...request });
  return { facts, result };
}

test('tolerant readers get NEW next to OLD, with its quotes and interpolation, and a marker above', async () => {
  const { result } = await create({ loading: { extra: 'ignore' } });
  assert.ok(result.ok);
  assert.equal(result.plan.plan, 'env-first');
  assert.equal(result.phase, 'expand');
  assert.deepEqual(result.questions, []);
  const edits = result.change.environment.flatMap((it) => it.edits);
  const files = withEdits(shape().files, edits);
  const marker = '# settings-migration: 20260923-db-pool-size';
  assert.equal(files['.env'], `# pool\nDB_POOL="37"  # connections\n${marker}\nDB_POOL_SIZE="37"\nDEBUG=1\n`);
  assert.equal(files['deploy/prod.env'], `DB_POOL=\${BASE}0\n${marker}\nDB_POOL_SIZE=\${BASE}0\n`);
  assert.deepEqual(
    result.change.environment.map((it) => [it.path, it.needsConfirmation]),
    [
      ['.env', false],
      ['deploy/prod.env', true],
    ],
  );
  assert.deepEqual(
    result.change.code.map((it) => it.path),
    ['settings-migrations/20260923-db-pool-size.md'],
  );
});

test('a strict reader gets the dual read first, and the reason names it', async () => {
  const { result } = await create();
  assert.ok(result.ok);
  assert.equal(result.plan.plan, 'code-first');
  assert.deepEqual(result.change.environment, []);
  const envFirst = result.plan.alternatives.find((it) => it.plan === 'env-first');
  assert.equal(
    envFirst?.why,
    '`env-first` would stop the version of today: `Settings` rejects unknown keys in dotenv files (`extra` is `forbid`)',
  );
  const paths = result.change.code.map((it) => it.path);
  assert.ok(paths.includes('app/config.py'));
  assert.ok(paths.includes('tests/settings_migrations/test_20260923_db_pool_size.py'));
  const record = parseRecord(sourceFile(result.change.record.path, result.change.record.text));
  assert.deepEqual(recordValidator(record.data), []);
  assert.doesNotMatch(JSON.stringify(result.change), /37/);
});

test('a store that is not seen keeps NEW out of the layers below it', async () => {
  const opaque = { ...DEV, opaque: ['aws-ssm:/api/dev'] };
  const { result } = await create({ loading: { extra: 'ignore' }, environments: [opaque] });
  assert.ok(result.ok);
  assert.deepEqual(result.change.environment, []);
  assert.ok(result.change.notes.some((note) => note.includes('`aws-ssm:/api/dev`')));
});

test('bundled settings are renamed in one step', async () => {
  const { result } = await create({ environments: [{ ...DEV, coupling: 'bundled' }] });
  assert.ok(result.ok);
  assert.equal(result.plan.plan, 'one-pr');
  const files = withEdits(shape().files, [
    ...result.change.code,
    ...result.change.environment.flatMap((it) => it.edits),
  ]);
  assert.match(files['app/config.py'] ?? '', /^ {4}db_pool_size: int$/m);
  assert.match(files['.env'] ?? '', /^DB_POOL_SIZE="37"/m);
});

test('without an owner, or with a plan that is not safe, there is a draft and a question', async () => {
  const facts = await makeFacts(shape());
  const noOwner = createMigration(facts, { today: '2026-09-23', answers: new Map() });
  assert.ok(noOwner.ok);
  assert.equal(noOwner.phase, 'draft');
  assert.deepEqual(
    noOwner.questions.map((it) => it.id),
    ['owner'],
  );
  assert.match(noOwner.change.record.text, /^owner: "TODO\(owner\)"|^owner: TODO\(owner\)$/m);
  assert.equal(noOwner.change.code.length, 1);
  const unsafe = createMigration(facts, { ...REQUEST, plan: 'one-pr' });
  assert.ok(unsafe.ok);
  assert.deepEqual(
    unsafe.questions.map((it) => it.id),
    ['unsafe_plan'],
  );
});

test('what cannot be migrated is refused with what may have been meant', async () => {
  const missing = await makeFacts({ ...shape(), from: 'DB_POL', old: 'nothing' });
  assert.deepEqual(createMigration(missing, REQUEST), {
    ok: false,
    message: 'no settings code reads `DB_POL`',
    candidates: ['DB_POOL'],
  });
  const refused = async (rest: Partial<FactsShape>, files = {}) => {
    const { result } = await create(rest, {}, files);
    assert.ok(!result.ok);
    return result;
  };
  assert.match((await refused({ to: 'DB-POOL' })).message, /is not a name that a key can have/);
  assert.match((await refused({ to: 'CLASS' })).message, /`class` is not a name that a field can have/);
  assert.match((await refused({ to: 'DB_POOL' })).message, /is the name it has/);
  const taken = {
    new: 'debug',
    to: 'DEBUG',
    fields: [
      { name: 'db_pool', type: { kind: 'int' } as const },
      { name: 'debug', type: { kind: 'bool' } as const },
    ],
  };
  assert.equal((await refused(taken)).message, '`DEBUG` is already a setting of `Settings`');
  const prefixed = await refused({
    loading: { envPrefix: 'APP_' },
    from: 'APP_DB_POOL',
    old: 'db_pool',
  });
  assert.deepEqual(prefixed.candidates, ['APP_DB_POOL_SIZE']);
  const open = writeRecord({
    id: '20260901-other',
    kind: 'rename',
    owner: '@team',
    plan: 'env-first',
    phase: 'expand',
    from: ['DB_POOL'],
    to: ['POOL'],
    bothAllowed: true,
    readers: [],
    secret: false,
    tags: [],
  });
  const path = 'settings-migrations/20260901-other.md';
  assert.equal(
    (await refused({}, { [path]: open })).message,
    '`20260901-other` already migrates `DB_POOL` and is in `expand`',
  );
  const done = open.replace('phase: expand', 'phase: done').replace('[DB_POOL]', '[DB_POOL_SIZE]');
  assert.match((await refused({}, { [path]: done })).message, /`DB_POOL_SIZE` left with `20260901-other`/);
});

test('ids are cut to 40 characters at a word, and numbered when they are taken', async () => {
  const facts = await makeFacts(shape({ to: 'A_VERY_LONG_NAME_OF_A_SETTING_THAT_GOES_ON_AND_ON' }));
  const id = migrationId(facts, '2026-09-23');
  assert.equal(id, '20260923-a-very-long-name-of-a-setting-that-goes');
  assert.ok(id.length <= 49);
});

test('the owner comes from CODEOWNERS: the last pattern that matches', () => {
  const text = '* @everyone\n/app/ @backend # the service\napp/*.py @python @second\n/docs/* @docs\n';
  assert.equal(ownersOf(text, 'app/config.py'), '@python');
  assert.equal(ownersOf(text, 'app/core/config.py'), '@backend');
  assert.equal(ownersOf(text, 'docs/a/b.md'), '@everyone');
  assert.equal(ownersOf(text, 'docs/b.md'), '@docs');
  assert.equal(ownersOf('/x/ @x\n', 'app/config.py'), undefined);
});

async function recordFor(rest: Partial<FactsShape>, edit: (text: string) => string, files = {}) {
  const facts = await makeFacts(shape({ loading: { extra: 'ignore' }, ...rest }, files));
  const text = writeRecord({
    id: '20260923-db-pool-size',
    kind: 'rename',
    owner: '@team',
    plan: 'env-first',
    phase: 'expand',
    from: ['DB_POOL'],
    to: ['DB_POOL_SIZE'],
    bothAllowed: true,
    readers: ['Settings'],
    secret: false,
    tags: [],
  });
  const record = parseRecord(sourceFile('settings-migrations/20260923-db-pool-size.md', edit(text)));
  return { facts, record };
}
const verdicts = (gates: ReturnType<typeof gatesOf>) =>
  gates.map((it) => `${it.id} ${it.environment ?? '-'} ${it.verdict}`);

test('expand of env-first asks for tolerant readers and the order of layers', async () => {
  const { facts, record } = await recordFor({}, (text) => text);
  assert.deepEqual(verdicts(gatesOf(facts, record)), [
    'G5 - yes',
    'G7 development n/a',
    'G7 production n/a',
    'G12 - yes',
    'G14 - yes',
  ]);
  const strict = await recordFor({ loading: { extra: 'forbid' } }, (text) => text);
  const failing = phaseAllowed(gatesOf(strict.facts, strict.record));
  assert.equal(failing.allowed, false);
  assert.match(failing.blocking[0]?.reason ?? '', /`Settings` rejects unknown keys/);
});

test('migrate of env-first waits for NEW in every environment, equal and valid', async () => {
  const files = {
    '.env': 'DB_POOL=20\nDB_POOL_SIZE=20\n',
    'deploy/prod.env': 'DB_POOL=20\nDB_POOL_SIZE=21\n',
  };
  const { facts, record } = await recordFor({}, (text) => text, files);
  const gates = gatesOf(facts, record, 'next');
  const of = (id: string) => gates.filter((it) => it.id === id).map((it) => it.verdict);
  assert.deepEqual(of('G1'), ['yes', 'yes']);
  // The phase itself brings the code.
  assert.deepEqual(of('G2'), []);
  assert.deepEqual(of('G3'), ['yes', 'no']);
  assert.deepEqual(of('G4'), ['yes', 'yes']);
  assert.doesNotMatch(JSON.stringify(gates), /2[01][^26]/);
  const missing = await recordFor({}, (text) => text);
  const first = gatesOf(missing.facts, missing.record, 'next').find((it) => it.id === 'G1');
  assert.deepEqual([first?.verdict, first?.path, first?.reason], ['no', '.env', '`DB_POOL_SIZE` is missing']);
});

test('contract is held back by what is not known, and a waiver is loud', async () => {
  const { facts, record } = await recordFor({}, (text) => text.replace('phase: expand', 'phase: migrate'));
  const result = advance(facts, record);
  assert.ok(!result.ok);
  assert.match(result.message, /^`contract` is held back by G1, G2, G6, G8, G9$/);
  const waived = await recordFor({}, (text) =>
    text
      .replace('phase: expand', 'phase: migrate')
      .replace(
        'waive: {}',
        'waive:\n  G8: { reason: one replica, by: "@on-call", "on": 2026-09-23 }\n  G9: { by: "@on-call" }',
      ),
  );
  const gates = gatesOf(waived.facts, waived.record, 'next');
  const { waived: loud, blocking } = phaseAllowed(gates);
  assert.match(
    loud[0]?.reason ?? '',
    /^waived by @on-call on 2026-09-23: one replica; without it: which version/,
  );
  assert.ok(blocking.some((it) => it.id === 'G9' && it.reason.includes('needs `by` and `reason`')));
});

test('a waiver of one environment that names nobody hides none that speaks for all', async () => {
  const { facts, record } = await recordFor({}, (text) =>
    text
      .replace('phase: expand', 'phase: migrate')
      .replace(
        'env: {}\nevidence: []\nwaive: {}',
        'env:\n  production: { waive: { G8: { reason: later } } }\nevidence: []\nwaive:\n  G8: { reason: one replica, by: "@on-call", "on": 2026-09-23 }',
      ),
  );
  const own = gatesOf(facts, record, 'next').find((it) => it.id === 'G8' && it.environment === 'production');
  assert.equal(own?.waived?.by, '@on-call');
  assert.match(own?.reason ?? '', /^waived by @on-call on 2026-09-23: one replica; /);
});

test('a layer above that still holds OLD would be lost', async () => {
  const both: EnvironmentShape = { name: 'development', dotenv: ['.env'], process: ['deploy/prod.env'] };
  const files = { '.env': 'DB_POOL_SIZE=5\n', 'deploy/prod.env': 'DB_POOL=99\n' };
  const { facts, record } = await recordFor({ environments: [both] }, (text) => text, files);
  const gate = gatesOf(facts, record).find((it) => it.id === 'G7');
  assert.equal(gate?.verdict, 'no');
  assert.equal(
    gate?.reason,
    '`DB_POOL_SIZE` is in `.env`, below `DB_POOL` in `deploy/prod.env`; the override would be lost',
  );
});

test('the question for a conversion lists those that fit the names', async () => {
  const { result } = await create({ kind: 'unit', to: 'DB_POOL_MS' });
  assert.ok(result.ok, result.ok ? '' : result.message);
  const choices = result.questions.find((it) => it.id === 'convert')?.choices ?? [];
  assert.ok(choices.includes('seconds-to-milliseconds'), choices.join());
  assert.ok(choices.every((it) => it.endsWith('-to-milliseconds')));
});
