import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Data } from '../../server/src/core/syntax/data.ts';
import { bool, float, int, NONE, str } from '../../server/src/core/syntax/data.ts';
import type { Document, Entry, NewEntry } from '../../server/src/core/syntax/document.ts';
import { walkEntries } from '../../server/src/core/syntax/document.ts';
import { dataOf } from '../../server/src/core/syntax/value-data.ts';
import { yaml } from '../../server/src/core/syntax/yaml.ts';
import { applyEdits } from '../../server/src/core/text/edit.ts';
import { sourceFile } from '../../server/src/core/text/source-file.ts';

function parse(text: string): Document {
  return yaml.parse(sourceFile('config/settings.yaml', text));
}

function entryAt(document: Document, path: string): Entry {
  const found = [...walkEntries(document.root)].find((it) => it.path.join('.') === path);
  assert.ok(found !== undefined, `no entry ${path}`);
  return found.entry;
}

function dataAt(document: Document, path: string): Data {
  const { value } = entryAt(document, path);
  return value === undefined ? NONE : dataOf(value);
}

type EditCase = readonly [before: string, path: string, after: string];

test('an entry is removed with its line, or with its comma', () => {
  const cases: readonly EditCase[] = [
    ['a: 1 # note\nb: 2\n', 'a', 'b: 2\n'],
    ['# about a\na: 1\nb: 2\n', 'b', '# about a\na: 1\n'],
    ['a: 1\nb: 2', 'b', 'a: 1'],
    ['a: 1\r\nb: 2\r\nc: 3\r\n', 'b', 'a: 1\r\nc: 3\r\n'],
    ['p:\n  a: 1\nb: 2\n', 'p.a', 'p: {}\nb: 2\n'],
    ['p: # why\n  a: 1 # note\n  # inside\nb: 2\n', 'p.a', 'p: {} # why\n  # inside\nb: 2\n'],
    ['p:\n  # why\n  a: 1\nb: 2\n', 'p.a', 'p: {}\n  # why\nb: 2\n'],
    ['p:\n  a:\n    x: 1\n    # inside\n  b: 2\n', 'p.a', 'p:\n  b: 2\n'],
    ['p: {a: 1, b: 2, c: 3}\n', 'p.a', 'p: {b: 2, c: 3}\n'],
    ['p: {a: 1, b: 2, c: 3}\n', 'p.b', 'p: {a: 1, c: 3}\n'],
    ['p: {a: 1, b: 2, c: 3}\n', 'p.c', 'p: {a: 1, b: 2}\n'],
    ['p: {a: 1}\n', 'p.a', 'p: {}\n'],
    ['p: {\n  a: 1, # one\n  b: 2 # two\n}\n', 'p.b', 'p: {\n  a: 1, # one\n}\n'],
    ['p: {\n  a: 1, # one\n  b: 2 # two\n}\n', 'p.a', 'p: {\n  b: 2 # two\n}\n'],
    ['a: |\n  x\n\nb: 1\n', 'a', '\nb: 1\n'],
  ];
  for (const [before, path, after] of cases) {
    const document = parse(before);
    assert.equal(applyEdits(before, yaml.remove(document, entryAt(document, path))), after, before);
  }
});

test('an entry of a list item is removed without its dash', () => {
  const text = 'l:\n  - a: 1\n    b: 2\n  - c: 3\n';
  const document = parse(text);
  const list = entryAt(document, 'l').value;
  assert.ok(list?.kind === 'sequence');
  const [first, second] = list.items;
  assert.ok(first?.kind === 'mapping' && second?.kind === 'mapping');
  const remove = (entry: Entry | undefined) => applyEdits(text, entry ? yaml.remove(document, entry) : []);
  assert.equal(remove(first.entries[0]), 'l:\n  - b: 2\n  - c: 3\n');
  assert.equal(remove(first.entries[1]), 'l:\n  - a: 1\n  - c: 3\n');
  assert.equal(remove(second.entries[0]), 'l:\n  - a: 1\n    b: 2\n  - {}\n');
});

