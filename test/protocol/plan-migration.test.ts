import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { askedKeys } from '../../server/src/cli/asked-keys.ts';
import { conversionChoices } from '../../server/src/core/migration/conversion-choices.ts';
import { type KeyShape, KIND_NAMES, kindNamed } from '../../server/src/core/migration/kinds/kinds.ts';
import { migrationKinds } from '../../server/src/lsp/migration-kinds.ts';
import { readMigrationAsk } from '../../server/src/lsp/read-migration-ask.ts';
import { start } from './harness.ts';
import { SERVICE } from './service.ts';

/** Keys as an editor sends them, and as they are typed after the kind on the command line. */
const KEYS: Readonly<Record<KeyShape, { readonly sent: Record<string, unknown>; readonly words: string }>> = {
  'old-new': { sent: { from: 'A', to: 'B' }, words: 'A B' },
  key: { sent: { from: 'A' }, words: 'A' },
  'one-to-many': { sent: { from: 'A', toKeys: ['B', 'C'] }, words: 'A B C' },
  'many-to-one': { sent: { from: 'A', fromKeys: ['A', 'B'], to: 'C' }, words: 'A B C' },
  pairs: { sent: { from: 'A', fromKeys: ['A', 'B'], toKeys: ['C', 'D'] }, words: 'A=C B=D' },
  'key-and-list': { sent: { from: 'A', to: 'A_OLD' }, words: 'A A_OLD' },
};

function refused(argument: Record<string, unknown>): string | undefined {
  const read = readMigrationAsk(argument);
  return read.ok ? undefined : read.message;
}

describe('what an editor asks for', () => {
  it('is the same as on the command line, for every kind', () => {
    for (const { kind, takes } of migrationKinds()) {
      const { sent, words } = KEYS[takes];
      const read = readMigrationAsk({
        kind,
        ...sent,
        answers: { owner: '@team', days: 3 },
        convert: 'custom',
      });
      assert.ok(read.ok, kind);
      const { answers, convert, ...keys } = read.ask;
      assert.deepEqual(keys, askedKeys(kindNamed(kind), words.split(' ')), kind);
      assert.equal(convert, 'custom');
      assert.deepEqual(
        [...answers],
        [
          ['owner', '@team'],
          ['days', '3'],
        ],
      );
    }
    assert.deepEqual(
      migrationKinds().map((it) => it.kind),
      KIND_NAMES,
    );
    assert.deepEqual(
      migrationKinds()
        .slice(0, 2)
        .map((it) => it.title),
      ['Rename', 'Remove'],
    );
  });

  it('is refused in the words of the command line where its keys do not fit its kind', () => {
    const cases: readonly (readonly [Record<string, unknown>, string])[] = [
      [{ kind: 'rename', from: 'A' }, 'rename takes the old and the new name'],
      [{ kind: 'unit', from: 'A', toKeys: ['B', 'C'] }, 'unit takes the old and the new name'],
      [{ kind: 'remove', from: 'A', to: 'B' }, 'remove takes one key'],
      [{ kind: 'split', from: 'A', to: 'B' }, 'split takes the old key and at least two new ones'],
      [{ kind: 'merge', from: 'A', to: 'B' }, 'merge takes at least two old keys, and the new one last'],
      [{ kind: 'move', from: 'A' }, 'move takes pairs OLD=NEW, and `A=` is none'],
      [{ kind: 'move', fromKeys: ['A'], toKeys: ['B', 'C'] }, 'move takes pairs OLD=NEW, and `=C` is none'],
      [
        { kind: 'rotate-signing', from: 'A', toKeys: ['B', 'C'] },
        'rotate-signing takes the key, and the list of further keys that are accepted',
      ],
    ];
    for (const [argument, message] of cases) assert.equal(refused(argument), message);
  });

  it('is refused where it is nonsense', () => {
    for (const argument of [{}, { kind: 'rename' }, { from: 'A' }, { kind: 3, from: 'A' }])
      assert.equal(refused(argument), 'A migration needs a kind and a key');
    for (const kind of ['frobnicate', 'constructor', '__proto__', 'Rename'])
      assert.match(refused({ kind, from: 'A' }) ?? '', /is no kind of migration; there are rename, remove, /);
    for (const keys of [
      { from: 3 },
      { from: 'A', to: '' },
      { fromKeys: 'A' },
      { from: 'A', toKeys: ['B', 3] },
    ])
      assert.equal(refused({ kind: 'split', ...keys }), 'Keys are texts that are not empty');
    for (const answers of [['yes'], 'yes', null])
      assert.equal(
        refused({ kind: 'remove', from: 'A', answers }),
        'Answers are an object by the ids of questions',
      );
  });
});

