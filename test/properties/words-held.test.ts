import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { sourceFile } from '../../server/src/core/text/source-file.ts';
import { wordsHeld } from '../../server/src/core/text/words-held.ts';

const numRuns = Number(process.env.PROPERTY_RUNS ?? 200);
const WORDS = ['ab', 'abab', 'ba:', 'c', ''];
const piece = fc.constantFrom('a', 'b', 'ab', 'abab', ':', 'x', '\n');
const edits = fc.array(
  fc.record({
    at: fc.nat(),
    removed: fc.nat(4),
    added: fc.array(fc.oneof(piece, fc.constant('c')), { maxLength: 3 }),
  }),
  { maxLength: 8 },
);

test('the words that a file holds after edits are those of its text alone', () => {
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 30 }), edits, (start, all) => {
      const held = wordsHeld(WORDS);
      let text = start.join('');
      for (const { at, removed, added } of [{ at: 0, removed: 0, added: [] }, ...all]) {
        const from = at % (text.length + 1);
        text = text.slice(0, from) + added.join('') + text.slice(from + removed);
        const now = text;
        assert.deepEqual(
          [...held(sourceFile('a', text))],
          WORDS.filter((it) => now.includes(it)),
          JSON.stringify(text),
        );
      }
    }),
    { numRuns: numRuns * 5 },
  );
});
