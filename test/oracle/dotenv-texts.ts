/** What is hard to read in a `.env` file; `¤` stands for a dollar. */
// biome-ignore format: a list of pieces reads better in rows
const PIECES: readonly string[] = [
  'A', 'B', 'X', 'É', '1a', 'A.B', 'A-B', 'export', 'export ', 'EXPORT ', 'export\t', '=', '=', '=', '=', '= ', ' = ',
  '==', '"', '"', "'", "'", '`', '\\', '\\\\', '\\"', "\\'", '\\n', '\\t', '\\x41', '\\0', '#', ' #', '# ', '\t#', '\u00a0#',
  '\n', '\n', '\n', '\n', '\n', '\r\n', '\r', ' ', ' ', '\t', '\v', '\f', '\u0085', '\u00a0', '\u2028', '\u2029', '\u3000',
  '\u001c', '\u001f', '\ufeff', '\u180e', '\u200b', '\0', '\u007f', '😀', '¤{', '}', '¤{X}', '¤{A}', '¤{B:-d}', '¤{X:-', ':-',
  ':', '-', '¤{X-d}', '¤{}', '¤{:-e}', '¤X', '¤', '¤(x)', '{', 'A=1\n', 'B="x y"\n', "X='q'\n", 'A="', "B='", "'K K'=", '""', "''",
  '"""', ';', '"v"', "'v'", '"v" # c\n', '%41', '[1, 2]', '{"a": 1}', 'x', 'y', '0',
].map((piece) => piece.replaceAll('¤', '$'));

/** Numbers in [0, 1) that are the same for the same seed (mulberry32). */
export function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

/** Texts that put together what is hard to read in a `.env` file. */
export function dotenvTexts(count: number, seed: number): string[] {
  const random = seeded(seed);
  const piece = () => PIECES[Math.floor(random() * PIECES.length)] ?? '';
  return Array.from({ length: count }, () => {
    const length = 1 + Math.floor(random() * 24);
    return Array.from({ length }, piece).join('');
  });
}
