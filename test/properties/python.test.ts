import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'node:test';
import fc from 'fast-check';
import {
  children,
  type Expression,
  type Module,
  ownExpressions,
  type Statement,
} from '../../server/src/core/python/tree.ts';
import type { Span } from '../../server/src/core/text/span.ts';
import { loadPythonParser } from '../../server/src/host/load-python-parser.ts';

const parser = await loadPythonParser();
const runs = Number(process.env.PROPERTY_RUNS ?? 200);
const folder = join(process.cwd(), 'test/oracle/python-fixtures');
const fixtures = readdirSync(folder).map((it) => readFileSync(join(folder, it), 'utf8'));

const TOKENS = (
  'class def if else elif for while try except finally with match case return import from as lambda yield await ' +
  'async not in is and or None True x y Field ( ) [ ] { } : , . = == := -> * ** @ + - / ; ! $ \\ # " \' """ f" f\' ' +
  'f"{ { } {{ 1 0x 1.5 1_ \n \r\n \r \t é 😀 \u2028 \0'
).split(' ');
const soup = fc
  .array(fc.oneof(fc.constantFrom(...TOKENS), fc.constantFrom(' ', '\n', '\n    ', '\n  ', '    ')), {
    maxLength: 60,
  })
  .map((parts) => parts.join(''));

function inside(outer: Span, inner: Span, text: string): void {
  const fits = outer.start <= inner.start && inner.start <= inner.end && inner.end <= outer.end;
  assert.ok(fits, `${JSON.stringify(inner)} is not in ${JSON.stringify(outer)} of ${JSON.stringify(text)}`);
}

function checkExpression(outer: Span, expression: Expression, text: string): void {
  inside(outer, expression.span, text);
  for (const it of children(expression)) checkExpression(expression.span, it, text);
}

function checkBody(outer: Span, body: readonly Statement[], text: string): void {
  let end = outer.start;
  for (const it of body) {
    inside(outer, it.span, text);
    assert.ok(it.span.start >= end, `statements overlap in ${JSON.stringify(text)}`);
    end = it.span.end;
    for (const own of ownExpressions(it)) checkExpression(it.span, own, text);
    if (it.kind === 'class' || it.kind === 'function') checkBody(it.span, it.body, text);
    if (it.kind === 'block') for (const arm of it.arms) checkBody(it.span, arm.body, text);
  }
}

function check(text: string): Module {
  const module = parser.parse(text);
  checkBody({ start: 0, end: text.length }, module.body, text);
  for (const it of [...module.problems, ...module.comments])
    inside({ start: 0, end: text.length }, it.span, text);
  return module;
}

test('spans nest for any soup of tokens', () => {
  fc.assert(
    fc.property(soup, (text) => {
      check(text);
    }),
    { numRuns: runs },
  );
});

test('spans nest for any text', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 80 }), (text) => {
      check(text);
    }),
    { numRuns: runs },
  );
});

test('files cut off anywhere are parsed', () => {
  for (const text of fixtures) {
    assert.deepEqual(check(text).problems, []);
    const step = Math.max(1, Math.floor((text.length * 2) / (runs * 5)));
    for (let length = 0; length < text.length; length += step) check(text.slice(0, length));
  }
});

test('line breaks of any kind give the same fields', () => {
  for (const text of fixtures) {
    for (const lineBreak of ['\r\n', '\r']) {
      const module = check(text.replace(/\n/g, lineBreak));
      assert.deepEqual(module.problems, []);
      assert.equal(module.body.length, parser.parse(text).body.length);
    }
  }
});

test('an unfinished line in a class costs no other field', () => {
  const names = ['first', 'second', 'third', 'fourth'];
  const line = fc.array(fc.constantFrom(...TOKENS.filter((it) => !/["'\n\r\\]/.test(it))), { maxLength: 8 });
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 4 }), line, (place, parts) => {
      const lines = names.map((it, index) => `    ${it}: int = ${index}`);
      // A word before the brackets keeps the line from closing what stands above it.
      lines.splice(place, 0, `    new: int = ${parts.join(' ')}`);
      const text = `class Settings(BaseSettings):\n${lines.join('\n')}\n`;
      const [settings] = parser.parse(text).body;
      assert.ok(settings?.kind === 'class', text);
      const found = settings.body.flatMap((it) =>
        it.kind === 'annotated' && it.target.kind === 'name' ? [it.target.name] : [],
      );
      for (const name of names) assert.ok(found.includes(name), text);
    }),
    { numRuns: runs },
  );
});

test('code nested thousands deep is refused and does not overflow', () => {
  const deep = 5000;
  const sources = [
    `${'('.repeat(deep)}1${')'.repeat(deep)}`,
    `${'['.repeat(deep)}1${']'.repeat(deep)}`,
    '('.repeat(deep),
    `x = ${'-'.repeat(deep)}1`,
    `x = ${'not '.repeat(deep)}1`,
    `x = 1${' + 1'.repeat(deep)}`,
    `x${'.y'.repeat(deep)}`,
    `x${'()'.repeat(deep)}`,
    `x = ${'1 if 1 else '.repeat(deep)}1`,
    `x = ${'lambda: '.repeat(deep)}1`,
    `x = ${'f"{'.repeat(deep)}`,
    Array.from({ length: 300 }, (_, index) => `${' '.repeat(index)}if x:`).join('\n'),
  ];
  for (const source of sources) {
    const module = check(`${source}\ny: int = 1\n`);
    assert.notDeepEqual(module.problems, [], source.slice(0, 20));
  }
});

test('a syntax error on every line of a long file is survived', () => {
  const text = Array.from({ length: 3000 }, (_, index) => `x${index}: int = f(\n`).join('');
  assert.notDeepEqual(parser.parse(text).problems, []);
});
