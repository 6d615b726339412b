import { memo } from './memo.ts';
import type { SourceFile } from './source-file.ts';

/** Zero-based line, and column in UTF-16 code units. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

/** Offsets to lines and back. Lines end at `\n`, `\r\n` and a lone `\r`, as in LSP 3.18. */
export class LineIndex {
  readonly #starts: readonly number[];
  readonly #text: string;

  constructor(text: string) {
    this.#text = text;
    this.#starts = text.includes('\r') ? mixedStarts(text) : plainStarts(text);
  }

  get lineCount(): number {
    return this.#starts.length;
  }

  position(offset: number): Position {
    const clamped = Math.max(0, Math.min(offset, this.#text.length));
    let low = 0;
    let high = this.#starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((this.#starts[middle] as number) <= clamped) low = middle;
      else high = middle - 1;
    }
    return { line: low, column: clamped - (this.#starts[low] as number) };
  }

  /** The offset of a position; a column past the end of its line gives the end of that line. */
  offset(position: Position): number {
    if (position.line < 0) return 0;
    const start = this.#starts[position.line];
    if (start === undefined) return this.#text.length;
    return Math.min(start + Math.max(0, position.column), this.lineEnd(position.line));
  }

  lineStart(line: number): number {
    return this.#starts[line] ?? this.#text.length;
  }

  /** The offset of the end of a line's text, its line break not included. */
  lineEnd(line: number): number {
    let end = this.#starts[line + 1] ?? this.#text.length;
    if (line + 1 < this.#starts.length) {
      if (this.#text.charCodeAt(end - 1) === 10) end--;
      if (end > this.lineStart(line) && this.#text.charCodeAt(end - 1) === 13) end--;
    }
    return end;
  }

  lineText(line: number): string {
    return this.#text.slice(this.lineStart(line), this.lineEnd(line));
  }
}

/** Where lines start in a text without `\r`, which is most of them and many times quicker. */
function plainStarts(text: string): readonly number[] {
  const starts = [0];
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  return starts;
}

function mixedStarts(text: string): readonly number[] {
  const starts = [0];
  for (let offset = 0; offset < text.length; offset++) {
    const code = text.charCodeAt(offset);
    if (code === 10 || (code === 13 && text.charCodeAt(offset + 1) !== 10)) starts.push(offset + 1);
  }
  return starts;
}

/** The line index of a file, computed once. */
export const lineIndex: (file: SourceFile) => LineIndex = memo((file) => new LineIndex(file.text));
