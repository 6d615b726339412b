import { seeded } from './dotenv-texts.ts';

/** What `.env` dialects read differently; `¤` stands for a dollar. Nothing in here runs a program. */
// biome-ignore format: a list of pieces reads better in rows
const PIECES: readonly string[] = [
  'A', 'B', 'X', 'É', '1a', 'A.B', 'A-B', 'A[0]', 'export', 'export ', 'export\t', '=', '=', '=', '=', '=', '= ', ' = ', ': ', ':', '+=',
  '"', '"', '"', "'", "'", '\\', '\\\\', '\\"', "\\'", '\\n', '\\t', '\\¤', '\\0', '\\012', '\\0101', '\\0377', '\\0400', '\\c', '\\x',
  '#', ' #', '# ', '\t#', ';', '; ', '; c\n', '# c\n', '# c\\\n', '\n', '\n', '\n', '\n', '\n', '\n', '\r\n', '\r', '\\\n', ' ', ' ', '\t', '\v', '\f',
  '\u0085', '\u00a0', '\u2028', '\u3000', '\u001c', '\u200b', '😀',
  '¤{', '}', '¤{X}', '¤{A}', '¤{Y}', '¤{B:-d}', '¤{Y:-d}', '¤{Y-d}', '¤{E:-d}', '¤{E-d}', '¤{X:+p}', '¤{Y:+p}', '¤{E+p}', '¤{X:?m}', '¤{Y-¤{X}}',
  '¤{Y:-{}', '¤{Y:-"q"}', '¤{Y:-\'q\'}', '¤{Y:-a b}', '¤{Y-', '¤X', '¤Y', '¤A', '¤¤', '¤', '¤1', '¤X.', '¤{}', '¤{1}', '¤(', ')',
  'A=1\n', 'B="x y"\n', "X='q'\n", 'A="', "B='", 'A=¤B\n', 'B=¤{A:-z}\n', 'C=', 'D=', 'A=x', '""', "''", '"v"', "'v'", '"v" # c\n', "'a'\"b\"c",
  '%41', '[1, 2]', '{"a": 1}', 'x', 'y', '0', 'x y', '~', 'a:b', '`', 'KEY\n', 'export A\n', 'export A B=2\n', '\nA=2',
].map((piece) => piece.replaceAll('¤', '$'));

/** Texts that put together what `.env` dialects read differently. */
export function dialectTexts(count: number, seed: number): string[] {
  const random = seeded(seed);
  const pick = <T>(from: readonly T[]): T => from[Math.floor(random() * from.length)] as T;
  return Array.from({ length: count }, () => {
    const isLines = random() < 0.6;
    const length = 1 + Math.floor(random() * (isLines ? 6 : 18));
    const piece = () => (isLines ? line(pick, random) : pick(PIECES));
    return Array.from({ length }, piece).join('');
  });
}

/** A line that most dialects read, so that a text is not given up at once. */
function line(pick: <T>(from: readonly T[]) => T, random: () => number): string {
  const name = pick(['A', 'B', 'C', 'D', 'X', 'LONG_NAME']);
  const value = Array.from({ length: Math.floor(random() * 4) }, () => pick(PIECES.slice(21)));
  const quote = pick(['', '', '"', "'"]);
  const lead = pick(['', '', '', '', 'export ', ' ']);
  return `${lead}${name}=${quote}${value.filter((it) => !/[\r\n]/.test(it)).join('')}${quote}${pick(['', '', ' # c', ' '])}\n`;
}
