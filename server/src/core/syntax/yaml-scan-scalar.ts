import type { Cursor } from './yaml-cursor.ts';
import {
  atDocumentMarker,
  column,
  END,
  isBlankOrEnd,
  isBreak,
  isBreakOrEnd,
  peek,
  scannerFailure,
  skipSpaces,
  takeBreak,
  takeComment,
} from './yaml-cursor.ts';
import type { Token } from './yaml-token.ts';

const SIMPLE_ESCAPES: ReadonlyMap<string, string> = new Map([
  ['0', '\0'],
  ['a', '\x07'],
  ['b', '\b'],
  ['t', '\t'],
  ['\t', '\t'],
  ['n', '\n'],
  ['v', '\v'],
  ['f', '\f'],
  ['r', '\r'],
  ['e', '\x1b'],
  [' ', ' '],
  ['"', '"'],
  ['\\', '\\'],
  ['/', '/'],
  ['N', '\x85'],
  ['_', '\xa0'],
  ['L', '\u2028'],
  ['P', '\u2029'],
]);

const CODE_LENGTHS: ReadonlyMap<string, number> = new Map([
  ['x', 2],
  ['u', 4],
  ['U', 8],
]);

/** Reads a quoted scalar; the cursor stands on its opening quote. */
export function scanQuoted(c: Cursor): Token {
  const start = c.at;
  const quote = peek(c);
  c.at++;
  let text = quotedWords(c, quote, start);
  while (peek(c) !== quote) {
    text += quotedBlanks(c, start);
    text += quotedWords(c, quote, start);
  }
  c.at++;
  const style = quote === 34 ? 'double' : 'single';
  const scalar = { style, text, contentStart: start + 1, contentEnd: c.at - 1 } as const;
  return { kind: 'scalar', start, end: c.at, scalar };
}

function quotedWords(c: Cursor, quote: number, start: number): string {
  let text = '';
  for (;;) {
    const from = c.at;
    let code = peek(c);
    while (code !== 39 && code !== 34 && code !== 92 && !isBlankOrEnd(code)) {
      c.at++;
      code = peek(c);
    }
    text += c.text.slice(from, c.at);
    if (quote === 39 && code === 39 && peek(c, 1) === 39) {
      text += "'";
      c.at += 2;
    } else if ((quote === 34 && code === 39) || (quote === 39 && (code === 34 || code === 92))) {
      text += String.fromCharCode(code);
      c.at++;
    } else if (quote === 34 && code === 92) {
      text += takeEscape(c, start);
    } else {
      return text;
    }
  }
}

function takeEscape(c: Cursor, start: number): string {
  const backslash = c.at;
  c.at++;
  const letter = c.text.charAt(c.at);
  const simple = SIMPLE_ESCAPES.get(letter);
  if (simple !== undefined) {
    c.at++;
    return simple;
  }
  const length = CODE_LENGTHS.get(letter);
  if (length !== undefined) {
    const digits = c.text.slice(c.at + 1, c.at + 1 + length);
    if (digits.length < length || /[^0-9A-Fa-f]/.test(digits)) {
      scannerFailure(`\`\\${letter}\` needs ${length} hexadecimal digits`, backslash, c.at + 1);
    }
    c.at += 1 + length;
    const code = Number.parseInt(digits, 16);
    if (code > 0x10ffff) scannerFailure(`\`\\${letter}\` is beyond Unicode`, backslash, c.at);
    return String.fromCodePoint(code);
  }
  if (isBreak(peek(c))) {
    takeBreak(c);
    return quotedBreaks(c, start);
  }
  return scannerFailure(
    'unknown escape in a double-quoted text',
    backslash,
    Math.max(c.at + 1, backslash + 1),
  );
}

function quotedBlanks(c: Cursor, start: number): string {
  const from = c.at;
  while (peek(c) === 32 || peek(c) === 9) c.at++;
  const blanks = c.text.slice(from, c.at);
  const code = peek(c);
  if (code === END) scannerFailure('the closing quote is missing', start, start + 1, true);
  if (!isBreak(code)) return blanks;
  const first = takeBreak(c);
  const others = quotedBreaks(c, start);
  if (first !== '\n') return first + others;
  return others === '' ? ' ' : others;
}

