import assert from 'node:assert/strict';
import { test } from 'node:test';
import { gridOf, gridText } from '../../server/src/core/migration/grid.ts';
import { choosePlan, judgePlan } from '../../server/src/core/migration/planner.ts';
import { planOf, together } from '../../server/src/core/migration/plans.ts';
import type { ReaderModel } from '../../server/src/core/migration/replica-model.ts';
import { heldBy, isSafe, type SafetyFacts } from '../../server/src/core/migration/safety.ts';

const TOLERANT: ReaderModel = { strict: [], required: true, emptyAccepted: false, ignoreEmpty: false };
const STRICT: ReaderModel = { ...TOLERANT, strict: ['dotenv'] };
const FACTS: SafetyFacts = {
  kind: 'rename',
  bothAllowed: true,
  coupling: 'external',
  readers: [TOLERANT],
  shapes: [{ process: undefined, dotenv: 'value' }],
  rollbackWithoutEnvEdit: false,
};
const MODEL = { kind: 'rename', bothAllowed: true, readers: [TOLERANT] } as const;
const EMPTY = { old: undefined, new: undefined };
const plan = (facts: Partial<SafetyFacts>) => choosePlan({ ...FACTS, ...facts }).chosen?.plan.name;

test('the cheapest safe plan follows from strictness, coupling and constraints', () => {
  assert.equal(plan({}), 'env-first');
  assert.equal(plan({ readers: [STRICT] }), 'code-first');
  assert.equal(plan({ readers: [STRICT], shapes: [{ process: 'value', dotenv: undefined }] }), 'env-first');
  assert.equal(plan({ coupling: 'bundled', readers: [STRICT] }), 'one-pr');
  assert.equal(plan({ coupling: 'bundled', shapes: [{ process: 'value', dotenv: 'value' }] }), 'env-first');
  assert.equal(plan({ bothAllowed: false }), 'code-first');
  assert.equal(plan({ rollbackWithoutEnvEdit: true }), 'four-step');
  assert.equal(plan({ rollbackWithoutEnvEdit: true, readers: [STRICT] }), undefined);
  assert.equal(plan({ shapes: [{ process: undefined, dotenv: undefined }] }), 'one-pr');
  assert.equal(plan({ kind: 'remove' }), 'code-first');
});

test('a removal keeps the declaration for a strict reader only', () => {
  const moves = (readers: readonly ReaderModel[]) =>
    choosePlan({ ...FACTS, kind: 'remove', readers }).chosen?.plan.moves.length;
  assert.equal(moves([TOLERANT]), 2);
  assert.equal(moves([STRICT]), 3);
});

test('one step with external settings breaks both off-diagonal replicas', () => {
  const judged = judgePlan('one-pr', FACTS);
  assert.deepEqual(
    judged?.broken.map((it) => [it.code, it.edited.dotenv, it.failure, it.when]),
    [
      ['new', 'old', 'crash', 'deploy'],
      ['old', 'new', 'crash', 'restart'],
    ],
  );
});

test('values that differ split the versions that run side by side', () => {
  const shapes = [{ process: 'other', dotenv: 'value' } as const];
  const plan = planOf('one-pr', [together('both', 'new')]);
  assert.equal(isSafe(plan, { ...FACTS, shapes }).broken[0]?.failure, 'split');
});

test('empty texts, layers and unknown keys decide what a replica holds', () => {
  const held = (
    code: 'old' | 'both' | 'new',
    old: '' | 'value' | undefined,
    next: '' | 'value' | undefined,
  ) => heldBy(code, { process: EMPTY, dotenv: { old, new: next } }, STRICT, MODEL);
  assert.deepEqual(held('both', 'value', ''), { kind: 'value', value: 'value' });
  assert.deepEqual(held('both', '', 'value'), { kind: 'value', value: 'value' });
  assert.deepEqual(held('both', undefined, undefined), { kind: 'crash' });
  assert.deepEqual(held('old', 'value', 'value'), { kind: 'reject' });
  // The library drops unknown keys without a value.
  assert.deepEqual(held('old', 'value', ''), { kind: 'value', value: 'value' });
  assert.deepEqual(held('new', 'value', 'value'), { kind: 'reject' });
  const process = { old: 'other', new: undefined } as const;
  const lower = { process, dotenv: { old: undefined, new: 'value' } } as const;
  assert.deepEqual(heldBy('both', lower, TOLERANT, MODEL), { kind: 'value', value: 'value' });
  assert.deepEqual(heldBy('both-old-first', lower, TOLERANT, MODEL), { kind: 'value', value: 'other' });
});

