// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the variables of dotenv look like those of templates
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { bool, float, int, NONE, str } from '../../server/src/core/syntax/data.ts';
import type { Entry } from '../../server/src/core/syntax/document.ts';
import { interpolate } from '../../server/src/core/syntax/dotenv/dotenv-interpolate.ts';
import { dotenv, parseDotenv } from '../../server/src/core/syntax/dotenv.ts';
import { applyEdits, type Edit } from '../../server/src/core/text/edit.ts';
import { sourceFile } from '../../server/src/core/text/source-file.ts';

const parse = (text: string) => parseDotenv(sourceFile('.env', text));

function edited(
  text: string,
  name: string,
  edit: (document: ReturnType<typeof parse>, entry: Entry) => readonly Edit[],
) {
  const document = parse(text);
  const entry = document.root.entries.find(({ key }) => key.name === name);
  assert.ok(entry !== undefined);
  return applyEdits(text, edit(document, entry));
}

const replaced = (text: string, name: string, value: string) =>
  edited(text, name, (document, entry) => dotenv.replace(document, entry, str(value)));
const removed = (text: string, name: string) =>
  edited(text, name, (document, entry) => dotenv.remove(document, entry));
const renamed = (text: string, name: string, to: string) =>
  edited(text, name, (document, entry) => dotenv.rename(document, entry, to));
const inserted = (text: string, near: string | undefined, added: Parameters<typeof dotenv.insert>[2]) => {
  const document = parse(text);
  const entry = document.root.entries.find(({ key }) => key.name === near);
  return applyEdits(text, dotenv.insert(document, document.root, added, entry));
};

test('paths of dotenv files, and of files that only look like one', () => {
  const yes = [
    '.env',
    'a/.env',
    '.env.local',
    '.env.production',
    'prod.env',
    'a/b.c.env',
    '.flaskenv',
    '.env.example',
  ];
  const no = [
    '.envrc',
    '.env.vault',
    '.env.keys',
    'a.env.py',
    '.env.py',
    '.env.yaml',
    '.env.bak',
    '.env~',
    '.env.',
    'env',
    'env.example',
  ];
  for (const path of yes) assert.ok(dotenv.matches(path), path);
  for (const path of no) assert.ok(!dotenv.matches(path), path);
});

test('what is skipped is said once, where it is wrong', () => {
  const skipped = 'so python-dotenv skips this line';
  const cases: [string, string, string][] = [
    ['=1', '=', `No name stands before \`=\`, ${skipped}`],
    ["''=1", "''", `The name is empty, ${skipped}`],
    ['export \nA=1', 'export', `No name follows \`export\`, ${skipped}`],
    ["'A=1", "'A=1", `A name opens with \`'\` and is never closed, ${skipped}`],
    ['EXPORT A=1', 'EXPORT', `\`EXPORT\` must be written \`export\`, ${skipped}`],
    ['A: 1', 'A: 1', `\`A:\` is followed by a value where dotenv needs \`=\`, ${skipped}`],
    ['A B=1', 'A B', `The name that starts with \`A\` holds a space, ${skipped}`],
    ['A B', 'A B', `\`A\` is followed by text without \`=\`, ${skipped}`],
    ["'A' B=1", 'B', `Text follows the closing quote of a name, ${skipped}`],
    ['A="1" x ', 'x', `Text follows the closing quote of \`A\`, ${skipped}`],
    ['A="""x"""', '"""x"""', `\`A\` opens with several quotes, which dotenv does not know, ${skipped}`],
    ['A="x\nB=2', '"x', `\`A\` opens a quote that is never closed, ${skipped}`],
    [
      'A="x\nB="y"',
      '"x',
      '`A` opens a quote that closes on the next line, with text after it, so python-dotenv skips all 2 lines',
    ],
    [
      'A="x\n\nB="y"',
      '"x',
      '`A` opens a quote that closes 2 lines below, with text after it, so python-dotenv skips all 3 lines',
    ],
    [
      "'A\nB'C=1",
      "'A",
      "A name opens with `'` and is closed on a later line, so python-dotenv skips all lines up to there",
    ],
    [
      'MIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKcwggSjAgEAAoIBAQC7VJTUt9Us8cKj+ x',
      'MIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKcwggSjAgEAAoIBAQC7VJTUt9Us8cKj+ x',
      `The text at the start is followed by text without \`=\`, ${skipped}`,
    ],
  ];
  for (const [text, at, message] of cases) {
    const { problems } = parse(text);
    assert.equal(problems.length, 1, text);
    const [problem] = problems;
    assert.ok(problem !== undefined);
    assert.deepEqual(
      [text.slice(problem.span.start, problem.span.end), problem.message, problem.kind],
      [
        at,
        message,
        /never closed|closes on|lines below|closed on a later/.test(message) ? 'open-quote' : 'syntax',
      ],
    );
  }
});

