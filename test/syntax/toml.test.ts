import assert from 'node:assert/strict';
import { test } from 'node:test';
import { bool, type Data, float, int, NONE, str } from '../../server/src/core/syntax/data.ts';
import { type Entry, type Mapping, walkEntries } from '../../server/src/core/syntax/document.ts';
import { toml } from '../../server/src/core/syntax/toml.ts';
import { dataOf } from '../../server/src/core/syntax/value-data.ts';
import { applyEdits } from '../../server/src/core/text/edit.ts';
import { sourceFile } from '../../server/src/core/text/source-file.ts';

const parse = (text: string) => toml.parse(sourceFile('pyproject.toml', text));

function entryAt(root: Mapping, path: string): Entry {
  for (const { entry, path: here } of walkEntries(root)) if (here.join('.') === path) return entry;
  throw new assert.AssertionError({ message: `no entry ${path}` });
}

function mappingAt(root: Mapping, path: string): Mapping {
  if (path === '') return root;
  const { value } = entryAt(root, path);
  assert.ok(value?.kind === 'mapping');
  return value;
}

/** The document as plain data, to compare with. */
function plain(data: Data): unknown {
  switch (data.kind) {
    case 'dict':
      return Object.fromEntries(
        data.entries.map(([key, value]) => [key.kind === 'str' && key.value, plain(value)]),
      );
    case 'list':
      return data.items.map(plain);
    case 'str':
    case 'bool':
    case 'float':
      return data.value;
    case 'int':
      return Number(data.value);
    default:
      return data;
  }
}

const read = (text: string) => plain(dataOf(parse(text).root));

const removed = (text: string, path: string) => {
  const document = parse(text);
  return applyEdits(text, toml.remove(document, entryAt(document.root, path)));
};
const replaced = (text: string, path: string, value: Data) => {
  const document = parse(text);
  return applyEdits(text, toml.replace(document, entryAt(document.root, path), value));
};
const renamed = (text: string, path: string, name: string) => {
  const document = parse(text);
  return applyEdits(text, toml.rename(document, entryAt(document.root, path), name));
};
const inserted = (text: string, parent: string, added: Parameters<typeof toml.insert>[2], near?: string) => {
  const document = parse(text);
  const beside = near === undefined ? undefined : entryAt(document.root, near);
  return applyEdits(text, toml.insert(document, mappingAt(document.root, parent), added, beside));
};

test('tables written at several places become one mapping', () => {
  const text = `title = "x"
[tool.crossfade]
root = true
[project]
name = 'p'
[tool.crossfade.rules]
unknown-key = "off"
"quoted.name" = { severity = "error", files = ["a", "b"] }
[tool]
other.dotted.key = 1
`;
  assert.deepEqual(read(text), {
    title: 'x',
    tool: {
      crossfade: {
        root: true,
        rules: { 'unknown-key': 'off', 'quoted.name': { severity: 'error', files: ['a', 'b'] } },
      },
      other: { dotted: { key: 1 } },
    },
    project: { name: 'p' },
  });
  const { key } = entryAt(parse(text).root, 'tool.crossfade.rules');
  assert.equal(text.slice(key.span.start, key.span.end), 'rules');
});

test('tables in arrays become items', () => {
  const text = '[[a]]\nx=1\n[a.sub]\ny=2\n[[a]]\nx=3\n[[a.list]]\nz=4\n[[a.list]]\nz=5\n';
  assert.deepEqual(read(text), {
    a: [
      { x: 1, sub: { y: 2 } },
      { x: 3, list: [{ z: 4 }, { z: 5 }] },
    ],
  });
});

