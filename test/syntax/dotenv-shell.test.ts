import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ourResult } from '../oracle/dialect-result.ts';

/** What bash 5.2 stops at, or makes depend on a command: nothing is said of the lines below. */
test('a shell ends at operators that stand in the wrong place, and goes on over a line that ends with one', () => {
  for (const line of ['A=1;;', 'C=;;  # c', 'A=1 & ;', 'A=1 | | cat', 'true ||', 'true && # note']) {
    const { values, partial } = ourResult(`${line}\nB=2\n`, 'shell', {}, '5.2');
    assert.deepEqual([line, values.B, partial], [line, undefined, true]);
  }
  assert.equal(ourResult('true || false\nB=2\n', 'shell', {}, '5.2').values.B, '2');
});