test('a quote that swallows lines is a value, not a problem', () => {
  const text = 'A="x\nB=1\nC="\nD=2\n';
  const { root, problems } = parse(text);
  assert.deepEqual(problems, []);
  assert.deepEqual(
    root.entries.map(({ key }) => key.name),
    ['A', 'D'],
  );
  const value = root.entries[0]?.value;
  assert.equal(value && text.slice(value.span.start, value.span.end), '"x\nB=1\nC="');
});

test('parts of a value carry the spans of its variables', () => {
  const text = "A='a\\'${B:-\\\\}c$D'";
  const value = parse(text).root.entries[0]?.value;
  assert.ok(value?.kind === 'scalar');
  assert.deepEqual(value.data, str("a'${B:-\\}c$D"));
  assert.deepEqual(value.parts, [
    { kind: 'text', text: "a'" },
    { kind: 'variable', name: 'B', default: '\\', span: { start: 6, end: 14 } },
    { kind: 'text', text: 'c$D' },
  ]);
});

test('comments: alone on a line, at its end, and after export', () => {
  const found = parse('# one\n\tA=1 #two \nexport # three\nB="#" # four').comments;
  assert.deepEqual(
    found.map(({ text, ownLine }) => [text, ownLine]),
    [
      ['one', true],
      ['two', false],
      ['three', false],
      ['four', false],
    ],
  );
});

test('replace keeps quotes, export, comment and spacing', () => {
  assert.equal(replaced('export  A = "1"  # c\r\nB=2', 'A', 'x"y'), 'export  A = "x\\"y"  # c\r\nB=2');
  assert.equal(replaced("A='1'", 'A', "it's"), "A='it\\'s'");
  assert.equal(replaced("A='1'", 'A', 'C:\\dir'), "A='C:\\dir'");
  assert.equal(replaced('A=1 # c', 'A', 'a b'), 'A=a b # c');
  assert.equal(replaced('A=1 # c', 'A', 'a #b'), "A='a #b' # c");
  assert.equal(replaced('A=1', 'A', ' "it\'s"'), 'A=" \\"it\'s\\""');
  assert.equal(replaced('A=1 # c', 'A', ''), "A='' # c");
  assert.equal(replaced('A= # c', 'A', 'x'), 'A=x # c');
  assert.equal(replaced('A = ', 'A', 'x'), 'A = x');
  assert.equal(replaced('A # c', 'A', 'x'), 'A=x # c');
  assert.equal(replaced('A#c', 'A', 'x'), "A='x'#c");
  assert.equal(replaced('A=1\r\n', 'A', 'x\ny'), "A='x\r\ny'\r\n");
  assert.equal(replaced('A="1"', 'A', 'x\ny'), 'A="x\\ny"');
});

test('replace gives nothing for what a dotenv text cannot say', () => {
  const document = parse("A=1\nB='x");
  const [entry] = document.root.entries;
  assert.ok(entry !== undefined);
  assert.deepEqual(dotenv.replace(document, entry, str('${X}')), []);
  assert.deepEqual(dotenv.replace(document, entry, str('${X')).length, 1);
  assert.deepEqual(dotenv.replace(document, entry, NONE), []);
  assert.deepEqual(dotenv.replace(document, entry, { kind: 'list', items: [] }), []);
});

test('replace writes numbers and truth as readers of texts take them', () => {
  const write = (value: Parameters<typeof dotenv.replace>[2]) =>
    edited('A=x', 'A', (document, entry) => dotenv.replace(document, entry, value));
  assert.equal(write(bool(true)), 'A=true');
  assert.equal(write(int(12345678901234567890n)), 'A=12345678901234567890');
  assert.equal(write(float(2)), 'A=2.0');
});

test('a quote that an earlier line leaves open is never closed by an edit', () => {
  const text = 'A="x\nB=1\n';
  assert.equal(replaced(text, 'B', ' y'), "A=\"x\nB=' y'\n");
  assert.equal(replaced(text, 'B', ' "'), text);
  assert.equal(inserted(text, 'B', { name: 'C', value: { source: '"y"' } }), text);
  assert.equal(inserted(text, 'B', { name: 'C', value: { data: str('y') }, comment: 'a "b"' }), text);
});

