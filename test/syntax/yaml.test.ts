import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Data } from '../../server/src/core/syntax/data.ts';
import { bool, int, NONE, str } from '../../server/src/core/syntax/data.ts';
import type { Document, Entry } from '../../server/src/core/syntax/document.ts';
import { walkEntries } from '../../server/src/core/syntax/document.ts';
import { dataOf } from '../../server/src/core/syntax/value-data.ts';
import { yaml } from '../../server/src/core/syntax/yaml.ts';
import { applyEdits } from '../../server/src/core/text/edit.ts';
import { sourceFile } from '../../server/src/core/text/source-file.ts';
import { textAt } from '../../server/src/core/text/span.ts';

function parse(text: string): Document {
  return yaml.parse(sourceFile('config/settings.yaml', text));
}

function entryAt(document: Document, path: string): Entry {
  const found = [...walkEntries(document.root)].find((it) => it.path.join('.') === path);
  assert.ok(found !== undefined, `no entry ${path}`);
  return found.entry;
}

function messages(text: string): readonly string[] {
  return parse(text).problems.map((it) => `${it.span.start} ${it.upstream ?? it.kind} ${it.message}`);
}

function dataAt(document: Document, path: string): Data {
  const { value } = entryAt(document, path);
  return value === undefined ? NONE : dataOf(value);
}

test('files are recognised by their ending', () => {
  assert.ok(yaml.matches('a/b.yaml') && yaml.matches('b.yml'));
  assert.ok(!yaml.matches('b.yaml.bak') && !yaml.matches('yaml'));
});

test('entries, values and comments have exact spans', () => {
  const text = '# head\ndb:\n  "host": \'x\' # note\n  ports: [1, 22]\n';
  const document = parse(text);
  const at = (path: string) => {
    const { key, value, span } = entryAt(document, path);
    return [textAt(text, key.span), value && textAt(text, value.span), textAt(text, span)];
  };
  assert.deepEqual(at('db.host'), ['"host"', "'x'", '"host": \'x\'']);
  assert.deepEqual(at('db.ports'), ['ports', '[1, 22]', 'ports: [1, 22]']);
  assert.deepEqual(at('db')[2], 'db:\n  "host": \'x\' # note\n  ports: [1, 22]');
  assert.deepEqual(
    document.comments.map((it) => [textAt(text, it.span), it.text, it.ownLine]),
    [
      ['# head', 'head', true],
      ['# note', 'note', false],
    ],
  );
  const host = entryAt(document, 'db.host').value;
  assert.ok(host?.kind === 'scalar' && host.quote === 'single' && textAt(text, host.content) === 'x');
});

test('a block text has its body as content', () => {
  const text = 'a: | # note\n  x\n  y\nb: 1\n';
  const { value } = entryAt(parse(text), 'a');
  assert.ok(value?.kind === 'scalar' && value.quote === 'block');
  assert.equal(textAt(text, value.content), '  x\n  y');
  assert.deepEqual(value.data, str('x\ny\n'));
});

test('keys are named as Python prints them', () => {
  const document = parse('on: 1\n12: a\n1.50: b\nnull: c\n2024-01-02: d\n');
  assert.deepEqual(
    document.root.entries.map((it) => it.key.name),
    ['True', '12', '1.5', 'None', '2024-01-02'],
  );
  assert.deepEqual(document.root.entries[0]?.key.data, bool(true));
});

test('duplicate keys are two entries', () => {
  const { root, problems } = parse('a: 1\nb: 2\na: 3\n');
  assert.deepEqual(
    root.entries.map((it) => it.key.name),
    ['a', 'b', 'a'],
  );
  assert.deepEqual(problems, []);
});

test('what is no mapping at the top holds no entries and is no problem', () => {
  for (const text of ['', '# only a comment\n', 'text\n', '- a\n- b\n', '[1, 2]\n', '---\n', '42']) {
    const { root, problems } = parse(text);
    assert.deepEqual([root.entries, problems], [[], []], JSON.stringify(text));
  }
});

test('aliases and merge keys are followed, with the span of what brings them', () => {
  const text = 'base: &b {x: 1, y: 2}\nmine:\n  <<: *b\n  y: 3\ncopy: *b\n';
  const document = parse(text);
  const mine = entryAt(document, 'mine').value;
  assert.ok(mine?.kind === 'mapping');
  assert.deepEqual(
    mine.entries.map((it) => [it.key.name, textAt(text, it.span)]),
    [
      ['x', '*b'],
      ['y', 'y: 3'],
    ],
  );
  assert.deepEqual(textAt(text, entryAt(document, 'copy.x').span), '*b');
  assert.deepEqual(yaml.remove(document, entryAt(document, 'mine.x')), []);
  assert.deepEqual(yaml.replace(document, entryAt(document, 'copy.x'), int(1)), []);
  assert.deepEqual(yaml.remove(document, entryAt(document, 'base')), [], 'others refer to it');
});

