import type { Span } from '../text/span.ts';
import type { Cursor, SimpleKey } from './yaml-cursor.ts';
import {
  atDocumentMarker,
  column,
  cursor,
  END,
  isBlankOrEnd,
  isBreak,
  peek,
  scannerFailure,
  skipSpaces,
  takeBreak,
  takeComment,
} from './yaml-cursor.ts';
import { scanAnchor, scanDirective, scanTag } from './yaml-scan-property.ts';
import { isFlowIndicator, scanBlockScalar, scanPlain, scanQuoted } from './yaml-scan-scalar.ts';
import type { Token, TokenKind } from './yaml-token.ts';
import { MAX_DEPTH, YamlFailure } from './yaml-token.ts';

export interface Scan {
  readonly tokens: readonly Token[];
  readonly comments: readonly Span[];
  /** Where scanning stopped before the end; the tokens before it are good. */
  readonly failure?: YamlFailure;
}

/** A key without quotes or brackets may be this long at most (PyYAML 6.0.3). */
const MAX_SIMPLE_KEY = 1024;

/**
 * Cuts a text into the tokens that PyYAML 6.0.3 sees, so that what it refuses is refused here. Takes time
 * proportional to the text, whatever is in it, and stops where more collections are open than are looked at.
 */
export function scanYaml(text: string): Scan {
  const c = cursor(text);
  try {
    while (scanNext(c)) {
      if (c.flow > MAX_DEPTH + 1 || c.outerIndents.length > MAX_DEPTH + 1) break;
    }
  } catch (failure) {
    if (!(failure instanceof YamlFailure)) throw failure;
    return { tokens: c.tokens.slice(0, firstPending(c)), comments: c.comments, failure };
  }
  return { tokens: c.tokens, comments: c.comments };
}

/** PyYAML's parser does not see a token that may still turn out to be a key, nor what follows it. */
function firstPending(c: Cursor): number {
  let first = c.tokens.length;
  for (const key of c.simpleKeys.slice(0, c.flow + 1)) {
    if (key !== undefined && (key.required || !isStale(c, key))) first = Math.min(first, key.token);
  }
  return first;
}

/** Adds the next token, with what it closes and opens; false at the end. */
function scanNext(c: Cursor): boolean {
  skipToToken(c);
  refuseStaleKey(c);
  closeBlocks(c, column(c));
  const code = peek(c);
  if (code === END) {
    endStream(c);
    return false;
  }
  if (code === 37 && column(c) === 0) documentLevel(c, () => scanDirective(c));
  else if (atDocumentMarker(c)) documentLevel(c, () => marker(c));
  else if (!scanIndicator(c, code)) scanContent(c, code);
  return true;
}

function skipToToken(c: Cursor): void {
  if (c.at === 0 && peek(c) === 0xfeff) c.lineStart = c.at = 1;
  for (;;) {
    skipSpaces(c);
    if (peek(c) === 35) takeComment(c);
    if (!isBreak(peek(c))) return;
    takeBreak(c);
    if (c.flow === 0) c.simpleKeyAllowed = true;
  }
}

function scanIndicator(c: Cursor, code: number): boolean {
  switch (code) {
    case 91:
      openFlow(c, 'flow-sequence-start');
      return true;
    case 123:
      openFlow(c, 'flow-mapping-start');
      return true;
    case 93:
      closeFlow(c, 'flow-sequence-end');
      return true;
    case 125:
      closeFlow(c, 'flow-mapping-end');
      return true;
    case 44:
      c.simpleKeyAllowed = true;
      forgetKey(c);
      push(c, 'flow-entry', 1);
      return true;
    case 45:
      if (!isBlankOrEnd(peek(c, 1))) return false;
      blockEntry(c);
      return true;
    case 63:
      if (c.flow === 0 && !isBlankOrEnd(peek(c, 1))) return false;
      explicitKey(c);
      return true;
    case 58:
      if (c.flow === 0 && !isBlankOrEnd(peek(c, 1))) return false;
      valueMark(c);
      return true;
    default:
      return false;
  }
}

function scanContent(c: Cursor, code: number): void {
  if (code === 42 || code === 38) {
    simple(c, () => scanAnchor(c, code === 42 ? 'alias' : 'anchor'));
  } else if (code === 33) {
    simple(c, () => scanTag(c));
  } else if (code === 39 || code === 34) {
    simple(c, () => scanQuoted(c));
  } else if ((code === 124 || code === 62) && c.flow === 0) {
    c.simpleKeyAllowed = true;
    forgetKey(c);
    c.tokens.push(scanBlockScalar(c));
  } else if (startsPlain(c, code)) {
    rememberKey(c);
    c.simpleKeyAllowed = false;
    c.tokens.push(scanPlain(c));
  } else {
    const name = code === 9 ? 'a tab' : `\`${String.fromCharCode(code)}\``;
    scannerFailure(`${name} cannot start a value or a key; put it in quotes`, c.at, c.at + 1);
  }
}

function startsPlain(c: Cursor, code: number): boolean {
  if (code === 45 || ((code === 63 || code === 58) && c.flow === 0)) return !isBlankOrEnd(peek(c, 1));
  return !(
    isBlankOrEnd(code) ||
    isFlowIndicator(code) ||
    '?:#&*!|>\'"%@`'.includes(String.fromCharCode(code))
  );
}

