import type { Cursor } from './yaml-cursor.ts';
import {
  isBlankOrEnd,
  isBreakOrEnd,
  isWordCharacter,
  peek,
  scannerFailure,
  skipSpaces,
  takeBreak,
  takeComment,
} from './yaml-cursor.ts';
import type { Token } from './yaml-token.ts';

/** Reads `&name` or `*name`. */
export function scanAnchor(c: Cursor, kind: 'anchor' | 'alias'): Token {
  const start = c.at;
  c.at++;
  const name = takeWord(c);
  const next = peek(c);
  if (name === '' || !(isBlankOrEnd(next) || '?:,]}%@`'.includes(String.fromCharCode(next)))) {
    const sign = kind === 'anchor' ? '&' : '*';
    scannerFailure(
      `a value that starts with \`${sign}\` needs quotes; a name after it has letters, digits, \`-\` and \`_\` only`,
      start,
      c.at,
    );
  }
  return { kind, start, end: c.at, name };
}

function takeWord(c: Cursor): string {
  const from = c.at;
  while (isWordCharacter(peek(c))) c.at++;
  return c.text.slice(from, c.at);
}

/** Reads `!tag`, `!!tag`, `!name!tag`, `!<tag>` or a lone `!`. */
export function scanTag(c: Cursor): Token {
  const start = c.at;
  let handle: string | undefined;
  let name = '!';
  if (peek(c, 1) === 60) {
    c.at += 2;
    name = tagText(c, start);
    if (peek(c) !== 62) scannerFailure('the closing `>` of the tag is missing', start, c.at);
    c.at++;
  } else if (isBlankOrEnd(peek(c, 1))) {
    c.at++;
  } else {
    handle = '!';
    if (hasSecondMark(c)) handle = takeHandle(c, start);
    else c.at++;
    name = tagText(c, start);
  }
  const next = peek(c);
  if (next !== 32 && !isBreakOrEnd(next)) scannerFailure('a blank is missing after the tag', start, c.at);
  return { kind: 'tag', start, end: c.at, name, ...(handle === undefined ? {} : { handle }) };
}

/** True when another `!` follows in the word, so that the tag has a handle. */
function hasSecondMark(c: Cursor): boolean {
  for (let ahead = 1; ; ahead++) {
    const code = peek(c, ahead);
    if (code === 33) return true;
    if (code === 32 || isBreakOrEnd(code)) return false;
  }
}

function takeHandle(c: Cursor, start: number): string {
  const from = c.at;
  if (peek(c) !== 33) scannerFailure('a tag handle starts with `!`', start, c.at + 1);
  c.at++;
  if (peek(c) !== 32) {
    takeWord(c);
    if (peek(c) !== 33) scannerFailure('a tag handle ends with `!`', start, c.at);
    c.at++;
  }
  return c.text.slice(from, c.at);
}

function tagText(c: Cursor, start: number): string {
  const from = c.at;
  for (let code = peek(c); ; code = peek(c)) {
    if (!(isWordCharacter(code) || (code > 32 && ";/?:@&=+$,.!~*'()[]%".includes(String.fromCharCode(code)))))
      break;
    c.at++;
  }
  const text = c.text.slice(from, c.at);
  if (text === '') scannerFailure('the name of the tag is missing', start, start + 1);
  if (!text.includes('%')) return text;
  try {
    return decodeURIComponent(text);
  } catch {
    return scannerFailure('`%` in a tag needs two hexadecimal digits of UTF-8', start, c.at);
  }
}

/** Reads a line such as `%YAML 1.1`, without its line break. */
export function scanDirective(c: Cursor): Token {
  const start = c.at;
  c.at++;
  const name = takeWord(c);
  if (name === '' || !(peek(c) === 32 || isBreakOrEnd(peek(c)))) {
    scannerFailure('a line that starts with `%` is a directive; a value needs quotes', start, c.at + 1);
  }
  const from = c.at;
  if (name === 'YAML') takeVersion(c, start);
  else if (name === 'TAG') takeTagDirective(c, start);
  else while (!isBreakOrEnd(peek(c))) c.at++;
  const end = c.at;
  skipSpaces(c);
  if (peek(c) === 35) takeComment(c);
  if (!isBreakOrEnd(peek(c)))
    scannerFailure('nothing else can follow a directive on its line', c.at, c.at + 1);
  takeBreak(c);
  return { kind: 'directive', start, end, handle: name, name: c.text.slice(from, end).trim() };
}

function takeVersion(c: Cursor, start: number): void {
  skipSpaces(c);
  const version = /^[0-9]+\.[0-9]+/.exec(c.text.slice(c.at, c.at + 40));
  if (version === null) scannerFailure('a version such as `1.1` is missing', start, c.at);
  else c.at += version[0].length;
  if (peek(c) !== 32 && !isBreakOrEnd(peek(c))) scannerFailure('a version has two numbers', start, c.at);
}

function takeTagDirective(c: Cursor, start: number): void {
  skipSpaces(c);
  takeHandle(c, start);
  if (peek(c) !== 32) scannerFailure('a blank is missing after the tag handle', start, c.at);
  skipSpaces(c);
  tagText(c, start);
  if (peek(c) !== 32 && !isBreakOrEnd(peek(c)))
    scannerFailure('a blank is missing after the tag', start, c.at);
}
