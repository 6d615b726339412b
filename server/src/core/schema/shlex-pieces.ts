/**
 * The pieces that `shlex.shlex(text, posix=True)` of Python 3 gives with `whitespace_split` and these characters for
 * white space; undefined where it raises a ValueError: a quote that nothing closes, a backslash at the end.
 */
export function shlexPieces(text: string, whitespace: string): readonly string[] | undefined {
  const pieces: string[] = [];
  let at = 0;
  while (at < text.length) {
    const read = readPiece(text, at, whitespace);
    if (read === undefined) return undefined;
    if (read.piece !== undefined) pieces.push(read.piece);
    at = read.next;
  }
  return pieces;
}

interface Read {
  /** Absent where the rest of the text holds no piece. */
  readonly piece?: string;
  readonly next: number;
}

function readPiece(text: string, from: number, whitespace: string): Read | undefined {
  let at = from;
  let piece = '';
  let quoted = false;
  while (at < text.length) {
    const character = text.charAt(at);
    const isSpace = whitespace.includes(character);
    if (isSpace || character === '#') {
      at = isSpace ? at + 1 : afterLine(text, at);
      if (piece !== '' || quoted) return { piece, next: at };
    } else if (character === '"' || character === "'") {
      const inside = readQuoted(text, at);
      if (inside === undefined) return undefined;
      quoted = true;
      piece += inside.piece;
      at = inside.next;
    } else if (character === '\\') {
      if (at + 1 === text.length) return undefined;
      piece += text.charAt(at + 1);
      at += 2;
    } else {
      piece += character;
      at += 1;
    }
  }
  return piece !== '' || quoted ? { piece, next: at } : { next: at };
}

/** In `"…"` a backslash counts before a quote and another backslash, in `'…'` never. */
function readQuoted(
  text: string,
  start: number,
): { readonly piece: string; readonly next: number } | undefined {
  const quote = text.charAt(start);
  let piece = '';
  for (let at = start + 1; at < text.length; at += 1) {
    const character = text.charAt(at);
    if (character === quote) return { piece, next: at + 1 };
    if (character !== '\\' || quote === "'") {
      piece += character;
      continue;
    }
    at += 1;
    const escaped = text.charAt(at);
    if (escaped === '') return undefined;
    piece += escaped === '"' || escaped === '\\' ? escaped : `\\${escaped}`;
  }
  return undefined;
}

function afterLine(text: string, from: number): number {
  const end = text.indexOf('\n', from);
  return end < 0 ? text.length : end + 1;
}
