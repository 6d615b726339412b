import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { entryContents } from '../../server/src/core/syntax/content-of.ts';
import { readJson } from '../../server/src/core/syntax/json/json-read.ts';
import { json } from '../../server/src/core/syntax/json.ts';
import { sourceFile } from '../../server/src/core/text/source-file.ts';
import { jsonDocuments, jsonSlips } from './json-texts.ts';

const numRuns = Number(process.env.PROPERTY_RUNS ?? 200);

const piece = fc.constantFrom(
  ...['', 'x', '1', '"', ',', ':', '{', '}', '[', ']', '\n', ' ', '\\', '// c\n', '/*', '*/', 'NaN', '-'],
  ...['"new": 1,', ',"new": {"a": [1]}', '"a": 2', '}, "b": {', '"k": "v", "l": null', '{}', '[[', ']]'],
);
const edit = fc.record({ at: fc.nat(), removed: fc.nat({ max: 6 }), added: piece });
/** Typed, and taken back. */
const edits = fc
  .array(fc.tuple(edit, fc.boolean()), { minLength: 1, maxLength: 6 })
  .map((all) => all.map(([it, isUndone]) => ({ ...it, isUndone })));

function assertSameAsAlone(text: string): void {
  const { root, comments, problems } = json.parse(sourceFile('reread.json', text));
  const alone = readJson(text, 'python');
  const shown = JSON.stringify(text);
  assert.deepEqual(problems, alone.problems, shown);
  assert.deepEqual(
    { span: root.span, entries: root.entries },
    { span: alone.root.span, entries: alone.root.entries },
    shown,
  );
  assert.deepEqual(comments, alone.comments, shown);
}

test('a session of edits in JSON reads at each step as the text alone', () => {
  fc.assert(
    fc.property(fc.oneof({ weight: 3, arbitrary: jsonDocuments }, jsonSlips), edits, (start, all) => {
      let text = start;
      assertSameAsAlone(text);
      for (const { at, removed, added, isUndone } of all) {
        const from = at % (text.length + 1);
        const next = text.slice(0, from) + added + text.slice(from + removed);
        assertSameAsAlone(next);
        if (isUndone) assertSameAsAlone(text);
        else text = next;
      }
    }),
    { numRuns: numRuns * 5 },
  );
});

test('members that a change does not touch are the same objects at other places', () => {
  const contents = (text: string) => entryContents(json.parse(sourceFile('members.json', text)).root);
  const text = '{\n  "a": {"x": [1]},\n  "b": "t",\n  "c": {"y": "z"}\n}\n';
  const before = contents(text);
  const after = contents(text.replace('"t"', '"text"'));
  assert.deepEqual(
    after.map((it, index) => it === before[index]),
    [true, false, true],
  );
  contents(text);
  const added = contents(text.replace('"t"', '"text", "new": 1'));
  assert.deepEqual(
    added.map((it) => before.includes(it)),
    [true, false, false, true],
  );
});