test('kinds of values', () => {
  const cases: [string, Data][] = [
    ['9007199254740993', int(9007199254740993n)],
    ['0xDEAD_BEEF', int(0xdeadbeef)],
    ['1e3', float(1000)],
    ['-inf', float(Number.NEGATIVE_INFINITY)],
    ['true', bool(true)],
    ['"a\\u00e9\\n"', str('aé\n')],
    ["'a\\n'", str('a\\n')],
    ['"""\nx\\\n  y"""', str('xy')],
    ["'''\nx\n'''", str('x\n')],
    ['1979-05-27', { kind: 'date', text: '1979-05-27' }],
    ['07:32:00.50', { kind: 'time', text: '07:32:00.500000' }],
    ['1979-05-27 07:32:00.1234567-07:00', { kind: 'datetime', text: '1979-05-27T07:32:00.123456-07:00' }],
    ['1979-05-27t07:32:00z', { kind: 'datetime', text: '1979-05-27T07:32:00Z' }],
    ['1979-05-27T07:32:00+00:00', { kind: 'datetime', text: '1979-05-27T07:32:00Z' }],
  ];
  for (const [source, data] of cases) {
    const value = parse(`a = ${source}`).root.entries[0]?.value;
    assert.deepEqual(value?.kind === 'scalar' && value.data, data, source);
  }
});

test('what Python refuses is one problem at its place', () => {
  const cases: [string, number][] = [
    ['a = 1\nb = ', 9],
    ['a = 1\na = 2\n', 6],
    ['[a]\n[a]\n', 5],
    ['a = "x\n', 5],
    ['a = 01\n', 4],
    ['a = 07:32:60\n', 4],
    ['a = 0000-01-01\n', 4],
    ['a = 1\rb = 2', 4],
    ['a = [1,\n', 6],
  ];
  for (const [text, start] of cases) {
    const { root, problems } = parse(text);
    assert.deepEqual([root.entries, problems.length], [[], 1], text);
    assert.deepEqual(
      [problems[0]?.span, problems[0]?.upstream],
      [{ start, end: start + 1 }, 'TOMLDecodeError'],
      text,
    );
    assert.match(problems[0]?.message ?? '', /, so Python cannot load this file$/);
  }
});

test('deep nesting is one problem of ours, whatever brings it about', () => {
  const depths = ['['.repeat(1000), `${'['.repeat(50_000)}${']'.repeat(50_000)}`, '{a='.repeat(5000)];
  for (const value of depths) {
    const { problems } = parse(`x = 1\na = ${value}`);
    assert.deepEqual(
      problems.map(({ kind }) => kind),
      ['limit'],
    );
  }
  const dotted = Array.from({ length: 5000 }, () => 'a').join('.');
  for (const text of [`${dotted} = 1`, `[${dotted}]`, `[[${dotted}]]`]) {
    assert.deepEqual(
      parse(text).problems.map(({ kind, span }) => [kind, span.start]),
      [['limit', 0]],
    );
  }
  const quiet = Array.from(
    { length: 200 },
    (_, index) => `[t${index}] # [[\nx = '[[[[' # [[[\ny = """["[[\n"""\n`,
  );
  assert.equal(parse(quiet.join('')).root.entries.length, 200);
});

test('remove takes the line, the tables or the comma that only the entry needs', () => {
  assert.equal(removed('# c\na = 1 # d\nb = 2\n', 'a'), '# c\nb = 2\n');
  assert.equal(removed('a = 1\r\nb = """\r\nx"""', 'b'), 'a = 1');
  assert.equal(removed('[a]\nx = 1\ny = 2\n\n[b]\n', 'a.x'), '[a]\ny = 2\n\n[b]\n');
  assert.equal(removed('[a.b]\nx = 1\n[c]\n[a.d]\ny = 1', 'a'), '[c]');
  assert.equal(removed('a.b = 1\na.c = 2\nd = 3\n', 'a'), 'd = 3\n');
  assert.equal(removed('t = { a = 1, b = 2, c = 3 }', 't.a'), 't = { b = 2, c = 3 }');
  assert.equal(removed('t = { a = 1, b = 2, c = 3 }', 't.c'), 't = { a = 1, b = 2 }');
});

