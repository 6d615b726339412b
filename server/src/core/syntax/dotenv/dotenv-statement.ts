import { isBefore } from '../../text/version-order.ts';
import { afterBreak, lineEnd } from '../lines.ts';
import { isPythonSpace, skipBlanks, skipSpace, trimEnd } from '../python-space.ts';

/**
 * Whose grammar is used. `1.2.2` (and 1.0 to 1.2.1): only a backslash before the quote itself counts, and a byte order
 * mark is a part of the first name. `1.2.3`: a backslash inside quotes always takes the next character with it, and the
 * mark is dropped. `1.2.4`: `KEY= # comment` is empty, too; before, the value starts with `#` there.
 */
export type DotenvVersion = '1.2.2' | '1.2.3' | '1.2.4';

/** The grammar of a release of python-dotenv, the newest where none is named. */
export function dotenvVersionOf(release: string | undefined): DotenvVersion {
  if (release === undefined || !isBefore(release, '1.2.4')) return '1.2.4';
  return isBefore(release, '1.2.3') ? '1.2.2' : '1.2.3';
}

/** Why python-dotenv skips a statement. */
export type SkipReason =
  /** Nothing that could be a name before `=` or after `export`. */
  | 'no-name'
  /** A name in single quotes that are not closed up to the end of the file. */
  | 'open-name'
  /** After the name comes something other than `=`, a comment or the end of the line. */
  | 'text-after-name'
  /** Text after the closing quote of a value. */
  | 'text-after-quote'
  /** A value in quotes that are not closed up to the end of the file. */
  | 'open-value';

/**
 * One step of python-dotenv's parser: the whitespace before, blank lines included, and one entry, comment or skipped
 * text with its line break. The statements of a text follow each other without a gap. Offsets that do not apply are -1.
 */
export interface DotenvStatement {
  readonly kind: 'blank' | 'comment' | 'entry' | 'skipped';
  readonly start: number;
  /** After the line break. */
  readonly end: number;
  /** The first character that is not whitespace. */
  readonly body: number;
  /** Before the line break. */
  readonly bodyEnd: number;
  /** Where the name starts, with its quote; later than `body` where `export` stands before it. */
  readonly keyStart: number;
  readonly keyEnd: number;
  readonly equals: number;
  readonly valueStart: number;
  readonly valueEnd: number;
  readonly quote: 'none' | 'single' | 'double';
  /** The `#` of a comment. */
  readonly comment: number;
  readonly reason: SkipReason | undefined;
}

/** A statement that the next scan may overwrite. */
export type DotenvDraft = { -readonly [Name in keyof DotenvStatement]: DotenvStatement[Name] };

const EQUALS = 61;
const HASH = 35;
const SINGLE = 39;
const DOUBLE = 34;
const BACKSLASH = 92;

/**
 * All statements of a text, as python-dotenv's `parse_stream` (`dotenv/parser.py`) finds them in a file that Python
 * opened in text mode: `\r\n` and `\r` end a line like `\n`. Takes linear time and never throws.
 */
export function scanDotenv(text: string, version: DotenvVersion = '1.2.4'): DotenvStatement[] {
  const statements: DotenvStatement[] = [];
  let at = 0;
  while (at < text.length) {
    const statement = scanStatement(text, at, version);
    statements.push(statement);
    at = statement.end;
  }
  return statements;
}

/** A statement of no text, to be filled by scans. */
export function dotenvDraft(): DotenvDraft {
  return {
    kind: 'blank',
    start: 0,
    end: 0,
    body: 0,
    bodyEnd: 0,
    keyStart: -1,
    keyEnd: -1,
    equals: -1,
    valueStart: -1,
    valueEnd: -1,
    quote: 'none',
    comment: -1,
    reason: undefined,
  };
}

/**
 * The statement that starts at `start`, which must be the start of a line. It is written into `it`: who looks at one
 * statement after the other gives the same object again, which saves most of the garbage of a parse.
 */
export function scanStatement(
  text: string,
  start: number,
  version: DotenvVersion,
  it: DotenvDraft = dotenvDraft(),
): DotenvStatement {
  const body = skipSpace(text, start);
  it.kind = 'blank';
  it.start = start;
  it.end = it.body = it.bodyEnd = body;
  it.keyStart = it.keyEnd = it.equals = it.valueStart = it.valueEnd = it.comment = -1;
  it.quote = 'none';
  it.reason = undefined;
  if (body === text.length) return it;
  it.keyStart = afterExport(text, body);
  if (text.charCodeAt(it.keyStart) === HASH) return comment(text, it, it.keyStart);
  it.keyEnd = keyEnd(text, it.keyStart);
  if (it.keyEnd < 0) return skipped(text, it, it.keyStart, keyReason(text, it.keyStart));
  it.kind = 'entry';
  const afterKey = skipBlanks(text, it.keyEnd);
  if (text.charCodeAt(afterKey) !== EQUALS) return ended(text, it, afterKey, 'text-after-name');
  it.equals = afterKey;
  return scanValue(text, it, version);
}