describe('the conversions to choose from', () => {
  it('are those that fit, where the names of the keys do not say one', () => {
    const unit = (from: string, to: string) => conversionChoices('unit', { from: [from], to: [to] });
    assert.deepEqual(unit('WAIT_SECONDS', 'WAIT_MS'), []);
    assert.ok(unit('WAIT', 'DELAY').includes('bytes-to-megabytes'));
    assert.deepEqual(
      unit('WAIT', 'WAIT_MS').filter((it) => !it.endsWith('-to-milliseconds')),
      [],
    );
    assert.equal(unit('WAIT', 'WAIT_MS').length, 6);
    assert.deepEqual(unit('RATIO', 'SHARE_PERCENT'), ['ratio-to-percent']);
    const parts = { from: ['CACHE_DSN'], to: ['CACHE_HOST', 'CACHE_PORT', 'CACHE_SCHEME'] };
    assert.deepEqual(conversionChoices('split', parts), ['url-parts', 'custom']);
    const pay = { from: ['PAY_URL'], to: ['PAY_HOST', 'PAY_PORT'] };
    assert.deepEqual(conversionChoices('split', pay), ['host-port', 'custom']);
    const odd = { from: ['PAY_URL'], to: ['PAY_ONE', 'PAY_TWO'] };
    assert.deepEqual(conversionChoices('split', odd), []);
    assert.deepEqual(conversionChoices('retype', { from: ['A'], to: ['A'] }), [
      'csv-json',
      'json-csv',
      'bool-words',
      'custom',
    ]);
    assert.deepEqual(conversionChoices('rename', { from: ['A'], to: ['B'] }), []);
  });
});

describe('crossfade.server.planMigration', () => {
  it('plans a change of unit, once its conversion is chosen', async () => {
    const server = await start({ files: SERVICE });
    const targets = (await server.execute('crossfade.server.migrationTargets')) as {
      readonly kinds: readonly unknown[];
    };
    assert.equal(targets.kinds.length, KIND_NAMES.length);
    const request = { kind: 'unit', from: 'WORKERS', to: 'WORKERS_PERCENT', answers: { owner: '@team' } };
    const open = await server.execute('crossfade.server.planMigration', request);
    const { conversions, questions } = open as Record<string, unknown[]>;
    assert.deepEqual(conversions, ['ratio-to-percent']);
    assert.equal(questions?.length, 1);
    const chosen = { ...request, convert: conversions?.[0] };
    const plan = (await server.execute('crossfade.server.planMigration', chosen)) as Record<string, unknown>;
    assert.deepEqual([plan.conversions, plan.questions], [[], []]);
    assert.equal(plan.title, 'Change the unit of WORKERS: WORKERS_PERCENT');
    assert.match((await server.content(String(plan.planUri))).text, /WORKERS_PERCENT/);
    const nonsense = { ...request, convert: 'pounds-to-pints' };
    assert.deepEqual(await server.execute('crossfade.server.planMigration', nonsense), {
      ok: false,
      message: '`pounds-to-pints` is no conversion of `WORKERS`',
    });
    await server.stop();
  });
});
