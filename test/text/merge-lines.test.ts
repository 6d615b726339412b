import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { applyEdits } from '../../server/src/core/text/edit.ts';
import { takenBack } from '../../server/src/core/text/merge-lines.ts';
import { oneEdit } from '../../server/src/core/text/one-edit.ts';

describe('a change that is taken back', () => {
  const before = 'a\nOLD=1\nb\nc\nd\n';
  const after = 'a\nOLD=1\nNEW=1\nb\nc\nd\n';

  it('gives the text before, where nothing came later', () => {
    assert.equal(takenBack(before, after, after), before);
    assert.equal(takenBack(before, after, before), before);
  });

  it('keeps what came later elsewhere', () => {
    assert.equal(takenBack(before, after, `${after}e\n`), `${before}e\n`);
    assert.equal(takenBack(before, after, after.replace('d\n', 'x\ny\n')), before.replace('d\n', 'x\ny\n'));
    assert.equal(takenBack(before, after, after.replace('\nc\n', '\n')), before.replace('\nc\n', '\n'));
  });

  it('is refused where the same lines, or their neighbours, changed', () => {
    assert.equal(takenBack(before, after, after.replace('NEW=1', 'NEW=2')), undefined);
    assert.equal(takenBack(before, after, after.replace('OLD=1', 'OLD=2')), undefined);
    assert.equal(takenBack(before, after, 'z\n'), undefined);
  });

  it('keeps line endings, and a text without a last one', () => {
    assert.equal(takenBack('a\r\nb', 'a\r\nx\r\nb', 'q\r\na\r\nx\r\nb'), 'q\r\na\r\nb');
    assert.equal(takenBack('a\rb\r', 'a\rx\rb\r', 'a\rx\rb\rc\rd'), 'a\rb\rc\rd');
  });

  it('agrees with edits made in any order', () => {
    let state = 7;
    const random = (below: number) => {
      state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
      return Math.floor((state / 2_147_483_648) * below);
    };
    for (let round = 0; round < 300; round++) {
      const lines = Array.from({ length: 30 }, (_, at) => `${at} ${random(3)}\n`);
      const [mine, yours] = [random(12), 15 + random(12)];
      const change = (at: number, text: string) => (it: readonly string[]) =>
        it.map((line, index) => (index === at ? text : line));
      const [ours, theirs] = [change(mine, random(2) ? 'x\ny\n' : ''), change(yours, random(2) ? 'z\n' : '')];
      const text = (it: readonly string[]) => it.join('');
      const all = text(theirs(ours(lines)));
      assert.equal(takenBack(text(lines), text(ours(lines)), all), text(theirs(lines)), `round ${round}`);
    }
  });
});

describe('the one edit between two texts', () => {
  it('is as short as what differs', () => {
    for (const [before, after] of [
      ['phase: expand\n', 'phase: migrate\n'],
      ['aa', 'aaa'],
      ['aaa', 'aa'],
      ['', 'x'],
      ['x', ''],
      ['same', 'same'],
    ] as const) {
      const edit = oneEdit(before, after);
      assert.equal(applyEdits(before, [edit]), after);
      assert.ok(edit.newText.length <= after.length);
    }
  });
});
