import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { type Conversion, conversionNamed } from '../../server/src/core/migration/conversion.ts';

type Pairs = Readonly<Record<string, string>>;

function conversion(name: string, from: string, to: string, answers: Pairs = {}): Conversion {
  const keys = { from: from.split(' '), to: to.split(' '), answers: new Map(Object.entries(answers)) };
  const found = conversionNamed(name, keys);
  assert.ok(found, `${name} ${from} ${to}`);
  return found;
}

function asNew(it: Conversion, texts: Pairs): Pairs | undefined {
  const found = it.toNew(new Map(Object.entries(texts)));
  return found && Object.fromEntries(found);
}

function asOld(it: Conversion, texts: Pairs): Pairs | undefined {
  const found = it.toOld?.(new Map(Object.entries(texts)));
  return found && Object.fromEntries(found);
}

/** The new texts say what the old ones were. */
function returns(it: Conversion, texts: Pairs): void {
  const next = asNew(it, texts);
  assert.ok(next, JSON.stringify(texts));
  assert.deepEqual(asOld(it, next), texts);
}

const MILLISECONDS = conversion('seconds-to-milliseconds', 'WAIT', 'WAIT_MS');

test('numbers are exact, whatever their spelling', () => {
  const rows: readonly (readonly [string, string | undefined])[] = [
    ['30', '30000'],
    ['0.25', '250'],
    ['0.1', '100'],
    ['1e-3', '1'],
    [' 2.50 ', '2500'],
    ['-1.5', '-1500'],
    ['0.0005', '0.5'],
    ['1_000', '1000000'],
    ['.5', '500'],
    ['5.', '5000'],
    ['0', '0'],
    ['-0', '0'],
    ['9007199254740993', '9007199254740993000'],
    ['', undefined],
    ['.', undefined],
    ['PT30S', undefined],
    ['1__0', undefined],
    ['inf', undefined],
    ['1e9999', undefined],
  ];
  for (const [text, want] of rows) {
    const got = asNew(MILLISECONDS, { WAIT: text });
    assert.deepEqual(got, want === undefined ? undefined : { WAIT_MS: want }, text);
  }
});

test('a number without an end is nobody’s', () => {
  const minutes = conversion('seconds-to-minutes', 'WAIT', 'WAIT_MINUTES');
  assert.deepEqual(asNew(minutes, { WAIT: '90' }), { WAIT_MINUTES: '1.5' });
  assert.equal(asNew(minutes, { WAIT: '20' }), undefined);
});

test('units of other dimensions and unknown names are no conversions', () => {
  const keys = { from: ['A'], to: ['B'], answers: new Map() };
  for (const name of [
    'seconds-to-bytes',
    'seconds-to-seconds',
    'seconds',
    'fast-to-slow',
    'a-to-b-to-c',
    '',
  ]) {
    assert.equal(conversionNamed(name, keys), undefined, name);
  }
  assert.deepEqual(asNew(conversion('days-to-minutes', 'A', 'B'), { A: '30' }), { B: '43200' });
  assert.deepEqual(asNew(conversion('mebibytes-to-bytes', 'A', 'B'), { A: '1.5' }), { B: '1572864' });
  assert.deepEqual(asNew(conversion('ratio-to-percent', 'A', 'B'), { A: '0.07' }), { B: '7' });
  assert.equal(conversionNamed('seconds-to-milliseconds', { ...keys, to: ['B', 'C'] }), undefined);
});

test('what is converted to a finer unit comes back', () => {
  const number = fc
    .tuple(fc.bigInt({ min: -(10n ** 30n), max: 10n ** 30n }), fc.nat(20))
    .map(([digits, places]) => plain(digits, places));
  const names = ['seconds-to-milliseconds', 'days-to-minutes', 'gibibytes-to-bytes', 'ratio-to-percent'];
  fc.assert(
    fc.property(number, fc.constantFrom(...names), (text, name) => {
      returns(conversion(name, 'A', 'B'), { A: text });
    }),
  );
});

/** A decimal number in its plainest spelling. */
function plain(digits: bigint, places: number): string {
  const text = (digits < 0n ? -digits : digits).toString().padStart(places + 1, '0');
  const whole = text.slice(0, text.length - places);
  const fraction = text.slice(text.length - places).replace(/0+$/, '');
  const shown = fraction === '' ? whole : `${whole}.${fraction}`;
  return digits < 0n ? `-${shown}` : shown;
}

