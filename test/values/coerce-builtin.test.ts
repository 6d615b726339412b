import assert from 'node:assert/strict';
import { test } from 'node:test';
import { float, int, str } from '../../server/src/core/syntax/data.ts';
import { coerceBuiltin } from '../../server/src/core/values/coerce-builtin.ts';

test('int() takes underscores, blanks and Unicode digits, but no fraction', () => {
  for (const [text, value] of [
    ['1_000', 1000],
    [' 1 ', 1],
    ['\u0661\uff12', 12],
    ['-007', -7],
    ['+5', 5],
  ] as const) {
    assert.deepEqual(coerceBuiltin({ kind: 'int' }, text), { kind: 'value', data: int(value) });
  }
  for (const text of ['1.0', '', '1__0', '_1', '0x10', '1e3', `1${'0'.repeat(4300)}`]) {
    assert.equal(coerceBuiltin({ kind: 'int' }, text).kind, 'errors', text.slice(0, 10));
  }
});

test('float() takes what a float literal takes, and underscores only between digits', () => {
  for (const [text, value] of [
    ['1_0.5', 10.5],
    [' .5 ', 0.5],
    ['\u0661.5', 1.5],
    ['-inf', -Infinity],
  ] as const) {
    assert.deepEqual(coerceBuiltin({ kind: 'float' }, text), { kind: 'value', data: float(value) });
  }
  for (const text of ['1,5', '', '1._5', '_1', 'x']) {
    assert.equal(coerceBuiltin({ kind: 'float' }, text).kind, 'errors', text);
  }
});

test('str keeps the text, bool() is false for the empty text alone, json.loads decodes', () => {
  assert.deepEqual(coerceBuiltin({ kind: 'str' }, ' x '), { kind: 'value', data: str(' x ') });
  assert.deepEqual(coerceBuiltin({ kind: 'bool' }, 'False'), {
    kind: 'value',
    data: { kind: 'bool', value: true },
  });
  assert.deepEqual(coerceBuiltin({ kind: 'bool' }, ''), {
    kind: 'value',
    data: { kind: 'bool', value: false },
  });
  assert.deepEqual(coerceBuiltin({ kind: 'json' }, '[1]'), {
    kind: 'value',
    data: { kind: 'list', items: [int(1)] },
  });
  const failed = coerceBuiltin({ kind: 'json' }, '[1');
  assert.ok(failed.kind === 'errors' && failed.errors[0]?.type === 'JSONDecodeError');
  assert.equal(coerceBuiltin({ kind: 'uuid' }, 'x').kind, 'undecided');
});