function quotedBreaks(c: Cursor, start: number): string {
  let breaks = '';
  for (;;) {
    if (atDocumentMarker(c)) scannerFailure('the closing quote is missing', start, start + 1);
    while (peek(c) === 32 || peek(c) === 9) c.at++;
    if (!isBreak(peek(c))) return breaks;
    breaks += takeBreak(c);
  }
}

/** Reads a scalar without quotes. */
export function scanPlain(c: Cursor): Token {
  const start = c.at;
  const indent = c.indent + 1;
  let text = '';
  let spaces = '';
  let end = start;
  for (;;) {
    if (peek(c) === 35) break;
    const length = plainLength(c);
    if (length === 0) break;
    c.simpleKeyAllowed = false;
    text += spaces + c.text.slice(c.at, c.at + length);
    c.at += length;
    end = c.at;
    const blanks = plainBlanks(c);
    if (blanks === '' || peek(c) === 35 || (c.flow === 0 && column(c) < indent)) break;
    spaces = blanks;
  }
  return {
    kind: 'scalar',
    start,
    end,
    scalar: { style: 'plain', text, contentStart: start, contentEnd: end },
  };
}

function plainLength(c: Cursor): number {
  const text = c.text;
  let at = c.at;
  for (; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code <= 32 || code === 0x85 || code === 0x2028 || code === 0x2029) {
      if (isBlankOrEnd(code)) break;
    } else if (code === 58) {
      const next = at + 1 < text.length ? text.charCodeAt(at + 1) : END;
      if (isBlankOrEnd(next) || (c.flow > 0 && isFlowIndicator(next))) break;
    } else if (c.flow > 0 && (code === 63 || isFlowIndicator(code))) {
      break;
    }
  }
  return at - c.at;
}

/** One of `,[]{}`. */
export function isFlowIndicator(code: number): boolean {
  return code === 44 || code === 91 || code === 93 || code === 123 || code === 125;
}

function plainBlanks(c: Cursor): string {
  const from = c.at;
  skipSpaces(c);
  if (!isBreak(peek(c))) return c.text.slice(from, c.at);
  const first = takeBreak(c);
  c.simpleKeyAllowed = true;
  if (atDocumentMarker(c)) return '';
  let others = '';
  while (peek(c) === 32 || isBreak(peek(c))) {
    if (peek(c) === 32) {
      c.at++;
    } else {
      others += takeBreak(c);
      if (atDocumentMarker(c)) return '';
    }
  }
  if (first !== '\n') return first + others;
  return others === '' ? ' ' : others;
}

interface BlockHead {
  readonly folded: boolean;
  /** `-`, `+` or nothing. */
  readonly chomping: string;
  /** The digit of the head, or nothing. */
  readonly increment: number | undefined;
}

/** Reads a block scalar; the cursor stands on its `|` or `>`. */
export function scanBlockScalar(c: Cursor): Token {
  const start = c.at;
  const head = blockHead(c, start);
  const headEnd = c.at;
  skipSpaces(c);
  if (peek(c) === 35) takeComment(c);
  if (!isBreakOrEnd(peek(c))) {
    scannerFailure(
      `nothing but a comment can follow \`${head.folded ? '>' : '|'}\` on its line`,
      c.at,
      c.at + 1,
    );
  }
  takeBreak(c);
  const contentStart = c.at;
  const body = blockBody(c, head);
  const empty = body.end < contentStart;
  const end = empty ? headEnd : body.end;
  const scalar = {
    style: 'block',
    text: body.text,
    contentStart: empty ? headEnd : contentStart,
    contentEnd: end,
  } as const;
  return { kind: 'scalar', start, end, scalar };
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
    scannerFailure('the head of a block text takes a digit from 1 to 9, `+` and `-` only', start, c.at + 1);
  }
  return { folded, chomping, increment };
}

function blockBody(c: Cursor, head: BlockHead): { readonly text: string; readonly end: number } {
  const least = Math.max(1, c.indent + 1);
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