/** Adds a token that may turn out to be a key. */
function simple(c: Cursor, scan: () => Token): void {
  rememberKey(c);
  c.simpleKeyAllowed = false;
  c.tokens.push(scan());
}

function push(c: Cursor, kind: TokenKind, length: number): void {
  c.tokens.push({ kind, start: c.at, end: c.at + length });
  c.at += length;
}

function insert(c: Cursor, at: number, kind: TokenKind, offset: number): void {
  c.tokens.splice(at, 0, { kind, start: offset, end: offset });
}

function documentLevel(c: Cursor, scan: () => Token): void {
  closeBlocks(c, -1);
  forgetKey(c);
  c.simpleKeyAllowed = false;
  c.tokens.push(scan());
}

function marker(c: Cursor): Token {
  const start = c.at;
  const kind = peek(c) === 45 ? 'document-start' : 'document-end';
  c.at += 3;
  return { kind, start, end: c.at };
}

function endStream(c: Cursor): void {
  closeBlocks(c, -1);
  forgetKey(c);
  push(c, 'stream-end', 0);
}

function openFlow(c: Cursor, kind: TokenKind): void {
  rememberKey(c);
  c.brackets.push(c.at);
  c.flow++;
  c.simpleKeys[c.flow] = undefined;
  c.simpleKeyAllowed = true;
  push(c, kind, 1);
}

function closeFlow(c: Cursor, kind: TokenKind): void {
  forgetKey(c);
  c.flow = Math.max(0, c.flow - 1);
  c.brackets.pop();
  c.simpleKeyAllowed = false;
  push(c, kind, 1);
}

function blockEntry(c: Cursor): void {
  if (c.flow === 0) {
    if (!c.simpleKeyAllowed) {
      scannerFailure(
        'a list cannot start on this line; put the value in quotes or start a new line',
        c.at,
        c.at + 1,
      );
    }
    if (openBlock(c, column(c))) insert(c, c.tokens.length, 'block-sequence-start', c.at);
  }
  c.simpleKeyAllowed = true;
  forgetKey(c);
  push(c, 'block-entry', 1);
}

function explicitKey(c: Cursor): void {
  if (c.flow === 0) {
    if (!c.simpleKeyAllowed) scannerFailure('a key cannot stand here', c.at, c.at + 1);
    if (openBlock(c, column(c))) insert(c, c.tokens.length, 'block-mapping-start', c.at);
  }
  c.simpleKeyAllowed = c.flow === 0;
  forgetKey(c);
  push(c, 'key', 1);
}

function valueMark(c: Cursor): void {
  const key = usableKey(c);
  if (key !== undefined) {
    c.simpleKeys[c.flow] = undefined;
    insert(c, key.token, 'key', key.start);
    if (c.flow === 0 && openBlock(c, key.column)) insert(c, key.token, 'block-mapping-start', key.start);
    c.simpleKeyAllowed = false;
  } else {
    if (c.flow === 0) {
      if (!c.simpleKeyAllowed) {
        scannerFailure('a second `: ` on one line starts no key; put the value in quotes', c.at, c.at + 1);
      }
      if (openBlock(c, column(c))) insert(c, c.tokens.length, 'block-mapping-start', c.at);
    }
    c.simpleKeyAllowed = c.flow === 0;
    forgetKey(c);
  }
  push(c, 'value', 1);
}

/** Closes block collections that the column lies outside of. */
function closeBlocks(c: Cursor, to: number): void {
  if (c.flow > 0) return;
  while (c.indent > to) {
    c.indent = c.outerIndents.pop() ?? -1;
    push(c, 'block-end', 0);
  }
}

function openBlock(c: Cursor, at: number): boolean {
  if (c.indent >= at) return false;
  c.outerIndents.push(c.indent);
  c.indent = at;
  return true;
}

function rememberKey(c: Cursor): void {
  if (!c.simpleKeyAllowed) return;
  forgetKey(c);
  const required = c.flow === 0 && c.indent === column(c);
  c.simpleKeys[c.flow] = {
    token: c.tokens.length,
    start: c.at,
    line: c.line,
    column: column(c),
    required,
  };
}

function usableKey(c: Cursor): SimpleKey | undefined {
  const key = c.simpleKeys[c.flow];
  return key === undefined || isStale(c, key) ? undefined : key;
}

function isStale(c: Cursor, key: SimpleKey): boolean {
  return key.line !== c.line || c.at - key.start > MAX_SIMPLE_KEY;
}

function forgetKey(c: Cursor): void {
  const key = c.simpleKeys[c.flow];
  if (key?.required) missingColon(c, key);
  c.simpleKeys[c.flow] = undefined;
}

/** Only outside of brackets can a key be required, so one look is enough. */
function refuseStaleKey(c: Cursor): void {
  const key = c.simpleKeys[0];
  if (key === undefined || !isStale(c, key)) return;
  if (key.required) missingColon(c, key);
  c.simpleKeys[0] = undefined;
}

function missingColon(c: Cursor, key: SimpleKey): never {
  const last = c.tokens.at(-1);
  const end = last !== undefined && last.start >= key.start ? last.end : key.start + 1;
  return scannerFailure('a `:` and a blank are missing after the key', key.start, end);
}
