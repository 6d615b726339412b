import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { entryContents } from '../../server/src/core/syntax/content-of.ts';
import type { Document } from '../../server/src/core/syntax/document.ts';
import { wholeYamlDocument } from '../../server/src/core/syntax/yaml/yaml-document.ts';
import { yaml } from '../../server/src/core/syntax/yaml.ts';
import { sourceFile } from '../../server/src/core/text/source-file.ts';

const numRuns = Number(process.env.PROPERTY_RUNS ?? 200);

const name = fc.constantFrom('a', 'a', 'b', 'c', 'd');
const anchor = fc.option(
  name.map((it) => `&${it} `),
  { nil: '' },
);
const alias = name.map((it) => `*${it}`);
const scalar = fc.constantFrom('1', 'yes', 'text', '"q"', "'s'", '~', '!!int x', '1.5', '!!set {x, y}', '');
const flow = fc.letrec<{ value: string }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    scalar,
    alias,
    fc.tuple(anchor, scalar).map((it) => it.join('')),
    fc
      .tuple(anchor, fc.array(tie('value'), { maxLength: 3 }))
      .map(([mark, items]) => `${mark}[${items.map((it) => it || '~').join(', ')}]`),
    fc
      .tuple(anchor, fc.array(fc.tuple(fc.constantFrom('x', 'y', '<<', '1'), tie('value')), { maxLength: 3 }))
      .map(([mark, pairs]) => `${mark}{${pairs.map(([key, it]) => `${key}: ${it || '~'}`).join(', ')}}`),
    // Such lists of lists come to the limit.
    fc
      .tuple(anchor, alias)
      .map(([mark, it]) => `${mark}[${Array.from({ length: 11 }, () => it).join(', ')}]`),
  ),
}));
const line = fc.oneof(
  fc
    .tuple(fc.constantFrom('k', 'l', '? m\n  ', '*a ', '<<', '[z]', '='), flow.value)
    .map(([key, it]) => `  ${key}: ${it}\n`),
  fc.tuple(name, alias).map(([mark, it]) => `  sub: &${mark}\n    <<: ${it}\n    own: 1\n`),
  fc.tuple(alias, alias).map(([one, other]) => `  <<: [${one}, ${other}]\n`),
  fc.constantFrom('  # note\n', '\n'),
);
const block = fc.oneof(
  { weight: 3, arbitrary: fc.tuple(fc.nat(9), flow.value).map(([key, it]) => `k${key}: ${it}\n`) },
  {
    weight: 3,
    arbitrary: fc
      .tuple(fc.nat(9), anchor, fc.array(line, { maxLength: 4 }))
      .map(([key, mark, lines]) => `m${key}: ${mark}\n${lines.join('')}`),
  },
  {
    weight: 1,
    arbitrary: fc
      .array(fc.oneof(flow.value, alias), { maxLength: 3 })
      .map((items) => `items:\n${items.map((it) => `- ${it}\n`).join('')}`),
  },
  {
    weight: 1,
    arbitrary: fc.constantFrom('plain: 1\n', '# note\n', 'word\n', 'bad: "\n', 'bad: @x\n', '<<: *a\n'),
  },
);
const edit = fc.record({
  at: fc.nat(),
  removed: fc.nat({ max: 2 }),
  added: fc.array(block, { maxLength: 2 }),
});

function incremental(text: string): Document {
  return yaml.parse(sourceFile('anchors.yaml', text));
}

function assertSameAsWhole(text: string): void {
  const [byBlocks, whole] = [incremental(text), wholeYamlDocument(yaml, sourceFile('anchors.yaml', text))];
  const shown = JSON.stringify(text);
  const isBroken = whole.problems.some((it) => /Scanner|Parser|Reader/.test(it.upstream ?? ''));
  // What is still known around a mistake depends on how much is read at once.
  if (isBroken) {
    assert.ok(byBlocks.problems.length > 0, shown);
    return;
  }
  assert.deepEqual(byBlocks.problems, whole.problems, shown);
  assert.deepEqual(byBlocks.root.entries, whole.root.entries, shown);
  assert.deepEqual(byBlocks.comments, whole.comments, shown);
}

test('a session of edits among anchors reads at each step as the text alone', () => {
  fc.assert(
    fc.property(
      fc.array(block, { maxLength: 8 }),
      fc.array(edit, { maxLength: 6 }),
      fc.boolean(),
      (start, edits, crlf) => {
        let blocks: readonly string[] = start;
        assertSameAsWhole(blocks.join(''));
        for (const { at, removed, added } of edits) {
          blocks = blocks.toSpliced(at % (blocks.length + 1), removed, ...added);
          const text = blocks.join('');
          assertSameAsWhole(crlf ? text.replaceAll('\n', '\r\n') : text);
        }
      },
    ),
    { numRuns },
  );
});

test('only what an anchor reaches is another object after a change to it', () => {
  const text = (value: string, note = '') =>
    `${note}base: &base {x: ${value}, y: &y 1}\nuser:\n  <<: *base\nother: &other {y: *y}\nlast: {z: *other}\n`;
  const before = entryContents(incremental(text('1')).root);
  const moved = entryContents(incremental(text('1', '# note\n')).root);
  assert.deepEqual(
    moved.map((it, index) => it === before[index]),
    [true, true, true, true],
  );
  const changed = incremental(text('2')).root;
  assert.deepEqual(
    entryContents(changed).map((it, index) => it === before[index]),
    [false, false, true, true],
  );
  const wide = wholeYamlDocument(yaml, sourceFile('anchors.yaml', text('2'))).root;
  assert.deepEqual(changed.entries, wide.entries);
});

test('an alias without its anchor is known the moment that the anchor goes', () => {
  const text = (mark: string) => `a: ${mark}1\nb: *x\nc: 2\n`;
  assert.deepEqual(incremental(text('&x ')).problems, []);
  assert.deepEqual(
    incremental(text('&z ')).problems.map((it) => [it.upstream, it.message]),
    [['ComposerError', 'no anchor `&x` stands before this alias']],
  );
  assert.deepEqual(incremental(text('&x ')).problems, []);
  const twice = incremental(`${text('&x ')}d: &x 3\ne: *x\n`);
  assert.deepEqual(
    twice.problems.map((it) => it.message),
    ['the anchor `&x` is used twice'],
  );
  assert.deepEqual(twice.root.entries.at(-1)?.value, {
    kind: 'scalar',
    span: { start: 30, end: 32 },
    content: { start: 30, end: 32 },
    quote: 'none',
    data: { kind: 'int', value: 3n },
  });
});

test('limits count what all blocks bring', () => {
  const times = (count: number, of: string) => Array.from({ length: count }, () => of).join(', ');
  const uses = (count: number) =>
    `a: &a 1\n${Array.from({ length: count }, (_, index) => `b${index}: *a\n`).join('')}`;
  const nested = (count: number) =>
    `a: &a 1\nb: &b [${times(11, '*a')}]\nc: [${times(4, '*b')}]\nd: [${times(count, '*b')}]\n`;
  const merges = (count: number) =>
    `a: &a\n${Array.from({ length: 99 }, (_, index) => `  k${index}: 1\n`).join('')}` +
    Array.from({ length: count }, (_, index) => `b${index}:\n  <<: *a\n`).join('');
  for (const [text, isFine] of [
    [uses(100), true],
    [uses(101), false],
    [nested(5), true],
    [nested(6), false],
    [merges(100), true],
    [merges(101), false],
  ] as const) {
    assert.equal(incremental(text).problems.length === 0, isFine, text.slice(-40));
    assertSameAsWhole(text);
  }
});
