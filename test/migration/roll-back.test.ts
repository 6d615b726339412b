import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { type MigrationAsk, planMigration } from '../../server/src/core/features/migrations.ts';
import { rollBack } from '../../server/src/core/features/roll-back.ts';
import { attestRecord } from '../../server/src/core/migration/edit/attest-record.ts';
import { byHandOf } from '../../server/src/core/migration/edit/edit-by-hand.ts';
import type { GateId } from '../../server/src/core/migration/gates.ts';
import { parseRecord } from '../../server/src/core/migration/record.ts';
import { sourceFile } from '../../server/src/core/text/source-file.ts';
import { withEdits } from './make-facts.ts';
import {
  allEdits,
  ask,
  assertTakesBack,
  type Files,
  GATES,
  next,
  recordOf,
  serviceOf,
  start,
  stillMissing,
  waive,
  withoutRecord,
} from './walk.ts';

const PYPROJECT = '[project]\nname = "shop"\ndependencies = ["pydantic-settings==2.14.0"]\n';

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

  it('goes back one move at a time, the last one first', () => {
    const files = service(['new_search: bool = False'], ['NEW_SEARCH=false'], 'forbid');
    const request = ask({ kind: 'flag', from: 'NEW_SEARCH', answers: new Map([['default_value', 'true']]) });
    const migrate = next(waive(start(files, request), ...GATES));
    const contract = next(waive(migrate, ...GATES));
    const whole = { ...contract, files: withEdits(contract.files, allEdits(stillMissing(contract))) };
    assert.match(contract.files['app/settings.py'] ?? '', /new_search/);
    assert.doesNotMatch(whole.files['app/settings.py'] ?? '', /new_search/);

    const first = rollBack(serviceOf(whole.files), serviceOf(migrate.files), recordOf(whole));
    assert.ok(first.ok, first.ok ? '' : first.message);
    assert.equal(first.phase, 'contract');
    assert.deepEqual(first.rest, ['`NEW_SEARCH` leaves the environments']);
    const between = withEdits(whole.files, allEdits(first.change));
    for (const path of first.change.removed) delete between[path];
    assert.deepEqual(between, contract.files);

    const second = rollBack(serviceOf(between), serviceOf(migrate.files), recordOf(contract));
    assert.ok(second.ok, second.ok ? '' : second.message);
    assert.deepEqual([second.phase, second.rest], ['migrate', []]);
    assert.deepEqual(
      withoutRecord(withEdits(between, allEdits(second.change)), migrate),
      withoutRecord(migrate.files, migrate),
    );
  });

  it('leaves code that accepts a key until people have taken that key out', () => {
    const files = service(['session_key: str'], ['SESSION_KEY=first-key'], 'forbid');
    const request = ask({
      kind: 'rotate-signing',
      from: 'SESSION_KEY',
      to: 'SESSION_KEY',
      toKeys: ['SESSION_KEY', 'SESSION_KEY_FALLBACKS'],
      answers: new Map([['max_token_ttl', '14d']]),
    });
    const expand = start(files, request);
    assert.equal(recordOf(expand).plan, 'code-first');
    const listed = `${expand.files['.env']}SESSION_KEY_FALLBACKS=second-key\n`;
    const both = { ...expand, files: { ...expand.files, '.env': listed } };

    const first = rollBack(serviceOf(both.files), serviceOf(files), recordOf(both));
    assert.ok(first.ok, first.ok ? '' : first.message);
    assert.equal(first.phase, 'expand');
    assert.deepEqual([first.change.code, first.change.environment, first.change.removed], [[], [], []]);
    assert.deepEqual(first.change.notes, [
      'first take `SESSION_KEY_FALLBACKS` out of `development`, and let that run everywhere',
    ]);
    assert.deepEqual(first.rest, [
      'Code also accepts what was signed with the keys in `SESSION_KEY_FALLBACKS`',
    ]);

    const second = rollBack(serviceOf(expand.files), serviceOf(files), recordOf(expand));
    assert.ok(second.ok, second.ok ? '' : second.message);
    assert.deepEqual([second.phase, second.rest], ['draft', []]);
  });

  it('leaves code that accepts a key while a store that is not seen may hold that key', () => {
    const files = service(['session_key: str'], ['SESSION_KEY=first-key'], 'ignore');
    const development = {
      dotenv: ['.env'],
      process: [],
      opaque: ['aws-ssm:/shop'],
      coupling: 'external',
    } as const;
    const options = { environments: { development } };
    const request = ask({
      kind: 'rotate-signing',
      from: 'SESSION_KEY',
      to: 'SESSION_KEY',
      toKeys: ['SESSION_KEY', 'SESSION_KEY_FALLBACKS'],
      answers: new Map([['max_token_ttl', '14d']]),
    });
    const expand = start(files, request, options);
    const now = serviceOf(expand.files, options);
    const held = rollBack(now, serviceOf(files, options), recordOf(expand));
    assert.ok(held.ok, held.ok ? '' : held.message);
    assert.deepEqual([held.phase, held.change.code], ['expand', []]);
    assert.match(
      held.change.notes.join('\n'),
      /^whether `aws-ssm:\/shop` holds `SESSION_KEY_FALLBACKS` is not seen: first take it out there, /,
    );
    const said = { by: '@ops', on: '2026-09-23', command: 'aws ssm get-parameters-by-path --path /shop' };
    const listed = attestRecord(recordOf(expand), {
      ...said,
      environment: { name: 'development', names: ['SESSION_KEY'] },
    });
    assert.ok(listed.ok);
    const attested = { ...expand, files: { ...expand.files, [recordOf(expand).file.path]: listed.text } };
    const free = rollBack(serviceOf(attested.files, options), serviceOf(files, options), recordOf(attested));
    assert.ok(free.ok, free.ok ? '' : free.message);
    assert.deepEqual([free.phase, free.rest], ['draft', []]);
  });

  it('takes what was attested in it along, so that it proves nothing when it comes again', () => {
    const files = service(['api_password: SecretStr'], ['API_PASSWORD=first'], 'ignore');
    const request = ask({
      kind: 'rotate-credential',
      from: 'API_PASSWORD',
      to: 'API_PASSWORD',
      answers: new Map([['both_allowed', 'yes']]),
    });
    const expand = start(files, answered(files, request));
    const said = (walk: typeof expand, on: string, gate: GateId) => {
      const { file } = recordOf(walk);
      const environment = { name: 'production', names: ['API_PASSWORD'], valid: true };
      const evidence = { gate, result: 'looked at' };
      const edited = attestRecord(recordOf(walk), { by: '@on-call', on, environment, evidence });
      assert.ok(edited.ok);
      return { ...walk, files: { ...walk.files, [file.path]: edited.text } };
    };
    const first = said(expand, '2026-09-23', 'G8');
    const claimed = { ...first, files: { ...first.files } };
    const { file } = recordOf(first);
    claimed.files[file.path] = file.text.replace(/^phase: expand$/m, 'phase: migrate');
    const later = said(claimed, '2026-09-24', 'G1');

    const result = rollBack(serviceOf(later.files), serviceOf(first.files), recordOf(later));
    assert.ok(result.ok, result.ok ? '' : result.message);
    const back = parseRecord(sourceFile(file.path, result.change.record.text));
    assert.equal(back.phase, 'expand');
    const { has, valid, attested } = back.env.get('production') ?? {};
    assert.deepEqual([has, valid, attested], [undefined, undefined, undefined]);
    assert.deepEqual(
      back.evidence.map((it) => it.gate),
      ['G8'],
    );
    const again = 'again when you advance: what was said of it since `migrate` is no proof any more';
    assert.deepEqual(
      result.change.notes.filter((it) => it.startsWith('attest ')),
      [`attest \`production\` ${again}`, `attest \`G1\` ${again}`],
    );

    // So does who took responsibility, what was looked at for the release, and the ticks of its steps.
    const { path, text } = recordOf(later).file;
    const released = text
      .replace(/^waive: \{\}$/m, 'waive:\n  G9: {reason: it stays, by: "@on-call", "on": 2026-09-24}')
      .replace(
        '- [ ] lint (commit, and a link where there is one):',
        '- [x] lint (commit, and a link where there is one): 4f2a91c0',
      )
      .replace(
        /^env:\n {2}production:\n/m,
        '$&    waive:\n      G8: {reason: one region, by: "@on-call", "on": 2026-09-24}\n',
      )
      .replace('## By hand\n\n', '## By hand\n\n- [x] migrate: restart\n');
    const shipped = { ...later, files: { ...later.files, [path]: released } };
    const gone = rollBack(serviceOf(shipped.files), serviceOf(first.files), recordOf(shipped));
    assert.ok(gone.ok, gone.ok ? '' : gone.message);
    const left = parseRecord(sourceFile(path, gone.change.record.text));
    assert.deepEqual([...left.waive.keys()], []);
    assert.match(released, /^ {6}G8: /m);
    assert.doesNotMatch(left.file.text, /G8: |waive: *\n? *\n/);
    assert.deepEqual(left.problems, []);
    const steps = byHandOf(left).map((it) => it.phase);
    assert.ok(steps.includes('expand') && !steps.includes('migrate'), steps.join());
    assert.match(left.file.text, /^- \[ \] lint \(commit, and a link where there is one\):$/m);
    for (const name of ['G9', 'G8', 'lint'])
      assert.ok(gone.change.notes.includes(`attest \`${name}\` ${again}`));

    const untouched = rollBack(serviceOf(claimed.files), serviceOf(first.files), recordOf(claimed));
    assert.ok(untouched.ok);
    assert.equal(untouched.change.record.text, file.text);
  });
});