function scanValue(text: string, it: DotenvDraft, version: DotenvVersion): DotenvStatement {
  const at = skipBlanks(text, it.equals + 1);
  const code = text.charCodeAt(at);
  if (code === SINGLE || code === DOUBLE) {
    it.quote = code === SINGLE ? 'single' : 'double';
    it.valueStart = at;
    const closing = version === '1.2.2' ? closingQuoteBefore123(text, at) : closingQuote(text, at);
    if (closing < 0) return skipped(text, it, at, 'open-value');
    it.valueEnd = closing + 1;
    return ended(text, it, it.valueEnd, 'text-after-quote');
  }
  if (code === HASH && at > it.equals + 1 && version === '1.2.4') {
    // The empty value stands right after `=`, so that a text written there keeps the blank before the comment.
    it.valueStart = it.valueEnd = it.equals + 1;
    return comment(text, it, at);
  }
  return scanUnquoted(text, it, at);
}

function scanUnquoted(text: string, it: DotenvDraft, at: number): DotenvStatement {
  it.valueStart = at;
  let end = at;
  let hash = -1;
  while (end < text.length) {
    const code = text.charCodeAt(end);
    if (code === 10 || code === 13) break;
    if (code === HASH && hash < 0 && end > at && isPythonSpace(text.charCodeAt(end - 1))) hash = end;
    end++;
  }
  it.comment = hash;
  it.valueEnd = trimEnd(text, at, hash < 0 ? end : hash);
  it.bodyEnd = end;
  it.end = afterBreak(text, end);
  return it;
}

/** Ends a statement at `at`, where only blanks and a comment may follow on the line. */
function ended(text: string, it: DotenvDraft, at: number, otherwise: SkipReason): DotenvStatement {
  const rest = skipBlanks(text, at);
  const code = text.charCodeAt(rest);
  if (code === HASH) return comment(text, it, rest);
  if (rest < text.length && code !== 10 && code !== 13) return skipped(text, it, at, otherwise);
  it.bodyEnd = rest;
  it.end = afterBreak(text, rest);
  return it;
}

function comment(text: string, it: DotenvDraft, at: number): DotenvStatement {
  if (it.kind === 'blank') it.kind = 'comment';
  it.comment = at;
  it.bodyEnd = lineEnd(text, at);
  it.end = afterBreak(text, it.bodyEnd);
  return it;
}

function skipped(text: string, it: DotenvDraft, at: number, reason: SkipReason): DotenvStatement {
  it.kind = 'skipped';
  it.reason = reason;
  it.bodyEnd = lineEnd(text, at);
  it.end = afterBreak(text, it.bodyEnd);
  return it;
}

function afterExport(text: string, at: number): number {
  if (text.charCodeAt(at) !== 101 || !text.startsWith('export', at)) return at;
  const end = skipBlanks(text, at + 6);
  return end > at + 6 ? end : at;
}

/** The end of the name that starts at `at`, or -1. */
function keyEnd(text: string, at: number): number {
  if (text.charCodeAt(at) === SINGLE) {
    const closing = text.indexOf("'", at + 1);
    return closing > at + 1 ? closing + 1 : -1;
  }
  let end = at;
  while (end < text.length) {
    const code = text.charCodeAt(end);
    if (code === EQUALS || code === HASH || isPythonSpace(code)) break;
    end++;
  }
  return end > at ? end : -1;
}

function keyReason(text: string, at: number): SkipReason {
  return text.charCodeAt(at) === SINGLE && text.charCodeAt(at + 1) !== SINGLE ? 'open-name' : 'no-name';
}

/**
 * The quote that closes the one at `open`, or -1. That happens at most once per kind of quote in a text, for an opening
 * quote further down would have closed this one; so the whole scan stays linear.
 */
function closingQuote(text: string, open: number): number {
  const quote = text.charCodeAt(open);
  for (let at = open + 1; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === quote) return at;
    if (code === BACKSLASH) at++;
  }
  return -1;
}

/** Before 1.2.3: the first quote without a backslash before it, else the last quote of all. */
function closingQuoteBefore123(text: string, open: number): number {
  const quote = text.charAt(open);
  let last = -1;
  for (let at = text.indexOf(quote, open + 1); at >= 0; at = text.indexOf(quote, at + 1)) {
    if (text.charCodeAt(at - 1) !== BACKSLASH) return at;
    last = at;
  }
  return last;
}
