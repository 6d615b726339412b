import assert from 'node:assert/strict';
import { test } from 'node:test';
import { blankLinesAfter, blankLinesBefore } from '../../server/src/core/syntax/blank-lines.ts';

for (const eol of ['\n', '\r\n', '\r']) {
  const text = ['a', '', ' \t', 'b', '', ''].join(eol);
  const [first, second] = [text.indexOf(eol) + eol.length, text.indexOf('b')];

  test(`blank lines after and before a line start, with ${JSON.stringify(eol)}`, () => {
    assert.equal(blankLinesAfter(text, first), second);
    assert.equal(blankLinesAfter(text, first, 1), first + eol.length);
    assert.equal(blankLinesBefore(text, second), first);
    assert.equal(blankLinesBefore(text, second, 1), first + eol.length);
    assert.equal(blankLinesAfter(text, second + 1 + eol.length), text.length);
  });

  test(`a line of text, the start and the end of a text stop them, with ${JSON.stringify(eol)}`, () => {
    assert.equal(blankLinesAfter(text, second), second);
    assert.equal(blankLinesBefore(text, first), first);
    assert.equal(blankLinesBefore(text, 0), 0);
    assert.equal(blankLinesBefore(eol, eol.length), 0);
    assert.equal(blankLinesAfter(' ', 0), 0);
  });
}
