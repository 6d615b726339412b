import fc from 'fast-check';
import { slipped } from './slips.ts';

const PIECES = [
  'a',
  'b',
  '"c d"',
  "'e'",
  '.',
  '=',
  ' = ',
  '[',
  ']',
  '[[',
  ']]',
  '{',
  '}',
  ',',
  '\n',
  '\n',
  '\r\n',
  '\r',
  '#',
  '"',
  "'",
  '"""',
  "'''",
  '\\',
  '\\u00e9',
  '\\U0001F600',
  '\\ud800',
  '\\x41',
  '\\e',
  '1',
  '+1',
  '-0',
  '0x1',
  '0o7',
  '0b1',
  '01',
  '1_0',
  '1__0',
  '1.5',
  '1.',
  '1e3',
  'inf',
  '-nan',
  'true',
  'True',
  '1979-05-27',
  '1979-02-30',
  '1979-05-27 07:32',
  '1979-05-27T07:32:00Z',
  '0000-01-01',
  '07:32:60',
  '07:32:00.1234567',
  '\t',
  ' ',
  '\0',
  '\u007f',
  '\u0085',
  '\u00a0',
  '\u2028',
  '\ufeff',
  '😀',
  'é',
] as const;

/** Pieces that mean something to TOML, in any order. */
export const tomlSoup: fc.Arbitrary<string> = fc
  .array(fc.constantFrom(...PIECES), { maxLength: 30 })
  .map((all) => all.join(''));

const name = fc.constantFrom('a', 'b', 'c', 'd', '"q q"', "'l'", '"\\u00e9"');
const scalar = fc.constantFrom(
  '1',
  '-7',
  '0xFF',
  '0o17',
  '0b101',
  '1_000',
  '9223372036854775808',
  '123456789012345678901234567890',
  '"x"',
  "'y'",
  'true',
  'false',
  '1.5',
  '-0.0',
  '1e400',
  '6.02e+23',
  'inf',
  '-inf',
  'nan',
  '1979-05-27',
  '07:32:00',
  '07:32:00.999999999',
  '1979-05-27T07:32:00',
  '1979-05-27 07:32:00Z',
  '1979-05-27t07:32:00.5-07:00',
  '1979-05-27T07:32:00+00:00',
  '"""\nm\n"""',
  '"""\\\n   x \\\n  y"""',
  '"""a""""',
  "'''n'''",
  "'''\nn'\n'''",
  '"\\b\\t\\n\\f\\r\\"\\\\\\u00e9\\U0001F600"',
);
const gap = fc.constantFrom(' ', '', '\n', '\n  # c\n');
const list = fc
  .tuple(fc.array(scalar, { maxLength: 3 }), gap, fc.boolean())
  .map(
    ([items, blank, comma]) =>
      `[${blank}${items.join(`,${blank}`)}${comma && items.length > 0 ? ',' : ''}${blank}]`,
  );
const inline = fc.uniqueArray(fc.tuple(name, scalar), { selector: ([key]) => key, maxLength: 3 });
const braces = inline.map((pairs) => `{ ${pairs.map(([key, value]) => `${key} = ${value}`).join(', ')} }`);
const dotted = fc.array(name, { minLength: 1, maxLength: 3 }).map((parts) => parts.join('.'));
const pair = fc.tuple(
  dotted,
  fc.oneof(scalar, scalar, list, braces),
  fc.constantFrom('', '', ' # c', ' # é\t'),
);
const line = fc.oneof(
  { weight: 6, arbitrary: pair.map(([key, value, comment]) => `${key} = ${value}${comment}`) },
  { weight: 3, arbitrary: dotted.map((key) => `[${key}]`) },
  { weight: 1, arbitrary: dotted.map((key) => `[[${key}]]`) },
  fc.constantFrom('', '# note', '  ', '\t# note'),
);

/** Lines of TOML; keys and tables repeat now and then, which TOML refuses. */
export const tomlLines: fc.Arbitrary<{ readonly lines: readonly string[]; readonly lineBreak: string }> =
  fc.record({
    lines: fc.array(line, { maxLength: 10 }),
    lineBreak: fc.constantFrom('\n', '\n', '\r\n'),
  });

/** The same as texts. */
export const tomlDocuments: fc.Arbitrary<string> = fc
  .tuple(tomlLines, fc.boolean())
  .map(([{ lines, lineBreak }, ends]) => (lines.join('\n') + (ends ? '\n' : '')).replaceAll('\n', lineBreak));

/** The same with a few mistakes. */
export const tomlSlips: fc.Arbitrary<string> = slipped(tomlDocuments, PIECES as unknown as [string]);