test('code that converts takes an empty text as unset, and what is left by the types of the new keys', () => {
  const reader: ReaderModel = { ...TOLERANT, emptyAccepted: true, newEmpty: 'refused' };
  const model = { kind: 'split', bothAllowed: true, readers: [reader] } as const;
  type Layer = { readonly old: '' | 'value' | undefined; readonly new: '' | 'value' | undefined };
  const held = (
    code: 'old' | 'both' | 'both-old-first' | 'new',
    dotenv: Layer,
    process: Layer = EMPTY,
    own = reader,
  ) => heldBy(code, { process, dotenv }, own, model);
  const onlyOld = { old: '', new: undefined } as const;
  const onlyNew = { old: undefined, new: '' } as const;
  const all = { old: 'value', new: 'value' } as const;
  // An address may be empty; a port is a number.
  assert.deepEqual(held('old', onlyOld), { kind: 'value', value: '' });
  assert.deepEqual(held('new', onlyNew), { kind: 'crash' });
  assert.deepEqual(held('both', onlyNew), { kind: 'crash' });
  assert.deepEqual(held('new', onlyNew, EMPTY, { ...reader, newEmpty: 'value' }), {
    kind: 'value',
    value: '',
  });
  const withDefault = { ...reader, required: false, newEmpty: 'unset' } as const;
  assert.deepEqual(held('new', onlyNew, EMPTY, withDefault), { kind: 'value', value: 'default' });
  // Empty variables hide the texts of the file, and the old key is converted.
  assert.deepEqual(held('both', all, onlyNew), { kind: 'value', value: 'value' });
  assert.deepEqual(held('new', all, onlyNew), { kind: 'crash' });
  // Nothing is left to convert.
  assert.deepEqual(held('both', onlyOld), { kind: 'crash' });
  assert.deepEqual(held('both-old-first', onlyOld), { kind: 'crash' });
  assert.deepEqual(held('both', onlyOld, EMPTY, { ...reader, required: false }), {
    kind: 'value',
    value: 'default',
  });
});

test('the grid is a table with a row per version and says who breaks in one step', () => {
  const grid = gridOf({ ...FACTS, readers: [STRICT] }, { from: ['DB_POOL'], to: ['DB_POOL_SIZE'] });
  assert.deepEqual(
    grid.rows.map((row) => row.cells),
    [
      ['ok', 'reject', 'reject'],
      ['ok', 'ok', 'ok'],
      ['reject', 'reject', 'ok'],
    ],
  );
  assert.deepEqual(grid.naive, [
    'code that reads DB_POOL_SIZE refuses the settings file where only `DB_POOL` is set, when it is deployed',
    'code that reads DB_POOL refuses the settings file where only `DB_POOL_SIZE` is set, at its next restart, eviction or scale-up',
  ]);
  const lines = gridText(grid).split('\n');
  const columns = lines.slice(0, 4).map((line) => line.search(/(?:only DB_POOL {2}|ok|reject)/));
  assert.equal(new Set(columns).size, 1);
});

test('the text of a grid is an aligned table', () => {
  const text = gridText(gridOf({ ...FACTS, coupling: 'bundled' }, { from: ['A'], to: ['B'] }));
  assert.deepEqual(text.split('\n'), [
    '                           only A  both, equal  only B',
    'code that reads A          ok      ok           crash',
    'code that reads B, else A  ok      ok           ok',
    'code that reads B          crash   ok           ok',
    '',
  ]);
});
