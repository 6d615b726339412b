import type { Span } from '../../text/span.ts';
import type { Cursor } from './yaml-cursor.ts';
import { atDocumentMarker, cursorAt, END, isBlankOrEnd, isBreak, peek, takeBreak } from './yaml-cursor.ts';
import { scannerFailure, YamlFailure } from './yaml-failure.ts';
import { quotedText } from './yaml-scalar-text.ts';

/** Where a text in brackets or braces ends, and the comments in it. */
export interface FlowExtent {
  readonly end: number;
  readonly comments: readonly Span[];
}

/**
 * Looks for the bracket that closes the one at an offset, through any number of lines. YAML 1.1 as PyYAML 6.0.3 reads
 * it asks for no indentation there. Throws a YamlFailure where the text ends before.
 */
export function flowExtent(text: string, start: number): FlowExtent {
  const c = cursorAt(text, start);
  const open: number[] = [];
  const comments: Span[] = [];
  let inPlain = false;
  for (;;) {
    const code = peek(c);
    if (code === END || atDocumentMarker(c)) throw missingBracket(open, code === END);
    if (isBreak(code)) takeBreak(c);
    else if (code === 32) c.at++;
    else if (code === 9)
      throw scannerFailure('a tab cannot start a value or a key; put it in quotes', c.at, c.at + 1);
    else if (code === 35 && !isInsideWord(c, inPlain)) comments.push(takeComment(c));
    else if (code === 91 || code === 123) open.push(c.at++);
    else if (code === 93 || code === 125) {
      c.at++;
      open.pop();
      if (open.length === 0) return { end: c.at, comments };
    } else if ((code === 34 || code === 39) && !inPlain) c.at = quotedText(text, c.at).end;
    else if ((code === 33 || code === 38 || code === 42) && !inPlain) skipProperty(c);
    else {
      inPlain = !endsPlain(c, code, inPlain);
      c.at++;
      continue;
    }
    if (!(isBreak(code) || code === 32)) inPlain = false;
  }
}

function missingBracket(open: readonly number[], atEnd: boolean): YamlFailure {
  const at = open.at(-1) ?? 0;
  return new YamlFailure('the closing bracket is missing', [at, at + 1], 'ParserError', atEnd);
}

function isInsideWord(c: Cursor, inPlain: boolean): boolean {
  return inPlain && !isBlankOrEnd(peek(c, -1));
}

/** True for what ends a text without quotes, so that a quote may follow. */
function endsPlain(c: Cursor, code: number, inPlain: boolean): boolean {
  if (code === 44 || code === 63) return true;
  return code === 58 && (!inPlain || isBlankOrEnd(peek(c, 1)) || ',[]{}'.includes(c.text.charAt(c.at + 1)));
}

/** Steps over a tag, anchor or alias. */
function skipProperty(c: Cursor): void {
  while (!isBlankOrEnd(peek(c)) && !',[]{}'.includes(c.text.charAt(c.at))) c.at++;
}

function takeComment(c: Cursor): Span {
  const start = c.at;
  while (peek(c) !== END && !isBreak(peek(c))) c.at++;
  return { start, end: c.at };
}