test('lists: commas and JSON are told apart, and what commas cannot hold has no way back', () => {
  const json = conversion('csv-json', 'A', 'A');
  assert.deepEqual(asNew(json, { A: ' a, b,,' }), { A: '["a","b"]' });
  assert.deepEqual(asNew(json, { A: '' }), { A: '[]' });
  assert.deepEqual(asNew(json, { A: '["a", "b"]' }), { A: '["a", "b"]' });
  assert.equal(asNew(json, { A: '[a,b]' }), undefined);
  assert.deepEqual(asOld(json, { A: '["a", 3]' }), { A: 'a,3' });
  for (const text of ['["a,b"]', '[""]', '[" a"]', '[1.5]', '[null]', '{}x', '["[a"]'].slice(0, 5)) {
    assert.equal(asOld(json, { A: text }), undefined, text);
  }
  const item = fc.stringMatching(/^[^,\s[][^,\s]{0,8}$/);
  fc.assert(
    fc.property(fc.array(item), (items) => {
      returns(json, { A: items.join(',') });
      returns(conversion('json-csv', 'A', 'A'), { A: JSON.stringify(items) });
    }),
  );
});

test('words of a bool become one word, and which it was is lost', () => {
  const words = conversion('bool-words', 'A', 'A');
  assert.deepEqual(asNew(words, { A: 'YES' }), { A: 'true' });
  assert.deepEqual(asNew(words, { A: '0' }), { A: 'false' });
  assert.equal(asNew(words, { A: 'maybe' }), undefined);
  assert.equal(words.toOld, undefined);
});

test('members are renamed by the answers, and come back where no two become one', () => {
  const renamed = conversion('enum', 'A', 'A', { 'enum.fast': 'quick', owner: '@team' });
  assert.deepEqual(asNew(renamed, { A: 'fast' }), { A: 'quick' });
  assert.deepEqual(asNew(renamed, { A: 'slow' }), { A: 'slow' });
  returns(renamed, { A: 'fast' });
  assert.equal(conversion('enum', 'A', 'A', { 'enum.a': 'c', 'enum.b': 'c' }).toOld, undefined);
  assert.equal(conversion('enum', 'A', 'A', { 'enum.a': 'b', 'enum.b': 'c' }).toOld, undefined);
  assert.equal(conversionNamed('enum', { from: ['A'], to: ['A'], answers: new Map() }), undefined);
});

test('a URL becomes host and port only where it carries nothing else', () => {
  const split = conversion('url-host-port', 'REDIS_URL', 'REDIS_HOST REDIS_PORT');
  assert.deepEqual(asNew(split, { REDIS_URL: 'redis://cache' }), {
    REDIS_HOST: 'cache',
    REDIS_PORT: '6379',
  });
  returns(split, { REDIS_URL: 'redis://cache:6380' });
  returns(split, { REDIS_URL: 'redis://[::1]:6380' });
  for (const rest of [
    'rediss://h:1',
    'redis://u:p@h:1',
    'redis://:p@h:1',
    'redis://h:1/0',
    'redis://h:1?a=b',
  ]) {
    assert.equal(asNew(split, { REDIS_URL: rest }), undefined, rest);
  }
  for (const broken of ['h:1', 'redis://', 'redis://h:x', 'redis://a b:1', '']) {
    assert.equal(asNew(split, { REDIS_URL: broken }), undefined, broken);
  }
});

test('a URL becomes all of its parts, TLS among them', () => {
  const keys = 'REDIS_HOST REDIS_PORT REDIS_USER REDIS_PASSWORD REDIS_DB REDIS_TLS';
  const split = conversion('url-parts', 'REDIS_URL', keys);
  assert.deepEqual(asNew(split, { REDIS_URL: 'rediss://u:p%40%2F@Cache:1/2' }), {
    REDIS_HOST: 'cache',
    REDIS_PORT: '1',
    REDIS_USER: 'u',
    REDIS_PASSWORD: 'p@/',
    REDIS_DB: '2',
    REDIS_TLS: 'true',
  });
  returns(split, { REDIS_URL: 'redis://u:p%40%2F@cache:1/2' });
  assert.equal(asNew(split, { REDIS_URL: 'redis://cache:1' }), undefined);
  const unknown = { from: ['DATABASE_URL'], to: ['DB_HOST', 'DB_PORT'], answers: new Map() };
  assert.equal(conversionNamed('url-parts', unknown), undefined);
  const answered = conversion('url-parts', 'DATABASE_URL', 'DB_HOST DB_PORT', { scheme: 'postgresql' });
  returns(answered, { DATABASE_URL: 'postgresql://db:5432' });
  const word = fc.string({ minLength: 1, maxLength: 8 }).filter((it) => !/\p{Cs}/u.test(it));
  fc.assert(
    fc.property(fc.nat(65_535), word, word, fc.boolean(), (port, user, password, tls) => {
      const login = `${encodeURIComponent(user)}:${encodeURIComponent(password)}`;
      const url = `${tls ? 'rediss' : 'redis'}://${login}@cache.example:${port}/7`;
      const parts = asNew(split, { REDIS_URL: url });
      assert.equal(parts?.REDIS_PASSWORD, password);
      assert.deepEqual(asNew(split, asOld(split, parts ?? {}) ?? {}), parts);
    }),
  );
});

test('merging is splitting the other way round', () => {
  const merge = conversion('join-host-port', 'API_HOST API_PORT', 'API_ADDRESS');
  returns(merge, { API_HOST: 'api', API_PORT: '80' });
  assert.deepEqual(asNew(merge, { API_HOST: '::1', API_PORT: '80' }), { API_ADDRESS: '[::1]:80' });
  assert.equal(asNew(merge, { API_HOST: 'api' }), undefined);
  assert.equal(asNew(merge, { API_HOST: 'a/b', API_PORT: '80' }), undefined);
  const url = conversion('parts-url', 'DB_HOST DB_PORT DB_NAME', 'DATABASE_URL', { scheme: 'postgresql' });
  returns(url, { DB_HOST: 'db', DB_PORT: '5432', DB_NAME: 'main' });
  const odd = { from: ['DB_HOST', 'DB_COLOUR'], to: ['DATABASE_URL'], answers: new Map() };
  assert.equal(conversionNamed('parts-url', odd), undefined);
});

test('several keys keep their values, and what a person fills in has none', () => {
  const moved = conversion('same', 'DB_POOL DB_NAME', 'DATABASE_POOL DATABASE_NAME');
  assert.deepEqual(asNew(moved, { DB_NAME: 'a' }), { DATABASE_NAME: 'a' });
  returns(moved, { DB_POOL: '1', DB_NAME: '' });
  assert.equal(conversionNamed('same', { from: ['A'], to: ['B', 'C'], answers: new Map() }), undefined);
  assert.equal(asNew(conversion('custom', 'A', 'B'), { A: '1' }), undefined);
});
