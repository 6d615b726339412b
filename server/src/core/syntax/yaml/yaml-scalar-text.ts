import type { Cursor } from './yaml-cursor.ts';
import {
  atDocumentMarker,
  column,
  cursorAt,
  END,
  isBlankOrEnd,
  isBreak,
  peek,
  skipSpaces,
  takeBreak,
} from './yaml-cursor.ts';
import { scannerFailure } from './yaml-failure.ts';
import type { ScalarText } from './yaml-node.ts';

/** A scalar's text, and where PyYAML 6.0.3 stops reading it. */
export interface ReadScalarText {
  readonly scalar: ScalarText;
  readonly end: number;
}

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

/** Reads the quoted scalar that starts at an offset; throws a YamlFailure where PyYAML refuses it. */
export function quotedText(text: string, start: number): ReadScalarText {
  return readQuoted(cursorAt(text, start), start);
}

function readQuoted(c: Cursor, start: number): ReadScalarText {
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
  return { scalar, end: c.at };
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
      throw scannerFailure(`\`\\${letter}\` needs ${length} hexadecimal digits`, backslash, c.at + 1);
    }
    c.at += 1 + length;
    const code = Number.parseInt(digits, 16);
    if (code > 0x10ffff) throw scannerFailure(`\`\\${letter}\` is beyond Unicode`, backslash, c.at);
    return String.fromCodePoint(code);
  }
  if (isBreak(peek(c))) {
    takeBreak(c);
    return quotedBreaks(c, start);
  }
  throw scannerFailure(
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
  if (code === END) throw scannerFailure('the closing quote is missing', start, start + 1, true);
  if (!isBreak(code)) return blanks;
  const first = takeBreak(c);
  const others = quotedBreaks(c, start);
  if (first !== '\n') return first + others;
  return others === '' ? ' ' : others;
}

function quotedBreaks(c: Cursor, start: number): string {
  let breaks = '';
  for (;;) {
    if (atDocumentMarker(c)) throw scannerFailure('the closing quote is missing', start, start + 1);
    while (peek(c) === 32 || peek(c) === 9) c.at++;
    if (!isBreak(peek(c))) return breaks;
    breaks += takeBreak(c);
  }
}

/**
 * Reads the scalar without quotes that starts at an offset. `indent` is the column of the innermost block collection
 * around it, -1 outside of all.
 */
export function plainText(text: string, start: number, indent: number, inFlow: boolean): ReadScalarText {
  const c = cursorAt(text, start);
  let value = '';
  let spaces = '';
  let end = start;
  while (peek(c) !== 35) {
    const length = plainLength(c, inFlow);
    if (length === 0) break;
    value += spaces + text.slice(c.at, c.at + length);
    c.at += length;
    end = c.at;
    spaces = plainBlanks(c);
    if (spaces === '' || (!inFlow && column(c) <= indent)) break;
  }
  return { scalar: { style: 'plain', text: value, contentStart: start, contentEnd: end }, end };
}

/** How many characters from an offset on belong to a plain text without blanks in it. */
function plainLength(c: Cursor, inFlow: boolean): number {
  const text = c.text;
  let at = c.at;
  for (; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code <= 32 || code === 0x85 || code === 0x2028 || code === 0x2029) {
      if (isBlankOrEnd(code)) break;
    } else if (code === 58) {
      const next = at + 1 < text.length ? text.charCodeAt(at + 1) : END;
      if (isBlankOrEnd(next) || (inFlow && isFlowIndicator(next))) break;
    } else if (inFlow && (code === 63 || isFlowIndicator(code))) {
      break;
    }
  }
  return at - c.at;
}

/** One of `,[]{}`. */
function isFlowIndicator(code: number): boolean {
  return code === 44 || code === 91 || code === 93 || code === 123 || code === 125;
}

function plainBlanks(c: Cursor): string {
  const from = c.at;
  skipSpaces(c);
  if (!isBreak(peek(c))) return c.text.slice(from, c.at);
  const first = takeBreak(c);
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
