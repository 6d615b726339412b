import fc from 'fast-check';

const TOKENS = [
  'a: 1',
  'b: x y',
  'key:',
  ' k: v',
  '- ',
  '-',
  '? ',
  ': ',
  ':',
  ', ',
  ',',
  '[',
  ']',
  '{',
  '}',
  '\n',
  '\n',
  '\n',
  '\n  ',
  '\n    ',
  ' ',
  '\t',
  '\r\n',
  '\r',
  '&a ',
  '*a',
  '&b',
  '*b ',
  '<<: *a',
  '<<: {x: 1}',
  '!!str ',
  '!!int ',
  '!x ',
  '!!set ',
  '!',
  '"',
  "'",
  '"q r"',
  "'s'",
  '\\',
  '\\n',
  '|',
  '>',
  '|-\n  t\n',
  '>+\n\n  t\n  u\n\n',
  '|2',
  '# c',
  ' # c\n',
  '---',
  '--- ',
  '\n---\n',
  '\n...\n',
  '%YAML 1.1\n',
  '%',
  '@',
  '`',
  '~',
  'yes',
  'on:',
  '012',
  '1:30',
  '.5',
  '1e3',
  '2024-01-02',
  'é',
  '😀',
  '\u2028',
  '\u0085',
  '\0',
  '\ufeff',
  '\ud800',
  '{{ x }}',
  '{% if %}',
  '=',
  'a b: c',
] as const;

/** Texts of pieces that mean something to YAML, in any order. */
export const yamlSoup: fc.Arbitrary<string> = fc
  .array(fc.constantFrom(...TOKENS), { maxLength: 24 })
  .map((tokens) => tokens.join(''));

const SCALARS = [
  '1',
  '-7',
  '012',
  '0x1F',
  '1_000',
  '1:30',
  '190:20:30',
  '1.5',
  '.5',
  '1e3',
  '1.0e+3',
  '.inf',
  '-.INF',
  '.nan',
  'yes',
  'No',
  'ON',
  'true',
  '~',
  'null',
  '',
  'text',
  'two words',
  'a#b',
  'a:b',
  'http://x.y/z?q=1',
  '2024-01-02',
  '2024-01-02T03:04:05Z',
  '2024-1-2 3:04:05.25 -3',
  '"1"',
  "'it''s'",
  '"a\\tb\\u00e9"',
  "'two\n    lines'",
  '"fold\n\n    ed \\\n    on"',
  '0.0.0.0',
  '$X',
  '!!str 1',
  '!!int "3"',
  '!!float 1',
  '!!binary aGk=',
  '08',
  '- x',
  '-x',
  '?x',
  'x, y',
  '%d',
  'é 😀',
  '*a',
  '&a v',
  '&b {c: 1}',
  'plain\n    over lines',
  '@x',
  'x\ty',
  'x ',
  '{a: b?c}',
  '[a, b: c, ? d]',
  '{a, "b":1, c: [1, {d: 2}]}',
  '!!set {p, q}',
  '[]',
  '{}',
  '!!omap [a: 1]',
  '2024-13-01',
  '|\n    block\n      more\n\n    end',
  '>-\n    folded\n    text\n',
  '|+\n    keep\n\n',
  '>\n    a\n\n     b\n    c',
] as const;

const KEYS = [
  'a',
  'b',
  'name',
  'on',
  '1',
  '"quoted key"',
  "'k'",
  'two words',
  'null',
  '1.5',
  '? x',
  '<<',
  'é',
  'deep.key',
  '!!str t',
  '=',
  '2024-01-02',
] as const;

const scalar = fc.constantFrom(...SCALARS);
const key = fc.oneof({ weight: 4, arbitrary: fc.stringMatching(/^[a-z]{1,3}$/) }, fc.constantFrom(...KEYS));
const comment = fc.constantFrom('', '', '', '', ' # note', '  ', '\t');

const { block } = fc.letrec<{ block: string; entry: string }>((tie) => ({
  entry: fc.oneof(
    { weight: 5, arbitrary: fc.tuple(key, scalar, comment).map(([k, v, c]) => `${k}: ${v}${c}\n`) },
    {
      weight: 2,
      arbitrary: fc.tuple(key, comment, tie('block')).map(([k, c, b]) => `${k}:${c}\n${indent(b)}`),
    },
    {
      weight: 1,
      arbitrary: fc
        .tuple(key, fc.array(scalar, { maxLength: 3 }))
        .map(([k, vs]) => `${k}:\n${vs.map((v) => `- ${v}\n`).join('')}`),
    },
    {
      weight: 1,
      arbitrary: fc.tuple(key, tie('block')).map(([k, b]) => `${k}:\n  - ${indent(indent(b)).trimStart()}`),
    },
    { weight: 1, arbitrary: fc.constantFrom('# comment\n', '\n', '   \n') },
  ),
  block: fc
    .array(tie('entry'), { minLength: 1, maxLength: 4, depthIdentifier: 'yaml' })
    .map((entries) => entries.join('')),
}));

function indent(text: string): string {
  return text.replace(/^(?=[^\n])/gm, '  ');
}

/** Documents as people write them, most of which load. */
export const yamlDocuments: fc.Arbitrary<string> = fc
  .tuple(
    fc.constantFrom('', '', '', '---\n', '# head\n'),
    block,
    fc.constantFrom('', '', '# end\n', '...\n'),
    fc.boolean(),
  )
  .map(([head, body, tail, crlf]) =>
    crlf ? `${head}${body}${tail}`.replaceAll('\n', '\r\n') : `${head}${body}${tail}`,
  );

const SLIPS = [
  '"',
  "'",
  '[',
  ']',
  '{',
  '}',
  ':',
  ': ',
  '- ',
  '#',
  ' #',
  '\t',
  ' ',
  '\n',
  '\n  ',
  ',',
  '?',
  '? ',
  '|',
  '>',
  '&a ',
  '*a',
  '!!str ',
  '@',
  '---',
  'x',
] as const;

const slip = fc.record({
  at: fc.nat(),
  removed: fc.nat({ max: 3 }),
  added: fc.oneof(fc.constant(''), fc.constantFrom(...SLIPS)),
});

/** Documents with a few characters gone, added or replaced, or with their end missing: what typing gives. */
export const yamlSlips: fc.Arbitrary<string> = fc
  .tuple(yamlDocuments, fc.array(slip, { minLength: 1, maxLength: 3 }), fc.boolean())
  .map(([text, slips, cut]) => slips.reduce((now, it) => slipped(now, it, cut), text));

function slipped(
  text: string,
  { at, removed, added }: { at: number; removed: number; added: string },
  cut: boolean,
) {
  const start = at % (text.length + 1);
  return text.slice(0, start) + added + (cut ? '' : text.slice(start + removed));
}