test('tags outside the core are never followed', () => {
  for (const tag of ['!vault', '!include', '!!python/object/apply:os.system']) {
    const { problems } = parse(`a: ${tag} x\nb: 1\n`);
    assert.deepEqual(
      problems.map((it) => it.upstream),
      ['ConstructorError'],
      tag,
    );
    assert.deepEqual(problems[0]?.span, { start: 3, end: 3 + tag.length });
  }
});

test('a second document is a problem, and the first counts', () => {
  const document = parse('a: 1\n---\nb: 2\n');
  assert.deepEqual(
    document.problems.map((it) => [it.upstream, it.span.start]),
    [['ComposerError', 5]],
  );
  assert.deepEqual(
    document.root.entries.map((it) => it.key.name),
    ['a'],
  );
});

test('the documents of a stream stand beside each other', () => {
  const names = (text: string) =>
    parse(text).stream?.map(({ root }) =>
      root?.kind === 'mapping' ? root.entries.map((it) => it.key.name) : root?.kind,
    );
  assert.deepEqual(names('a: 1\n'), undefined);
  assert.deepEqual(names('# c\n---\na: 1\n'), undefined);
  assert.deepEqual(names('%YAML 1.1\n---\na: 1\n...\n'), undefined);
  assert.deepEqual(names('a: "---"\nb: |\n  x\n  ---\n'), undefined);
  assert.deepEqual(names('a: 1\n---\nb: 2\nc: 3\n'), [['a'], ['b', 'c']]);
  assert.deepEqual(names('---\na: 1\r\n---\r\nb: 2\r\n---\r\n'), [['a'], ['b'], 'scalar']);
  assert.deepEqual(names('---\n---\n- b\n'), ['scalar', 'sequence']);
  assert.deepEqual(names('a: 1\n...\n%YAML 1.1\n# c\n---\nb: 2\n'), [['a'], ['b']]);
  assert.deepEqual(names('a: &x 1\n---\nb: &x 2\nc: *x\n'), [['a'], ['b', 'c']]);
});

test('a mistake in one document of a stream leaves the others alone', () => {
  const { stream, problems } = parse('a: 1\n---\nb: "x\n---\nc: *nope\n');
  assert.deepEqual(
    problems.map((it) => it.upstream),
    ['ComposerError'],
  );
  assert.deepEqual(
    stream?.map((it) => it.problems.map(({ upstream, span }) => [upstream, span.start])),
    [[], [['ScannerError', 12]], [['ComposerError', 22]]],
  );
});

test('a document of a stream that loses its last entry stays a document', () => {
  const document = parse('# c\na: 1\n---\nb: 2\n');
  const [entry] = document.root.entries;
  const edits = entry === undefined ? [] : yaml.remove(document, entry);
  assert.equal(applyEdits(document.file.text, edits), '# c\n{}\n---\nb: 2\n');
});

test('mistakes are found where they are, and what stands around them is known', () => {
  const cases: readonly (readonly [string, number, string, readonly string[]])[] = [
    ['a: 1\nfoo\nb: 2\n', 5, 'ScannerError', ['a', 'b']],
    ['a: @x\nb: 2\n', 3, 'ScannerError', ['a', 'b']],
    ['a: "x\nb: 2\n', 3, 'ScannerError', ['a', 'b']],
    ['a: [1,\nb: 2\n', 3, 'ParserError', ['a', 'b']],
    ['a:\n  x: 1\n  foo\n  y: 2\nb: 1\n', 12, 'ScannerError', ['a', 'x', 'y', 'b']],
    ['a: b: c\nd: 1\n', 4, 'ScannerError', ['a', 'd']],
    ['a:\tx\nb: 1\n', 2, 'ScannerError', ['a', 'b']],
    ['a: *nope\nb: 1\n', 3, 'ComposerError', ['a', 'b']],
    ['a: {b: 1]\nc: 2\n', 8, 'ParserError', ['a', 'c']],
  ];
  for (const [text, start, upstream, names] of cases) {
    const document = parse(text);
    const [first] = document.problems;
    assert.deepEqual([first?.span.start, first?.upstream], [start, upstream], JSON.stringify(text));
    assert.deepEqual(
      [...walkEntries(document.root)].map((it) => it.entry.key.name),
      names,
      JSON.stringify(text),
    );
  }
});

