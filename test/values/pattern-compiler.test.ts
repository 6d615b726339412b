import assert from 'node:assert/strict';
import { test } from 'node:test';
import { compilePattern } from '../../server/src/host/pattern-compiler.ts';

/** Whether the text has a match, as Rust's regex crate 1.12 says. */
const MATCHES: readonly (readonly [pattern: string, text: string, expected: boolean])[] = [
  ['b', 'abc', true],
  ['^[a-z]+$', 'abc\n', false],
  ['^\\d$', '\u0661', true],
  ['^\\w+$', '\u00e9_1', true],
  ['^\\W$', '\u00e9', false],
  ['^\\s$', '\u0085', true],
  ['^\\s$', '\ufeff', false],
  ['^.$', '\n', false],
  ['^.$', '\ud83d\ude00', true],
  ['^[\\s\\S]$', '\n', true],
  ['^[\\w.-]+@x$', '\u00e9.b@x', true],
  ['^a++$', 'aaa', true],
  ['^(?P<n>a)(?<m>b)$', 'ab', true],
  ['(?i)ABC', 'xabcx', true],
  ['^\\x41\\u0042\\u{43}$', 'ABC', true],
  ['^\\p{Lu}\\pN$', 'A1', true],
  ['a\\z', 'a\n', false],
  ['^[^\\d]$', '\u0661', false],
];

/** What Rust refuses, or what RE2 would read in another way. */
const REFUSED = [
  '(?=a)',
  '(?<!a)b',
  '(a)\\1',
  '\\Z',
  '\\bword',
  '\\<a',
  'a{,3}',
  '{',
  '[a&&b]',
  '[a[b]]',
  '[\\W]',
  '(?x)a b',
  '(?-u)a',
  '\\Qa\\E',
  '*a',
  '(a',
  'a)',
  '\\012',
  '[\\d-z]',
  'a'.repeat(1025),
];

test('patterns search as in pydantic', () => {
  for (const [pattern, text, expected] of MATCHES) {
    assert.equal(compilePattern(pattern)?.(text), expected, `${pattern} on ${JSON.stringify(text)}`);
  }
});

test('patterns that cannot be told are not compiled', () => {
  for (const pattern of REFUSED) {
    assert.equal(compilePattern(pattern), undefined, pattern.slice(0, 20));
  }
});
