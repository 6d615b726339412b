import { type Span, span, textAt } from '../../text/span.ts';

/** A decoded text under construction that knows of each of its characters where in the file it comes from. */
export class SourcedText {
  text = '';
  private readonly offsets: number[] = [];
  /** The last question for a line feed and its answer: asked again and again on a long line. */
  private asked = { from: 0, found: -1 };

  /** The text of a span of a file as it stands. */
  static of(file: string, where: Span): SourcedText {
    const sourced = new SourcedText();
    sourced.text = textAt(file, where);
    for (let at = where.start; at < where.end; at++) sourced.offsets.push(at);
    return sourced;
  }

  /** Adds characters that all come from one offset of the file. */
  push(characters: string, offset: number): void {
    this.text += characters;
    for (let count = 0; count < characters.length; count++) this.offsets.push(offset);
  }

  /** Adds a part of another. */
  copy(from: SourcedText, start: number, end: number): void {
    this.text += from.text.slice(start, end);
    for (let at = start; at < end; at++) this.offsets.push(from.offset(at));
  }

  /** The offset in `text` of the first line feed from `at` on, else the length of the text. */
  lineFeed(at: number): number {
    const { from, found } = this.asked;
    if (at < from || at > found) {
      const next = this.text.indexOf('\n', at);
      this.asked = { from: at, found: next < 0 ? this.text.length : next };
    }
    return this.asked.found;
  }

  /** Where in the file a character comes from. */
  offset(at: number): number {
    return this.offsets[at] ?? (this.offsets.at(-1) ?? -1) + 1;
  }

  /** Where in the file a part comes from; never empty for a part that is not. */
  where(start: number, end: number): Span {
    const from = this.offset(start);
    return span(from, Math.max(from, end > start ? this.offset(end - 1) + 1 : from));
  }
}
