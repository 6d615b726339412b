import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Lexer } from 'yaml';
import type { Data } from '../../server/src/core/syntax/data.ts';
import { bool, float, int, NONE, str } from '../../server/src/core/syntax/data.ts';
import type { Document, Entry, NewEntry } from '../../server/src/core/syntax/document.ts';
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

function valueOf(document: Document, path: string): Data {
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

/** How deep brackets are nested by the lexer of the `yaml` package, which knows quotes and comments. */
function lexedDepth(text: string): number {
  let depth = 0;
  let deepest = 0;
  for (const token of new Lexer().lex(text)) {
    if (token === '[' || token === '{') deepest = Math.max(deepest, ++depth);
    else if (token === ']' || token === '}') depth--;
  }
  return deepest;
}

const DEEP: Readonly<Record<string, string>> = {
  brackets: '['.repeat(1000),
  braces: '{a: '.repeat(1000),
  dashes: `${'- '.repeat(1000)}x`,
  blocks: Array.from({ length: 600 }, (_, level) => `${' '.repeat(level)}a:\n`).join(''),
  'quoted brackets': `${'[ "]", '.repeat(1000)}${']'.repeat(1000)}`,
  'brackets in comments': `${'[ # ]\n'.repeat(1000)}${']'.repeat(1000)}`,
  'a key before': `a: 1\nb: ${'['.repeat(1000)}\nc: 2\n`,
};

const FLAT: Readonly<Record<string, string>> = {
  'brackets in quotes': Array.from({ length: 300 }, (_, index) => `k${index}: "["\n`).join(''),
  'brackets in a comment': `# ${'['.repeat(300)}\na: 1\n`,
  'dashes in a plain text': `a: text ${'- '.repeat(300)}\n`,
  'brackets in a block text': `a: |\n  ${'['.repeat(300)}\n`,
  'one hundred levels': `${'['.repeat(100)}${']'.repeat(100)}\n`,
};

test('deep nesting is one note at its place, however often it is read', () => {
  for (const [name, text] of Object.entries(DEEP)) {
    for (let turn = 0; turn < 20; turn++) {
      const { problems } = parse(text + ' '.repeat(turn));
      assert.equal(problems.length, 1, name);
      assert.deepEqual(
        [problems[0]?.kind, problems[0]?.message],
        ['limit', 'nesting too deep (limit 100)'],
        name,
      );
    }
  }
  assert.equal(parse(DEEP.brackets ?? '').problems[0]?.span.start, 100);
  assert.equal(parse(DEEP.dashes ?? '').problems[0]?.span.start, 200);
  const beside = parse(DEEP['a key before'] ?? '');
  assert.equal(beside.problems[0]?.span.start, 8 + 99);
});

test('what only looks deep is read', () => {
  for (const [name, text] of Object.entries(FLAT)) assert.deepEqual(parse(text).problems, [], name);
});

test('brackets are counted as the lexer of the `yaml` package counts them', () => {
  for (const [name, text] of Object.entries({ ...DEEP, ...FLAT })) {
    if (!/[[{]/.test(text)) continue;
    const deep = parse(text).problems.some((it) => it.kind === 'limit');
    assert.equal(deep, lexedDepth(text) > 100, name);
  }
});

test('200,000 brackets take no time to speak of', () => {
  const { problems } = parse('['.repeat(200_000));
  assert.equal(problems.length, 1);
});

test('aliases of aliases end at a limit', () => {
  const levels = Array.from({ length: 9 }, (_, level) => {
    const items = Array.from({ length: 9 }, () => (level === 0 ? 'x' : `*l${level - 1}`));
    return `l${level}: &l${level} [${items.join(', ')}]\n`;
  });
  const { problems } = parse(levels.join(''));
  assert.deepEqual(
    problems.map((it) => [it.kind, it.message]),
    [['limit', 'too many aliases (limit 100)']],
  );
  const many = (count: number) => `a: &a 1\nb: [${Array.from({ length: count }, () => '*a').join(', ')}]\n`;
  assert.deepEqual(parse(many(100)).problems, []);
  assert.deepEqual(
    parse(many(101)).problems.map((it) => it.kind),
    ['limit'],
  );
});

test('merge keys end at a limit, in linear time', () => {
  const chain = ['a0: &a0 {k0: 1}\n'];
  for (let at = 1; at <= 5000; at++) chain.push(`a${at}: &a${at}\n  <<: *a${at - 1}\n  k${at}: 1\n`);
  const message = 'merge keys bring too many entries (limit 10000)';
  assert.deepEqual(
    parse(chain.join('')).problems.map((it) => it.message),
    [message],
  );
  const empty = `e: &e {}\nm:\n  <<: [${Array.from({ length: 20_000 }, () => '*e').join(', ')}]\n`;
  assert.deepEqual(
    parse(empty).problems.map((it) => it.message),
    [message],
  );
});

test('a value that contains itself is not followed', () => {
  assert.deepEqual(messages('a: &x [*x]\n'), ['7 limit a value that contains itself is not followed']);
  assert.deepEqual(messages('a: &x\n  b: *x\n').length, 1);
});

test('aliases that nest deeper and deeper end at a limit', () => {
  const lines = ['a0: &a0 {x: 1}\n'];
  for (let at = 1; at < 300; at++) lines.push(`a${at}: &a${at} {x: *a${at - 1}}\n`);
  const { problems } = parse(lines.join(''));
  assert.deepEqual(
    problems.map((it) => it.message),
    ['nesting too deep (limit 100)'],
  );
});

test('40,000 keys in one mapping are read, duplicates and all', () => {
  const keys = Array.from({ length: 40_000 }, (_, index) => `  key${index % 39_999}: ${index}\n`);
  const { problems } = parse(`all:\n${keys.join('')}`);
  assert.deepEqual(problems, []);
});

test('names of objects are ordinary keys', () => {
  const document = parse('__proto__: 1\nconstructor: 2\ntoString:\n  hasOwnProperty: 3\n');
  assert.deepEqual(valueOf(document, 'toString.hasOwnProperty'), int(3));
  assert.deepEqual(valueOf(document, '__proto__'), int(1));
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
    assert.deepEqual(valueOf(parse(after), path), data, after);
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
