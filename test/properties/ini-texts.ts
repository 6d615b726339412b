import fc from 'fast-check';
import { slipped } from './slips.ts';

const NAMES = ['a', 'B', 'url', 'db host', 'x.y', 'x_1', 'é', 'İ', 'ΑΣ', 'DEFAULT'] as const;
const VALUES = [
  '1',
  '',
  'two words',
  'a = b',
  'x: y',
  'v # c',
  'v ; c',
  '"q"',
  '%(a)s',
  '%(A)s/%(url)s',
  '%(zz)s',
  '%%',
  '100%',
  '%(a',
  `\${a}`,
  `\${s:url}`,
  `\${s:a:b}`,
  '$$x',
  '$',
  '[x]',
  'é\u00a0',
  '\u2028z',
] as const;
const PIECES = [
  ...NAMES,
  ...VALUES,
  '[s]',
  '[t]',
  '[DEFAULT]',
  '[s',
  ']',
  '[]',
  '[a]b]',
  '=',
  ':',
  ' = ',
  '\n',
  '\n',
  '\n ',
  '\n\t',
  '\n\n',
  '\r\n',
  '\r',
  '# c\n',
  '; c\n',
  '\n  # c\n',
  ' ',
  '\t',
  '\f',
  '\x1c',
  '\u0085',
  '\0',
  '\ufeff',
] as const;

const indent = fc.constantFrom('', '', '', ' ', '  ', '\t');
const option = fc
  .tuple(
    indent,
    fc.constantFrom(...NAMES),
    fc.constantFrom('', '', '1', '2', '3', '4', '5', '6'),
    fc.constantFrom('=', ' = ', ':', ': ', ' :', '='),
    fc.constantFrom(...VALUES),
  )
  .map((parts) => parts.join(''));
const line = fc.oneof(
  { weight: 8, arbitrary: option },
  { weight: 2, arbitrary: fc.constantFrom(...VALUES).map((value) => `    ${value}`) },
  {
    weight: 2,
    arbitrary: fc.constantFrom('', '', '  ', '# note', '; note', '  # indented', '  ; indented'),
  },
  { weight: 1, arbitrary: fc.constantFrom('[DEFAULT]', '[s]', '[t]', '[u v]', ' [w]', '[x] # c') },
  { weight: 1, arbitrary: fc.constantFrom('', ...NAMES.slice(0, 2)) },
);

/** Lines of sections and options; names repeat now and then. */
export const iniLines: fc.Arbitrary<{
  readonly lines: readonly string[];
  readonly lineBreak: string;
  readonly ends: boolean;
}> = fc.record({
  lines: fc
    .tuple(fc.constantFrom('[s]', '[DEFAULT]', '[first]'), fc.array(line, { maxLength: 14 }))
    .map(([header, lines]) => [header, ...lines]),
  lineBreak: fc.constantFrom('\n', '\n', '\r\n'),
  ends: fc.boolean(),
});

/** The same as texts. */
export const iniDocuments: fc.Arbitrary<string> = iniLines.map(
  ({ lines, lineBreak, ends }) => lines.join(lineBreak) + (ends ? lineBreak : ''),
);

/** The same with a few mistakes. */
export const iniSlips: fc.Arbitrary<string> = slipped(iniDocuments, PIECES as unknown as [string]);

/** Pieces that mean something to INI files, in any order. */
export const iniSoup: fc.Arbitrary<string> = fc
  .array(fc.constantFrom(...PIECES), { maxLength: 24 })
  .map((pieces) => pieces.join(''));
