import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { type Data, float, int, str } from '../../server/src/core/syntax/data.ts';
import type { Document, Entry, Format, Mapping } from '../../server/src/core/syntax/document.ts';
import { json } from '../../server/src/core/syntax/json.ts';
import { jsonc } from '../../server/src/core/syntax/jsonc.ts';
import { dataOf } from '../../server/src/core/syntax/value-data.ts';
import { applyEdits } from '../../server/src/core/text/edit.ts';
import { sourceFile } from '../../server/src/core/text/source-file.ts';

function parse(text: string, format: Format = json): Document {
  return format.parse(sourceFile('settings.json', text));
}

/** The entry that a path of keys leads to, the first of equal keys. */
function at(document: Document, ...path: readonly string[]): Entry {
  let mapping: Mapping = document.root;
  for (const [index, name] of path.entries()) {
    const entry = mapping.entries.find((it) => it.key.name === name);
    assert.ok(entry !== undefined, name);
    if (index === path.length - 1) return entry;
    assert.ok(entry.value?.kind === 'mapping', name);
    mapping = entry.value;
  }
  throw new Error('an empty path');
}

function mappingAt(document: Document, ...path: readonly string[]): Mapping {
  const { value } = at(document, ...path);
  assert.ok(value?.kind === 'mapping');
  return value;
}

function removed(text: string, path: readonly string[], format: Format = json): string {
  const document = parse(text, format);
  return applyEdits(text, format.remove(document, at(document, ...path)));
}

function inserted(text: string, name: string, data: Data, format: Format = json): string {
  const document = parse(text, format);
  return applyEdits(text, format.insert(document, document.root, { name, value: { data } }));
}

describe('JSON as Python loads it', () => {
  it('keeps integers whole and floats apart, and knows the names of numbers', () => {
    const { root, problems } = parse(
      '{"a": 12345678901234567890, "b": 1.0, "c": [NaN, -Infinity], "d": 1e400}',
    );
    assert.deepEqual(problems, []);
    assert.deepEqual(dataOf(root), {
      kind: 'dict',
      entries: [
        [str('a'), int(12345678901234567890n)],
        [str('b'), float(1)],
        [str('c'), { kind: 'list', items: [float(Number.NaN), float(Number.NEGATIVE_INFINITY)] }],
        [str('d'), float(Number.POSITIVE_INFINITY)],
      ],
    });
  });

  it('has spans of keys and texts with their quotes, contents without', () => {
    const text = '{\n  "host": "db\\n",\n  "port": 80\n}';
    const { key, value, span } = at(parse(text), 'host');
    assert.ok(value?.kind === 'scalar');
    const shown = [key.span, value.span, value.content, span].map((it) => text.slice(it.start, it.end));
    assert.deepEqual(shown, ['"host"', '"db\\n"', 'db\\n', '"host": "db\\n"']);
  });

  it('keeps what stands before the first error, and says where that is', () => {
    const cases: [text: string, kept: readonly string[], place: string, message: string][] = [
      ['{"a": 1, "b": 2,}', ['a', 'b'], ',', 'A comma stands before nothing'],
      ['{"a": 1, // x\n"b": 2}', ['a'], '/', 'JSON has no comments'],
      ['{"a": 1 "b": 2}', ['a'], '"', 'A comma is missing here'],
      ['{"a": 1, "b": {"c": 1, "d" 2}}', ['a'], '2', 'A colon is missing here'],
      ['{"a": 1, "b": 1_000}', ['a'], '_', 'This is no JSON value'],
      ["{'a': 1}", [], "'", 'This is no JSON value'],
    ];
    for (const [text, kept, place, message] of cases) {
      const { root, problems } = parse(text);
      const [problem] = problems;
      assert.deepEqual(
        root.entries.map((it) => it.key.name),
        kept,
        text,
      );
      assert.equal(problem?.upstream, 'JSONDecodeError');
      assert.equal(problem?.message, `${message}, so Python cannot load this file`);
      assert.equal(text.slice(problem?.span.start, problem?.span.end), place, text);
    }
  });

  it('stops at a hundred levels, and is not deceived by brackets in texts and comments', () => {
    const deep = (levels: number) => `{"a": ${'['.repeat(levels - 1)}${']'.repeat(levels - 1)}}`;
    assert.deepEqual(parse(deep(100)).problems, []);
    assert.equal(parse(deep(101)).problems[0]?.kind, 'limit');
    assert.equal(parse(`{"a": ${'['.repeat(200_000)}`).problems[0]?.kind, 'limit');
    assert.deepEqual(parse(`{"a": "${'[\\"'.repeat(200)}"}`).problems, []);
    assert.deepEqual(parse(`{"a": /* ${'['.repeat(200)} */ 1}`, jsonc).problems, []);
    assert.equal(parse(`{"a": "\\\\", "b": ${'['.repeat(200)}`).problems[0]?.kind, 'limit');
  });

  it('refuses integers that are longer than Python reads', () => {
    assert.equal(parse(`{"a": ${'9'.repeat(4301)}}`).problems[0]?.upstream, 'ValueError');
    assert.deepEqual(parse(`{"a": "${'9'.repeat(4301)}"}`).problems, []);
  });

  it('takes comments and trailing commas where an editor does, and is silent in an empty file', () => {
    const { root, comments, problems } = parse('{ // one\n  "a": 1, /* two */\n}', jsonc);
    assert.deepEqual([root.entries.length, problems.length], [1, 0]);
    assert.deepEqual(
      comments.map((it) => it.text),
      ['one', 'two'],
    );
    assert.deepEqual(parse('', jsonc).problems, []);
  });
});

