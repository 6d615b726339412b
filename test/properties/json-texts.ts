import fc from 'fast-check';
import { slipped } from './slips.ts';

const NUMBERS = [
  '0',
  '-0',
  '7',
  '-12',
  '1.5',
  '-0.25',
  '1e5',
  '2E-3',
  '1.0',
  '1e400',
  '-1e400',
  '123456789012345678901234567890',
  'NaN',
  'Infinity',
  '-Infinity',
] as const;
const CHARACTERS = [
  'a',
  'B',
  '7',
  ' ',
  '_',
  'é',
  '😀',
  '\u2028',
  '\u007f',
  '\\n',
  '\\"',
  '\\\\',
  '\\/',
  '\\u00e9',
  '\\ud83d',
  '\\ude00',
  '\\u0000',
  '//',
  '/*',
  '{',
  '[',
  '[[[',
  ',',
  ':',
  'NaN',
] as const;
const PIECES = [
  ...NUMBERS,
  ...CHARACTERS,
  '}',
  ']',
  '"',
  "'",
  '"a"',
  '"a": 1',
  'true',
  'false',
  'null',
  'True',
  '+1',
  '01',
  '1.',
  '.5',
  '-',
  '1e',
  'nan',
  '// c\n',
  '/* c */',
  '\n',
  '\r\n',
  '\r',
  '\t',
  '\f',
  '\u00a0',
  '\ufeff',
  '\0',
  '\\',
  '\\x',
  '\\u12',
] as const;

/** A text in quotes, as it is written. */
const quoted = fc
  .array(fc.constantFrom(...CHARACTERS), { maxLength: 4 })
  .map((characters) => `"${characters.join('')}"`);
const key = fc.oneof(fc.constantFrom('"a"', '"b"', '"port"', '"__proto__"', '""'), quoted);
const blank = fc.constantFrom('', '', ' ', '\n', '\r\n', '\n  ', '\t');

interface Written {
  readonly value: string;
}

const { value } = fc.letrec<Written>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small' },
    fc.constantFrom(...NUMBERS, 'true', 'false', 'null'),
    quoted,
    bracketed(tie('value') as fc.Arbitrary<string>, '[', ']'),
    bracketed(
      fc
        .tuple(key, blank, blank, tie('value') as fc.Arbitrary<string>)
        .map((it) => `${it[0]}${it[1]}:${it[2]}${it[3]}`),
      '{',
      '}',
    ),
  ),
}));

function bracketed(items: fc.Arbitrary<string>, open: string, close: string): fc.Arbitrary<string> {
  return fc
    .array(fc.tuple(blank, items, blank), { maxLength: 4 })
    .map((all) => open + all.map((it) => it.join('')).join(',') + close);
}

/** Texts that hold an object. */
export const jsonDocuments: fc.Arbitrary<string> = fc
  .tuple(
    blank,
    fc.array(fc.tuple(blank, key, blank, value, blank), { maxLength: 6 }).map((pairs) => {
      const written = pairs.map(
        ([before, name, between, held, behind]) => `${before}${name}:${between}${held}${behind}`,
      );
      return `{${written.join(',')}}`;
    }),
    blank,
  )
  .map((parts) => parts.join(''));

/** The same with a few mistakes. */
export const jsonSlips: fc.Arbitrary<string> = slipped(jsonDocuments, PIECES as unknown as [string]);

/** Pieces that mean something to JSON, in any order. */
export const jsonSoup: fc.Arbitrary<string> = fc
  .array(fc.constantFrom(...PIECES), { maxLength: 24 })
  .map((pieces) => pieces.join(''));

const comment = fc.constantFrom('// c\n', '/* c */', '/* { */', '// "\n', '/**/');
const trivia = fc.oneof({ weight: 3, arbitrary: blank }, { weight: 1, arbitrary: comment });

/** Texts that hold an object with comments and trailing commas, on one line or several. */
export const jsoncDocuments: fc.Arbitrary<string> = fc
  .tuple(
    trivia,
    fc.uniqueArray(fc.tuple(trivia, key, value, trivia, trivia), {
      selector: ([, name]) => JSON.parse(name) as string,
      maxLength: 5,
    }),
    fc.boolean(),
    trivia,
  )
  .map(([before, pairs, comma, behind]) => {
    const written = pairs.map(([lead, name, held, tail, gap]) =>
      `${lead}${name}: ${withoutNames(held)}${tail}`.concat(`,${gap}`),
    );
    const last = written.pop();
    const end = last === undefined || comma ? (last ?? '') : last.slice(0, last.lastIndexOf(','));
    return `${before}{${written.join('')}${end}${behind}}`;
  });

/** Editors know no names of numbers. */
function withoutNames(written: string): string {
  return written.replace(/-?(?:NaN|Infinity)/g, '0');
}
