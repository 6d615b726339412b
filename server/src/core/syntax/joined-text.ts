import { type Span, span } from '../text/span.ts';

/** Lines that a format joins to one, and where in the file each piece of the joined text stands. */
export interface JoinedText {
  readonly text: string;
  /** In order: the piece that starts at `start` of `text` stands at `at` in the file. */
  readonly pieces: readonly JoinedPiece[];
}

export interface JoinedPiece {
  readonly start: number;
  readonly at: number;
}

/** The joined text of pieces of a file, given by their spans. */
export function joinText(text: string, spans: readonly Span[]): JoinedText {
  let joined = '';
  const pieces: JoinedPiece[] = [];
  for (const { start, end } of spans) {
    pieces.push({ start: joined.length, at: start });
    joined += text.slice(start, end);
  }
  return { text: joined, pieces };
}

/** The span in the file of a part of the joined text; an empty part gives an empty span. */
export function spanInFile(joined: JoinedText, start: number, end: number): Span {
  const from = offsetInFile(joined, start);
  return end > start ? span(from, offsetInFile(joined, end - 1) + 1) : span(from, from);
}

function offsetInFile({ pieces }: JoinedText, index: number): number {
  let low = 0;
  let high = pieces.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((pieces[middle] as JoinedPiece).start <= index) low = middle;
    else high = middle - 1;
  }
  const piece = pieces[low];
  return piece === undefined ? 0 : piece.at + index - piece.start;
}