test('replace keeps the quotes that can hold the text', () => {
  assert.equal(replaced("a = 'x' # c", 'a', str('y\\z')), "a = 'y\\z' # c");
  assert.equal(replaced("a = 'x'", 'a', str("it's")), 'a = "it\'s"');
  assert.equal(replaced('a = "x"', 'a', str('"\n\u0001')), 'a = "\\"\\n\\u0001"');
  assert.equal(replaced('t = { a = 1 }', 't.a', float(1e21)), 't = { a = 1e+21 }');
  assert.equal(replaced('a = 1', 'a', { kind: 'list', items: [int(1), str('b')] }), 'a = [1, "b"]');
  assert.equal(
    replaced('a = 1', 'a', { kind: 'dict', entries: [[str('k k'), bool(true)]] }),
    'a = { "k k" = true }',
  );
  assert.equal(replaced('a = 1', 'a', NONE), 'a = 1');
  assert.equal(replaced('[a]\nb = 1', 'a', int(1)), '[a]\nb = 1');
});

test('rename changes every mention of a table and refuses a name that is taken', () => {
  assert.equal(renamed('[a.b]\n[a.c]\nx = 1\n', 'a', 'z'), '[z.b]\n[z.c]\nx = 1\n');
  assert.equal(renamed('a.b = 1\na.c = 2', 'a', 'x y'), '"x y".b = 1\n"x y".c = 2');
  assert.equal(renamed("'a' = 1", 'a', 'b'), "'b' = 1");
  assert.equal(renamed('a = 1\nb = 2', 'a', 'b'), 'a = 1\nb = 2');
});

test('insert goes below its neighbour or to the end of its table', () => {
  const value = { data: str('v') };
  assert.equal(
    inserted('[a]\n  x = 1\n\n[b]\n', 'a', { name: 'n', value, comment: 'c' }),
    '[a]\n  x = 1\n  # c\n  n = "v"\n\n[b]\n',
  );
  assert.equal(
    inserted('[a]\r\nx = 1\r\ny = 2', 'a', { name: 'n', value }, 'a.x'),
    '[a]\r\nx = 1\r\nn = "v"\r\ny = 2',
  );
  assert.equal(inserted('[a]\nx = 1', 'a', { name: 'n', value }), '[a]\nx = 1\nn = "v"');
  assert.equal(inserted('[a]', 'a', { name: 'n', value: { source: '[ 1,\n 2 ]' } }), '[a]\nn = [ 1,\n 2 ]');
  assert.equal(inserted('[a]\nb.x = 1\n', 'a.b', { name: 'n', value }, 'a.b.x'), '[a]\nb.x = 1\nb.n = "v"\n');
  assert.equal(inserted('t = { a = 1 }', 't', { name: 'n', value }), 't = { a = 1, n = "v" }');
  assert.equal(inserted('t = {}', 't', { name: 'n', value }), 't = { n = "v" }');
  assert.equal(inserted('[a]\n', '', { name: 'n', value }), 'n = "v"\n[a]\n');
  assert.equal(inserted('x = 1\n[a]\n', '', { name: 'n', value }), 'x = 1\nn = "v"\n[a]\n');
  assert.equal(inserted('[a]\nx = 1', 'a', { name: 'x', value }), '[a]\nx = 1');
  assert.equal(inserted('[a]\n', 'a', { name: 'n', value: { source: '1\nm = 2' } }), '[a]\n');
});

test('names of the language are ordinary keys', () => {
  const names = parse('__proto__ = 1\n[constructor]\ntoString = 2\n').root.entries.map(({ key }) => key.name);
  assert.deepEqual(names, ['__proto__', 'constructor']);
  assert.equal(({} as Record<string, unknown>).toString, Object.prototype.toString);
});

test('large texts are read or refused, without end', () => {
  const lines = Array.from({ length: 40_000 }, (_, index) => `k${index} = ${index}`).join('\n');
  assert.equal(parse(lines).root.entries.length, 40_000);
  const items = parse('[[a]]\nx = 1\n'.repeat(20_000)).root.entries[0]?.value;
  assert.equal(items?.kind === 'sequence' && items.items.length, 20_000);
  const { problems } = parse(`a = "${'x'.repeat(1_000_000)}"`);
  assert.ok(problems.every(({ kind }) => kind === 'limit'));
});
