import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Data, float, int, NONE, str } from '../../server/src/core/syntax/data.ts';
import { describeType } from '../../server/src/core/values/describe-type.ts';
import { toJson } from '../../server/src/core/values/dump.ts';
import { decodeUtf8, encodeUtf8 } from '../../server/src/core/values/utf8.ts';

test('values print as pydantic dumps them, with floats and integers that JSON lacks marked', () => {
  const dict: Data = {
    kind: 'dict',
    entries: [
      [int(1), float(Number.NaN)],
      [NONE, int(2n ** 60n)],
      [str('a'), int(2n ** 53n)],
    ],
  };
  assert.deepEqual(toJson(dict), { 1: { $float: 'nan' }, None: '1152921504606846976', a: 9007199254740992 });
  assert.deepEqual(toJson({ kind: 'set', items: [float(Number.NEGATIVE_INFINITY), float(1.5)] }), [
    { $float: '-inf' },
    1.5,
  ]);
  assert.equal(
    toJson({ kind: 'bytes', value: encodeUtf8('\u00e9\u20ac\ud83d\ude00') }),
    '\u00e9\u20ac\ud83d\ude00',
  );
  assert.equal(toJson({ kind: 'timedelta', text: 'P1D' }), 'P1D');
});

test('bytes that are no UTF-8 are not decoded', () => {
  for (const bytes of ['\xff', '\xc3', '\xe0\x80\x80', '\xed\xa0\x80', '\xf4\x90\x80\x80']) {
    assert.equal(decodeUtf8(bytes), undefined);
  }
});

test('types are described in the words of their users', () => {
  assert.equal(describeType({ kind: 'optional', inner: { kind: 'int' } }), 'int | None');
  assert.equal(describeType({ kind: 'list', item: { kind: 'str' } }), 'list[str]');
  assert.equal(
    describeType({ kind: 'literal', members: [{ data: str('red') }, { data: str('green') }] }),
    'one of red, green',
  );
  assert.equal(describeType({ kind: 'url', name: 'PostgresDsn' }), 'PostgresDsn');
  assert.equal(describeType({ kind: 'ipvany-address' }), 'IPvAnyAddress');
  assert.equal(describeType({ kind: 'uuid4' }), 'UUID4');
});