test('a value is replaced in its own style, with quotes where it needs them', () => {
  const cases: readonly (readonly [string, string, Data, string])[] = [
    ['a: 1 # note\n', 'a', int(2), 'a: 2 # note\n'],
    ['a: x\n', 'a', str('yes'), 'a: "yes"\n'],
    ['a: x\n', 'a', str('012'), 'a: "012"\n'],
    ['a: x\n', 'a', str('1e3'), 'a: 1e3\n'],
    ['a: x\n', 'a', str('null'), 'a: "null"\n'],
    ['a: x\n', 'a', str('2024-01-02'), 'a: "2024-01-02"\n'],
    ['a: x\n', 'a', str('b: c'), 'a: "b: c"\n'],
    ['a: x\n', 'a', str('http://h:1/?q'), 'a: http://h:1/?q\n'],
    ['a: "x"\n', 'a', str('y'), 'a: "y"\n'],
    ["a: 'x'\n", 'a', str("it's"), "a: 'it''s'\n"],
    ["a: 'x'\n", 'a', str('two\nlines'), 'a: "two\\nlines"\n'],
    ["a: 'x'\n", 'a', int(3), 'a: 3\n'],
    ['a:\nb: 1\n', 'a', int(3), 'a: 3\nb: 1\n'],
    ['a: # note\n  - 1\n  - 2\nb: 1\n', 'a', bool(true), 'a: true # note\nb: 1\n'],
    ['a:\n  x: 1\nb: 1\n', 'a', { kind: 'list', items: [int(1), str('x, y')] }, 'a: [1, "x, y"]\nb: 1\n'],
    ['a: |\n    x\nb: 1\n', 'a', str('y\nz\n'), 'a: |\n    y\n    z\nb: 1\n'],
    ['a: |\n  x\nb: 1\n', 'a', str('y'), 'a: |-\n  y\nb: 1\n'],
    ['a: {b: x}\n', 'a.b', str('y, z'), 'a: {b: "y, z"}\n'],
    ['a: !!str 1\n', 'a', float(1e21), 'a: 1.0e+21\n'],
    ['a: 1\n', 'a', NONE, 'a: null\n'],
    ['a: 1\n', 'a', { kind: 'date', text: '2024-01-02' }, 'a: 2024-01-02\n'],
    ['a: 1\n', 'a', { kind: 'dict', entries: [[str('on'), float(1)]] }, 'a: {"on": 1.0}\n'],
  ];
  for (const [before, path, data, after] of cases) {
    const document = parse(before);
    assert.equal(applyEdits(before, yaml.replace(document, entryAt(document, path), data)), after, before);
    assert.deepEqual(dataAt(parse(after), path), data, after);
  }
});

test('a key is renamed in its own quotes', () => {
  const cases: readonly (readonly [string, string, string, string])[] = [
    ['old: 1 # note\n', 'old', 'new', 'new: 1 # note\n'],
    ['"old": 1\n', 'old', 'new', '"new": 1\n'],
    ['old: 1\n', 'old', 'on', '"on": 1\n'],
    ['a: {old: 1}\n', 'a.old', 'x,y', 'a: {"x,y": 1}\n'],
  ];
  for (const [before, path, name, after] of cases) {
    const document = parse(before);
    assert.equal(applyEdits(before, yaml.rename(document, entryAt(document, path), name)), after);
  }
});

test('an entry is inserted like its siblings', () => {
  const one: NewEntry = { name: 'new', value: { data: int(1) } };
  const noted: NewEntry = { name: 'new', value: { source: '"x"' }, comment: 'why' };
  const cases: readonly (readonly [string, string, string | undefined, NewEntry, string])[] = [
    ['', '', undefined, one, 'new: 1\n'],
    ['# head\n', '', undefined, noted, '# head\n# why\nnew: "x"\n'],
    ['---\n', '', undefined, one, '---\nnew: 1\n'],
    ['a: 1\nb: 2\n', '', undefined, one, 'a: 1\nb: 2\nnew: 1\n'],
    ['a: 1 # note\nb: 2\n', '', 'a', noted, 'a: 1 # note\n# why\nnew: "x"\nb: 2\n'],
    ['a: 1\r\nb: 2', '', undefined, one, 'a: 1\r\nb: 2\r\nnew: 1'],
    ['p:\n    a: 1\nb: 2\n', 'p', undefined, noted, 'p:\n    a: 1\n    # why\n    new: "x"\nb: 2\n'],
    ['p: {}\n', 'p', undefined, one, 'p: {new: 1}\n'],
    ['p: {a: 1, b: 2}\n', 'p', 'p.a', one, 'p: {a: 1, new: 1, b: 2}\n'],
    [
      'p: {\n  a: 1, # one\n  b: 2 # two\n}\n',
      'p',
      undefined,
      one,
      'p: {\n  a: 1, # one\n  b: 2, # two\n  new: 1\n}\n',
    ],
    [
      'p: {\n  a: 1, # one\n  b: 2\n}\n',
      'p',
      'p.a',
      noted,
      'p: {\n  a: 1, # one\n  # why\n  new: "x",\n  b: 2\n}\n',
    ],
    ['a: |\n  x', '', undefined, one, 'new: 1\na: |\n  x'],
    ['text\n', '', undefined, one, 'text\n'],
  ];
  for (const [before, parent, near, entry, after] of cases) {
    const document = parse(before);
    const value = parent === '' ? document.root : entryAt(document, parent).value;
    assert.ok(value?.kind === 'mapping');
    const edits = yaml.insert(
      document,
      value,
      entry,
      near === undefined ? undefined : entryAt(document, near),
    );
    assert.equal(applyEdits(before, edits), after, before);
  }
});
