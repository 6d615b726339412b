import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Lexer } from 'yaml';
import type { Document } from '../../server/src/core/syntax/document.ts';
import { yaml } from '../../server/src/core/syntax/yaml.ts';
import { sourceFile } from '../../server/src/core/text/source-file.ts';

function parse(text: string): Document {
  return yaml.parse(sourceFile('config/settings.yaml', text));
}

function messages(text: string): readonly string[] {
  return parse(text).problems.map((it) => `${it.span.start} ${it.upstream ?? it.kind} ${it.message}`);
}

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
