/** A place in a text that is read as PyYAML reads it. */
export interface Cursor {
  readonly text: string;
  at: number;
  lineStart: number;
}

/** What `peek` gives behind the last character. */
export const END = -1;

/** A cursor on an offset of a text. On its first line it knows of the column only that it is not 0. */
export function cursorAt(text: string, at: number): Cursor {
  return { text, at, lineStart: -1 };
}

/** The character code `ahead` of the cursor; `END` past the end of the text. */
export function peek(c: Cursor, ahead = 0): number {
  const at = c.at + ahead;
  return at < c.text.length ? c.text.charCodeAt(at) : END;
}

/** The cursor's zero-based column, in UTF-16 code units. */
export function column(c: Cursor): number {
  return c.at - c.lineStart;
}

/** How many characters stand before an offset on its line; a byte order mark at the start of the text is none. */
export function columnOf(text: string, at: number): number {
  let start = at;
  while (start > 0 && !isBreak(text.charCodeAt(start - 1))) start--;
  return at - start - (start === 0 && at > 0 && text.charCodeAt(0) === 0xfeff ? 1 : 0);
}

/** Line breaks of YAML 1.1: besides `\r` and `\n` also next line, line and paragraph separator. */
export function isBreak(code: number): boolean {
  return code === 10 || code === 13 || code === 0x85 || code === 0x2028 || code === 0x2029;
}

/** True for a line break of YAML 1.1 and for the end of the text. */
export function isBreakOrEnd(code: number): boolean {
  return code === END || isBreak(code);
}

/** True for a space, a tab, a line break and the end of the text. */
export function isBlankOrEnd(code: number): boolean {
  return code === 32 || code === 9 || isBreakOrEnd(code);
}

/** True when a line break stands between two offsets. */
export function hasBreak(text: string, from: number, to: number): boolean {
  for (let at = from; at < to; at++) if (isBreak(text.charCodeAt(at))) return true;
  return false;
}

/** Steps over one line break, if there is one, and gives it as the loader sees it. */
export function takeBreak(c: Cursor): string {
  const code = peek(c);
  if (!isBreak(code)) return '';
  c.at += code === 13 && peek(c, 1) === 10 ? 2 : 1;
  c.lineStart = c.at;
  return code === 0x2028 ? '\u2028' : code === 0x2029 ? '\u2029' : '\n';
}

/** Steps over spaces, not over tabs. */
export function skipSpaces(c: Cursor): void {
  while (c.text.charCodeAt(c.at) === 32) c.at++;
}

/** True at the start of a line that holds a document marker, `---` or `...`. */
export function atDocumentMarker(c: Cursor): boolean {
  const code = peek(c);
  return (
    (code === 45 || code === 46) &&
    column(c) === 0 &&
    peek(c, 1) === code &&
    peek(c, 2) === code &&
    isBlankOrEnd(peek(c, 3))
  );
}