describe('edits of JSON', () => {
  const lines = '{\n  "smtp_host": "x",\n  "db": {"a": 1, "b": 2},\n  "empty": {}\n}\n';

  it('take the comma along that only the entry needs', () => {
    assert.equal(removed(lines, ['smtp_host']), '{\n  "db": {"a": 1, "b": 2},\n  "empty": {}\n}\n');
    assert.equal(removed(lines, ['empty']), '{\n  "smtp_host": "x",\n  "db": {"a": 1, "b": 2}\n}\n');
    assert.equal(removed('{"a": 1, "b": 2, "c": 3}', ['a']), '{"b": 2, "c": 3}');
    assert.equal(removed('{"a": 1, "b": 2, "c": 3}', ['b']), '{"a": 1, "c": 3}');
    assert.equal(removed('{"a": 1, "b": 2, "c": 3}', ['c']), '{"a": 1, "b": 2}');
    assert.equal(removed('{"a": {"b": 1}}', ['a', 'b']), '{"a": {}}');
    assert.equal(removed('{\n  "a": 1\n}', ['a']), '{\n}');
  });

  it('leave comments of other entries and trailing commas as they are', () => {
    const text = '{\n  // about a\n  "a": 1, // one\n  // about b\n  "b": 2, // two\n}\n';
    assert.equal(removed(text, ['b'], jsonc), '{\n  // about a\n  "a": 1, // one\n  // about b\n}\n');
    assert.equal(removed(text, ['a'], jsonc), '{\n  // about a\n  // about b\n  "b": 2, // two\n}\n');
    const bare = '{\n  "a": 1, // one\n  "b": 2 // two\n}\n';
    assert.equal(removed(bare, ['b'], jsonc), '{\n  "a": 1 // one\n}\n');
  });

  it('put a new entry beside its nearest relative, in the style around', () => {
    assert.equal(
      inserted(lines, 'smtp_port', int(25)),
      lines.replace('"x",\n', '"x",\n  "smtp_port": 25,\n'),
    );
    assert.equal(inserted(lines, 'other', str('é"')), lines.replace('{}\n', '{},\n  "other": "é\\""\n'));
    assert.equal(inserted('{"a":1,"b":2}', 'c', int(3)), '{"a":1,"b":2,"c":3}');
    assert.equal(inserted('{"a":1}', 'c', int(3)), '{"a":1,"c":3}');
    assert.equal(inserted('{}', 'a', int(1)), '{"a": 1}');
    assert.equal(inserted('{\r\n}\r\n', 'a', int(1)), '{\r\n  "a": 1\r\n}\r\n');
    assert.equal(inserted('{\n\t"a": 1\n}', 'b', int(2)), '{\n\t"a": 1,\n\t"b": 2\n}');
    const trailing = '{\n  "a": 1, // one\n}\n';
    assert.equal(inserted(trailing, 'b', int(2), jsonc), '{\n  "a": 1, // one\n  "b": 2,\n}\n');
  });

  it('open an empty object where its braces stand', () => {
    const document = parse(lines);
    const entry = { name: 'x', value: { source: '[1]' } };
    const edits = json.insert(document, mappingAt(document, 'empty'), entry);
    assert.equal(applyEdits(lines, edits), lines.replace('{}', '{"x": [1]}'));
  });

  it('write comments where the format has some', () => {
    const entry = { name: 'b', value: { data: int(2) }, comment: 'why' };
    const text = '{\n  "a": 1\n}\n';
    const edit = (format: Format) => {
      const document = parse(text, format);
      return applyEdits(text, format.insert(document, document.root, entry));
    };
    assert.equal(edit(jsonc), '{\n  "a": 1,\n  // why\n  "b": 2\n}\n');
    assert.equal(edit(json), '{\n  "a": 1,\n  "b": 2\n}\n');
  });

  it('are none where the result would not be JSON', () => {
    const document = parse('{"a": 1}');
    const insert = (source: string) =>
      json.insert(document, document.root, { name: 'b', value: { source } }).length;
    assert.deepEqual(
      ['1', '"x"', '{"y": []}', '', '1,', '1}', '// c\n1', 'x'].map(insert),
      [1, 1, 1, 0, 0, 0, 0, 0],
    );
    assert.deepEqual(json.insert(document, document.root, { name: 'a', value: { data: int(1) } }), []);
    const broken = parse('{"a": 1,}');
    assert.deepEqual(json.insert(broken, broken.root, { name: 'b', value: { data: int(1) } }), []);
    const list = parse('[1]');
    assert.deepEqual(json.insert(list, list.root, { name: 'b', value: { data: int(1) } }), []);
  });

  it('rename where the name is free, and replace any value', () => {
    const document = parse('{"a": [1], "b": 2}');
    assert.deepEqual(json.rename(document, at(document, 'a'), 'b'), []);
    const renamed = json.rename(document, at(document, 'a'), 'new "name"');
    assert.equal(applyEdits(document.file.text, renamed), '{"new \\"name\\"": [1], "b": 2}');
    const replaced = json.replace(document, at(document, 'a'), float(Number.NaN));
    assert.equal(applyEdits(document.file.text, replaced), '{"a": NaN, "b": 2}');
    assert.deepEqual(jsonc.replace(document, at(document, 'a'), float(Number.NaN)), []);
  });
});