test('what Helm and Jinja fill in is one note and no entries', () => {
  const texts = [
    'a: {{ .Values.x }}\nb: 1\n{{- if .y }}\nc: 2\n{{- end }}\n',
    '{% if x %}\na: 1\n{% endif %}\n',
    'a: 1\nb:\n  {{ toYaml . | nindent 4 }}\n',
    'a: {{ "x" }}-y\n',
  ];
  for (const text of texts) {
    const document = parse(text);
    assert.deepEqual(
      document.problems.map((it) => it.kind),
      ['limit'],
      text,
    );
    assert.ok(document.problems[0]?.message.startsWith('this looks like a template'));
    assert.deepEqual(document.root.entries, []);
  }
  for (const text of ['a: "{{ x }}"\n', 'a: hello {{ x }}\n', 'a: |\n  {% if x %}\n', '# {{ x }}\na: 1\n']) {
    assert.deepEqual(parse(text).problems, [], text);
  }
  assert.deepEqual(messages('a: "{{ x }}" y\n').length, 1);
  assert.ok(messages('a: "{{ x }}" y\n')[0]?.includes('ParserError'));
});

test('names of objects are ordinary keys', () => {
  const document = parse('__proto__: 1\nconstructor: 2\ntoString:\n  hasOwnProperty: 3\n');
  assert.deepEqual(dataAt(document, 'toString.hasOwnProperty'), int(3));
  assert.deepEqual(dataAt(document, '__proto__'), int(1));
});

test('characters that YAML does not allow are problems at their place', () => {
  assert.deepEqual(
    parse('a: 1\nb: \0\n').problems.map((it) => [it.upstream, it.span]),
    [['ReaderError', { start: 8, end: 9 }]],
  );
  assert.deepEqual(
    parse('a: "\ud800"\n').problems.map((it) => it.upstream),
    ['ReaderError'],
  );
});

test('what `yaml` reads otherwise is read as PyYAML reads it', () => {
  const cases: readonly (readonly [string, string, Data])[] = [
    ['\ufeffa: 1\nb:\n  c: 2\n', 'b.c', int(2)],
    ['a: [\n1,\n[2\n],\n]\nb: 1\n', 'b', int(1)],
    ['a: "x\ny"\nb: 1\n', 'a', str('x y')],
    ['a: {b: , c: 1}\n', 'a.b', NONE],
    ['b: &x y\n*x: 2\n', 'y', int(2)],
    ['a: {"b":1, c: d}#e\n', 'a.b', int(1)],
    ['a:\n|\n x\n', 'a', str('x\n')],
  ];
  for (const [text, path, data] of cases) {
    const document = parse(text);
    assert.deepEqual([document.problems, dataAt(document, path)], [[], data], JSON.stringify(text));
  }
  assert.deepEqual(parse('\ufeff- a: 1\n  b: 2\n').problems, []);
});

test('what `yaml` reads and PyYAML refuses is a problem', () => {
  const cases: readonly (readonly [string, number, string])[] = [
    ['a: 1\t# x\n', 4, 'ScannerError'],
    ['a: [b?c]\n', 5, 'ParserError'],
    ['--- a: 1\n', 5, 'ScannerError'],
    ['a: - b\n', 3, 'ScannerError'],
    ['a: !!seq - b\n', 9, 'ScannerError'],
    [': a\n', 0, 'ParserError'],
    ['a: [b\n c: d]\n', 8, 'ParserError'],
    [`${'k'.repeat(1025)}: 1\n`, 1025, 'ScannerError'],
    ['a: &x &y 1\n', 6, 'ParserError'],
    ['a: |\n   \n x\n', 10, 'ParserError'],
    ['%YAML 2.0\n---\na: 1\n', 0, 'ParserError'],
    ['%YAML 1.1\na: 1\n', 10, 'ParserError'],
  ];
  for (const [text, start, upstream] of cases) {
    const [first] = parse(text).problems;
    assert.deepEqual([first?.span.start, first?.upstream], [start, upstream], JSON.stringify(text));
  }
});

test('every prefix of a file gives a document', () => {
  const text = 'a: &x\n  - "q\\n" # c\n  - {b: [1, 2], c: *x}\nd: |\n  t\n<<: {e: 1}\n? f\n: !!str g\n';
  for (let end = 0; end <= text.length; end++) {
    const { problems } = parse(text.slice(0, end));
    for (const { span } of problems) assert.ok(span.start < span.end && span.end <= end, text.slice(0, end));
  }
});

test('a block that has not moved keeps its entries', () => {
  const before = parse('one:\n  a: 1\ntwo:\n  b: 2\nthree: 3\n');
  const after = parse('one:\n  a: 1\ntwo:\n  b: 22\nthree: 3\n');
  assert.equal(after.root.entries[0], before.root.entries[0]);
  assert.equal(entryAt(after, 'three').span.start, entryAt(before, 'three').span.start + 1);
});
