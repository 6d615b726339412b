import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { lineIndex } from '../../server/src/core/text/line-index.ts';
import { sourceFile } from '../../server/src/core/text/source-file.ts';

const numRuns = Number(process.env.PROPERTY_RUNS ?? 200);
const piece = fc.constantFrom('\n', '\r\n', '\r', 'a', 'é', '\u{1f600}', '\u2028', '\t', '', '=');
const anyText = fc.array(piece, { maxLength: 40 }).map((pieces) => pieces.join(''));

test('an offset is found again by its line and column, in UTF-16 code units', () => {
  fc.assert(
    fc.property(anyText, (text) => {
      const lines = lineIndex(sourceFile('.env', text));
      for (let offset = 0; offset <= text.length; offset++) {
        const position = lines.position(offset);
        assert.equal(lines.lineStart(position.line) + position.column, offset);
        // Between `\r` and `\n` no position is; it counts as the end of the line.
        const inBreak = text.charAt(offset - 1) === '\r' && text.charAt(offset) === '\n';
        assert.equal(lines.offset(position), inBreak ? offset - 1 : offset);
      }
    }),
    { numRuns },
  );
});

test('lines are the text between its line breaks, and a place outside is the nearest inside', () => {
  fc.assert(
    fc.property(anyText, fc.integer(), fc.integer(), (text, line, column) => {
      const lines = lineIndex(sourceFile('.env', text));
      const wanted = text.split(/\r\n|\n|\r/);
      assert.deepEqual(
        Array.from({ length: lines.lineCount }, (_, index) => lines.lineText(index)),
        wanted,
      );
      const offset = lines.offset({ line, column });
      assert.ok(offset >= 0 && offset <= text.length);
    }),
    { numRuns },
  );
});
