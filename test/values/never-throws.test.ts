import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { decodingOfType } from '../../server/src/core/schema/decoding.ts';
import type { FieldType } from '../../server/src/core/schema/field-type.ts';
import { str } from '../../server/src/core/syntax/data.ts';
import { coerceBuiltin } from '../../server/src/core/values/coerce-builtin.ts';
import { coercePydantic } from '../../server/src/core/values/coerce-pydantic.ts';
import { decodeComplex } from '../../server/src/core/values/complexity.ts';
import { describeType } from '../../server/src/core/values/describe-type.ts';
import { toJson } from '../../server/src/core/values/dump.ts';
import { compilePattern } from '../../server/src/host/pattern-compiler.ts';
import { parseUrl } from '../../server/src/host/url-parser.ts';
import { fileValue, randomOf, textOf, typeOf } from '../oracle/random-cases.ts';

const numRuns = Number(process.env.PROPERTY_RUNS ?? 200);
const anyText = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.string({ unit: 'grapheme', maxLength: 40 }),
  fc
    .array(fc.integer({ min: 0, max: 0xffff }), { maxLength: 20 })
    .map((units) => String.fromCharCode(...units)),
  fc.json(),
  fc.integer().map((seed) => textOf(randomOf(seed))),
);
const anyType = fc.integer().map((seed) => typeOf(randomOf(seed)));
const engines = { pattern: compilePattern, parseUrl };

test('no text and no type makes a coercion throw, and every result prints', () => {
  fc.assert(
    fc.property(anyType, anyText, (type, text) => {
      for (const mode of ['text', 'native'] as const) {
        const coercion = coercePydantic(type, str(text), { mode, ...engines });
        if (coercion.kind === 'value') {
          assert.equal(typeof JSON.stringify(toJson(coercion.data)), 'string');
        }
      }
      const decoded = decodeComplex(text, decodingOfType(type));
      if (decoded.kind === 'data') {
        coercePydantic(type, decoded.data, { mode: 'native', ...engines });
      }
      coerceBuiltin(type, text);
      assert.notEqual(describeType(type), '');
    }),
    { numRuns },
  );
});

test('no value of a file makes a coercion throw', () => {
  fc.assert(
    fc.property(anyType, fc.integer(), (type, seed) => {
      coercePydantic(type, fileValue(randomOf(seed)), { mode: 'native', ...engines });
    }),
    { numRuns },
  );
});

test('deep nesting is undecided or refused, never a crash', () => {
  const lists: FieldType = { kind: 'json' };
  for (const depth of [199, 201, 5000, 100_000]) {
    const text = '['.repeat(depth) + ']'.repeat(depth);
    const coercion = coercePydantic(lists, str(text), { mode: 'text', ...engines });
    assert.equal(coercion.kind, depth < 202 ? 'value' : 'errors');
    assert.equal(decodeComplex(text, 'json').kind, depth < 800 ? 'data' : 'undecided');
  }
});

test('messages never hold the value', () => {
  fc.assert(
    fc.property(anyType, fc.stringMatching(/^zq[0-9a-z]{6,12}qz$/), (type, text) => {
      const coercion = coercePydantic(type, str(text), { mode: 'text', ...engines });
      const messages = coercion.kind === 'errors' ? coercion.errors.map((error) => error.message) : [];
      assert.ok(messages.every((message) => !message.includes(text)));
    }),
    { numRuns },
  );
});
