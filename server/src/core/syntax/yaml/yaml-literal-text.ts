import type { Cursor } from './yaml-cursor.ts';
import { column, cursorAt, END, isBreak, isBreakOrEnd, peek, skipSpaces, takeBreak } from './yaml-cursor.ts';
import { scannerFailure } from './yaml-failure.ts';
import type { ReadScalarText } from './yaml-scalar-text.ts';

interface BlockHead {
  readonly folded: boolean;
  /** `-`, `+` or nothing. */
  readonly chomping: string;
  /** The digit of the head, or nothing. */
  readonly increment: number | undefined;
}

/**
 * Reads the block scalar whose `|` or `>` stands at an offset, as PyYAML 6.0.3 does. `indent` is the column of the
 * innermost block collection around it, -1 outside of all. `end` is where the next token may start.
 */
export function literalText(text: string, start: number, indent: number): ReadScalarText {
  const c = cursorAt(text, start);
  const head = blockHead(c, start);
  const headEnd = c.at;
  skipSpaces(c);
  if (peek(c) === 35) while (!isBreakOrEnd(peek(c))) c.at++;
  if (!isBreakOrEnd(peek(c))) {
    const sign = head.folded ? '>' : '|';
    throw scannerFailure(`nothing but a comment can follow \`${sign}\` on its line`, c.at, c.at + 1);
  }
  takeBreak(c);
  const contentStart = c.at;
  const body = blockBody(c, head, Math.max(1, indent + 1));
  const empty = body.end < contentStart;
  const contentEnd = empty ? headEnd : body.end;
  const scalar = {
    style: 'block',
    text: body.text,
    contentStart: empty ? headEnd : contentStart,
    contentEnd,
  } as const;
  return { scalar, end: c.at };
}

function blockHead(c: Cursor, start: number): BlockHead {
  const folded = peek(c) === 62;
  c.at++;
  let chomping = '';
  let increment: number | undefined;
  for (let turn = 0; turn < 2; turn++) {
    const code = peek(c);
    if (chomping === '' && (code === 43 || code === 45)) chomping = String.fromCharCode(code);
    else if (increment === undefined && code >= 49 && code <= 57) increment = code - 48;
    else break;
    c.at++;
  }
  const code = peek(c);
  if (code !== 32 && !isBreakOrEnd(code)) {
    throw scannerFailure(
      'the head of a block text takes a digit from 1 to 9, `+` and `-` only',
      start,
      c.at + 1,
    );
  }
  return { folded, chomping, increment };
}

function blockBody(
  c: Cursor,
  head: BlockHead,
  least: number,
): { readonly text: string; readonly end: number } {
  let breaks = '';
  let indent = least;
  if (head.increment === undefined) {
    const lead = leadingBlankLines(c);
    breaks = lead.breaks;
    indent = Math.max(least, lead.indent);
  } else {
    indent = least + head.increment - 1;
    breaks = blankLines(c, indent);
  }
  let text = '';
  let lastBreak = '';
  let end = -1;
  while (column(c) === indent && peek(c) !== END) {
    text += breaks;
    const wordFirst = peek(c) !== 32 && peek(c) !== 9;
    const from = c.at;
    while (!isBreakOrEnd(peek(c))) c.at++;
    text += c.text.slice(from, c.at);
    end = c.at;
    lastBreak = takeBreak(c);
    const afterLine = c.at;
    breaks = blankLines(c, indent);
    if (head.chomping === '+' && breaks !== '') end = Math.max(afterLine, lastBreakStart(c));
    if (column(c) !== indent || peek(c) === END) break;
    const fold = head.folded && lastBreak === '\n' && wordFirst && peek(c) !== 32 && peek(c) !== 9;
    if (!fold) text += lastBreak;
    else if (breaks === '') text += ' ';
  }
  if (head.chomping !== '-') text += lastBreak;
  if (head.chomping === '+') text += breaks;
  return { text, end };
}

/** Where the line break stands that ends the line before the cursor's. */
function lastBreakStart(c: Cursor): number {
  const before = c.lineStart - 1;
  return before > 0 && c.text.charCodeAt(before) === 10 && c.text.charCodeAt(before - 1) === 13
    ? before - 1
    : before;
}

function leadingBlankLines(c: Cursor): { readonly breaks: string; readonly indent: number } {
  let breaks = '';
  let indent = 0;
  for (;;) {
    if (peek(c) === 32) {
      c.at++;
      indent = Math.max(indent, column(c));
    } else if (isBreak(peek(c))) {
      breaks += takeBreak(c);
    } else {
      return { breaks, indent };
    }
  }
}

function blankLines(c: Cursor, indent: number): string {
  let breaks = '';
  for (;;) {
    while (column(c) < indent && peek(c) === 32) c.at++;
    if (!isBreak(peek(c))) return breaks;
    breaks += takeBreak(c);
  }
}
