import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { blockStarts, blockStartsAfter } from '../../server/src/core/syntax/yaml/yaml-block-starts.ts';

const numRuns = Number(process.env.PROPERTY_RUNS ?? 200);

const line = fc.constantFrom(
  'a: 1',
  'bb:',
  '  c: 2',
  '# note',
  '',
  '- x',
  '---',
  '--- # first',
  '...',
  ']',
  '"q": 3',
  '-a: 4',
  '%TAG',
  '  long: a value that takes some room on its line',
);
const lines = fc
  .array(fc.tuple(line, fc.constantFrom('\n', '\n', '\n', '\r\n', '\r')), { maxLength: 30 })
  .map((all) => all.map(([text, end]) => text + end).join(''));
/** Long enough for the comparison by pieces, with a few places that differ. */
const padded = fc
  .tuple(lines, fc.boolean())
  .map(([text, long]) => (long ? 'k: v\n'.repeat(1700) + text : text));
const edit = fc.record({
  at: fc.nat(),
  removed: fc.nat({ max: 12 }),
  inserted: fc.oneof(line, fc.constantFrom('', '\n', '\r', ' ', '-', ':', 'x'), lines),
});

test('the blocks after an edit are those of the text alone, and those it takes over are the same text', () => {
  fc.assert(
    fc.property(padded, fc.array(edit, { minLength: 1, maxLength: 4 }), (text, edits) => {
      let known = text;
      let starts = blockStarts(text);
      for (const { at, removed, inserted } of edits) {
        // Most of a long text is the same line again and again.
        const from = known.length > 1000 ? known.length - (at % 600) : at % (known.length + 1);
        const next = known.slice(0, from) + inserted + known.slice(from + removed);
        const alone = blockStarts(next);
        if (starts !== undefined) {
          const after = blockStartsAfter({ text: known, starts }, next);
          assert.deepEqual(after?.starts, alone, JSON.stringify([known, next]));
          if (after) assertShared(known, starts, next, after);
        }
        known = next;
        starts = alone;
      }
    }),
    { numRuns: numRuns * 5 },
  );
});

function assertShared(
  before: string,
  old: readonly number[],
  text: string,
  { starts, sameHead, sameTail }: NonNullable<ReturnType<typeof blockStartsAfter>>,
): void {
  const block = (of: string, all: readonly number[], index: number) =>
    of.slice(all[index], all[index + 1] ?? of.length);
  assert.ok(sameHead + sameTail <= Math.min(old.length, starts.length));
  for (let index = 0; index < sameHead; index++)
    assert.equal(block(text, starts, index), block(before, old, index));
  for (let back = 1; back <= sameTail; back++)
    assert.equal(block(text, starts, starts.length - back), block(before, old, old.length - back));
}
