import type { Span } from '../text/span.ts';
import type { Token } from './yaml-token.ts';
import { YamlFailure } from './yaml-token.ts';

/** The state of the scanner while it walks over one text. */
export interface Cursor {
  readonly text: string;
  at: number;
  line: number;
  lineStart: number;
  /** How many flow collections are open. */
  flow: number;
  /** Column of the innermost open block collection, -1 outside of all. */
  indent: number;
  readonly outerIndents: number[];
  simpleKeyAllowed: boolean;
  /** By flow level: the token that turns out to be a key when a `:` follows. */
  readonly simpleKeys: (SimpleKey | undefined)[];
  readonly tokens: Token[];
  readonly comments: Span[];
  /** Where the brackets that are open stand. */
  readonly brackets: number[];
}

export interface SimpleKey {
  readonly token: number;
  readonly start: number;
  readonly line: number;
  readonly column: number;
  /** Nothing else than a key can stand here. */
  readonly required: boolean;
}

/** What `peek` gives behind the last character. */
export const END = -1;

export function cursor(text: string): Cursor {
  return {
    text,
    at: 0,
    line: 0,
    lineStart: 0,
    flow: 0,
    indent: -1,
    outerIndents: [],
    simpleKeyAllowed: true,
    simpleKeys: [],
    tokens: [],
    comments: [],
    brackets: [],
  };
}

export function peek(c: Cursor, ahead = 0): number {
  const at = c.at + ahead;
  return at < c.text.length ? c.text.charCodeAt(at) : END;
}

export function column(c: Cursor): number {
  return c.at - c.lineStart;
}

/** Line breaks of YAML 1.1: besides `\r` and `\n` also next line, line and paragraph separator. */
export function isBreak(code: number): boolean {
  return code === 10 || code === 13 || code === 0x85 || code === 0x2028 || code === 0x2029;
}

export function isBreakOrEnd(code: number): boolean {
  return code === END || isBreak(code);
}

export function isBlankOrEnd(code: number): boolean {
  return code === 32 || code === 9 || isBreakOrEnd(code);
}

export function isWordCharacter(code: number): boolean {
  return (
    (code >= 48 && code <= 57) ||
    (code >= 65 && code <= 90) ||
    (code >= 97 && code <= 122) ||
    code === 45 ||
    code === 95
  );
}

/** Steps over one line break, if there is one, and gives it as the loader sees it. */
export function takeBreak(c: Cursor): string {
  const code = peek(c);
  if (!isBreak(code)) return '';
  c.at += code === 13 && peek(c, 1) === 10 ? 2 : 1;
  c.line++;
  c.lineStart = c.at;
  return code === 0x2028 ? '\u2028' : code === 0x2029 ? '\u2029' : '\n';
}

export function skipSpaces(c: Cursor): void {
  while (c.text.charCodeAt(c.at) === 32) c.at++;
}

/** Steps to the end of the line and remembers what was passed as a comment. */
export function takeComment(c: Cursor): void {
  const start = c.at;
  while (!isBreakOrEnd(peek(c))) c.at++;
  c.comments.push({ start, end: c.at });
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

/** Stops reading at a place the scanner cannot make sense of. */
export function scannerFailure(message: string, start: number, end: number, atEnd = false): never {
  throw new YamlFailure(message, [start, end], 'ScannerError', atEnd);
}