test('remove takes whole lines', () => {
  assert.equal(removed('# c\nA=1 # d\n\nB=2\n', 'A'), '# c\n\nB=2\n');
  assert.equal(removed('A=1\r\nB="x\r\ny"', 'B'), 'A=1');
  assert.equal(removed('A=1', 'A'), '');
  assert.equal(removed('A=1\n\n  B=2\nC=3', 'B'), 'A=1\n\nC=3');
});

test('rename writes quotes only where a name needs them', () => {
  assert.equal(renamed('export A = 1 # c', 'A', 'B'), 'export B = 1 # c');
  assert.equal(renamed("'A'=1", 'A', 'B'), "'B'=1");
  assert.equal(renamed('A=1', 'A', 'B C'), "'B C'=1");
  assert.equal(renamed('A =1', 'A', 'export'), "'export' =1");
  assert.equal(renamed('A=1', 'A', "'"), 'A=1');
  assert.equal(renamed('A=1', 'A', ''), 'A=1');
});

test('insert goes below its neighbour, in the line ending of the file', () => {
  const value = { data: str('x y') };
  assert.equal(inserted('A=1\r\nB=2\r\n', 'A', { name: 'N', value }), "A=1\r\nN='x y'\r\nB=2\r\n");
  assert.equal(inserted('A=1\r\nB=2', undefined, { name: 'N', value }), "A=1\r\nB=2\r\nN='x y'");
  assert.equal(inserted('', undefined, { name: 'N', value, comment: 'c\nd' }), "# c\n# d\nN='x y'\n");
  assert.equal(
    inserted('export A=1\n', 'A', { name: 'N', value: { source: '"${A}"' } }),
    'export A=1\nexport N="${A}"\n',
  );
  assert.equal(inserted('A=1\n', 'A', { name: 'N', value: { data: str('') } }), 'A=1\nN=\n');
  assert.equal(inserted('A=1\n', 'A', { name: 'N', value: { source: 'x\nB=2' } }), 'A=1\n');
});

test('interpolation: order, precedence, use', () => {
  const { entries } = parse('X=file\nA=${X}-${Y:-d}-${Y}\nB\nC=${B:-d}${A}\nX=${X}2').root;
  const environ = (name: string) => (name === 'X' ? 'env' : undefined);
  const texts = (override: boolean) => interpolate(entries, environ, { override }).map(({ text }) => text);
  assert.deepEqual(texts(true), ['file', 'file-d-', undefined, 'file-d-', 'file2']);
  assert.deepEqual(texts(false), ['file', 'env-d-', undefined, 'env-d-', 'env2']);
  assert.deepEqual(interpolate(entries, environ, { override: true })[1]?.uses, ['X', 'Y']);
});

test('values that double each other end undecided', () => {
  const lines = Array.from({ length: 64 }, (_, index) => `A${index + 1}=\${A${index}}\${A${index}}`);
  const results = interpolate(parse(`A0=x\n${lines.join('\n')}`).root.entries, () => undefined, {
    override: true,
  });
  assert.equal(results[10]?.text?.length, 1024);
  assert.deepEqual(results[64], { text: undefined, uses: ['A63'], undecided: true });
});

test('names of the language are ordinary keys', () => {
  const { entries } = parse('__proto__=1\nconstructor=${__proto__}\ntoString=${constructor}').root;
  const results = interpolate(entries, () => undefined, { override: true });
  assert.deepEqual(
    results.map(({ text }) => text),
    ['1', '1', '1'],
  );
});

test('large texts of every shape are read in full', () => {
  const many = 40_000;
  assert.equal(parse('A=1\n'.repeat(many)).root.entries.length, many);
  assert.equal(parse('A=1\r'.repeat(many)).root.entries.length, many);
  assert.equal(parse('A B\n'.repeat(many)).problems.length, many);
  assert.equal(parse('A=\'\\"\nB="\\\'\n'.repeat(many)).root.entries.length, 0);
  for (const piece of ['${', '${a:', '${a}', ' #', '\\', 'x']) {
    assert.equal(parse(`A=x${piece.repeat(1_000_000 / piece.length)}`).root.entries.length, 1, piece);
  }
  const { root } = parse(`A="${'line\n'.repeat(10_000)}"\nB=1`);
  assert.deepEqual(
    root.entries.map(({ key }) => key.name),
    ['A', 'B'],
  );
});
