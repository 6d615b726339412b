import { afterBreak } from '../syntax/lines.ts';
import { type Span, span } from '../text/span.ts';
import { isStringPrefix, scanString } from './parse-scan-string.ts';
import { scanNumber, WORD } from './parse-scan-token.ts';

/** A message about a place; see `Module.problems`. */
export interface Problem {
  readonly span: Span;
  readonly message: string;
}

/** One line as Python's tokenizer sees it: physical lines joined by brackets, triple quotes and backslashes. */
export interface LogicalLine {
  /** Of the physical line it begins on. */
  readonly lineStart: number;
  /** First token. */
  readonly start: number;
  /** After the last token, comments and the line break not included. */
  readonly end: number;
  /** Tabs go to the next multiple of eight. */
  readonly column: number;
  /** Tabs count one, as CPython's second reading of indentation. */
  readonly tabColumn: number;
  /** The last token is a colon outside brackets. */
  readonly colon: boolean;
  readonly problem?: Problem;
}

export interface Scan {
  readonly lines: readonly LogicalLine[];
  /** Line breaks, with their backslashes, that join physical lines into one logical line. */
  readonly joints: readonly Span[];
  readonly comments: readonly { readonly span: Span; readonly text: string; readonly ownLine: boolean }[];
}

/** What scanning carries along. */
export interface ScanState {
  readonly text: string;
  readonly comments: { span: Span; text: string; ownLine: boolean }[];
  readonly joints: Span[];
  /** A bracket was open at the end of the text, so that further ones are closed at the first chance. */
  unclosed: boolean;
}

/** CPython's MAXLEVEL: brackets nested deeper are refused. */
const MAX_BRACKETS = 200;

/** The logical lines of a text. A line with an unclosed bracket ends where the next statement seems to begin. */
export function scanLines(text: string): Scan {
  const state: ScanState = { text, comments: [], joints: [], unclosed: false };
  const lines: LogicalLine[] = [];
  let offset = 0;
  while (offset < text.length) {
    const indent = measureIndent(text, offset);
    const code = text.charCodeAt(indent.end);
    if (indent.end >= text.length) break;
    if (code === 35) offset = afterBreak(text, scanComment(state, indent.end, true));
    else if (code === 10 || code === 13) offset = afterBreak(text, indent.end);
    else {
      const line = new LineScanner(state, offset, indent).scan();
      lines.push(line.line);
      offset = line.next;
    }
  }
  return { lines, comments: state.comments, joints: state.joints };
}

export interface Indent {
  readonly end: number;
  readonly column: number;
  readonly tabColumn: number;
}

function measureIndent(text: string, offset: number): Indent {
  let column = 0;
  let tabColumn = 0;
  let end = offset;
  for (; ; end++) {
    const code = text.charCodeAt(end);
    if (code === 32) {
      column++;
      tabColumn++;
    } else if (code === 9) {
      column = (Math.floor(column / 8) + 1) * 8;
      tabColumn++;
    } else if (code === 12) {
      column = 0;
      tabColumn = 0;
    } else return { end, column, tabColumn };
  }
}

/** Records a comment and gives the offset of its line break. */
function scanComment(state: ScanState, offset: number, ownLine: boolean): number {
  let end = offset;
  while (end < state.text.length && state.text.charCodeAt(end) !== 10 && state.text.charCodeAt(end) !== 13)
    end++;
  state.comments.push({ span: span(offset, end), text: state.text.slice(offset, end), ownLine });
  return end;
}

const CLOSERS = new Map([
  [40, 41],
  [91, 93],
  [123, 125],
]);
const STATEMENT_WORD =
  /(?:class|def|import|return|pass|raise|del|global|nonlocal|assert|while|try|except|finally|break|continue|with)\b|async\s+def\b|@\w|from\s+[\w.]+\s+import\b/y;
/** Keywords with which a logical line begins, after `async` at most. */
const LINE_WORDS: ReadonlySet<string> = new Set([
  'class',
  'def',
  'while',
  'try',
  'with',
  'except',
  'finally',
  'elif',
]);
const CLASS_FIELD = /\w+\s*:/y;

class LineScanner {
  readonly #state: ScanState;
  readonly #lineStart: number;
  readonly #indent: Indent;
  readonly #stack: number[] = [];
  #offset: number;
  #lastToken: number;
  #problem: Problem | undefined;
  /** Start of the first physical line inside brackets that may be the next statement. */
  #cut: number | undefined;
  #cutAfter: number;
  #stopped = false;
  readonly #isClass: boolean;

  constructor(state: ScanState, lineStart: number, indent: Indent) {
    this.#state = state;
    this.#lineStart = lineStart;
    this.#indent = indent;
    this.#offset = indent.end;
    this.#lastToken = indent.end;
    this.#cutAfter = indent.end;
    this.#isClass = state.text.startsWith('class ', indent.end);
  }

  scan(): { readonly line: LogicalLine; readonly next: number } {
    const { text } = this.#state;
    const commentCount = this.#state.comments.length;
    while (this.#offset < text.length && !this.#stopped) this.#token();
    if (this.#offset >= text.length && this.#stack.length > 0) {
      this.#fail(this.#openAt(), 1, 'the bracket is never closed');
      this.#state.unclosed = true;
    }
    let end = this.#lastToken;
    let next = afterBreak(text, this.#offset);
    if (this.#problem !== undefined && this.#cut !== undefined) {
      end = this.#cutAfter;
      next = this.#cut;
      const { comments, joints } = this.#state;
      while ((joints.at(-1)?.start ?? -1) >= end) joints.pop();
      while (comments.length > commentCount && (comments.at(-1)?.span.start ?? 0) >= next) comments.pop();
    }
    return { line: this.#line(end), next };
  }

  #line(end: number): LogicalLine {
    const { end: start, column, tabColumn } = this.#indent;
    return {
      lineStart: this.#lineStart,
      start,
      end,
      column,
      tabColumn,
      colon: this.#problem === undefined && this.#state.text.charCodeAt(end - 1) === 58,
      ...(this.#problem ? { problem: this.#problem } : {}),
    };
  }

  readonly #opened: number[] = [];

  #openAt(): number {
    return this.#opened[0] ?? this.#indent.end;
  }

  #fail(offset: number, length: number, message: string): void {
    this.#problem ??= { span: span(offset, Math.min(offset + length, this.#state.text.length)), message };
  }

  #token(): void {
    const { text } = this.#state;
    const at = this.#offset;
    const code = text.charCodeAt(at);
    if (code === 32 || code === 9 || code === 12) this.#offset++;
    else if (code === 10 || code === 13) this.#lineBreak();
    else if (code === 35) this.#offset = scanComment(this.#state, at, this.#blankBefore(at));
    else {
      this.#significant(code, at);
      this.#lastToken = Math.max(this.#lastToken, this.#offset);
    }
  }

  #blankBefore(at: number): boolean {
    let offset = at - 1;
    while (offset >= 0 && (this.#state.text[offset] === ' ' || this.#state.text[offset] === '\t')) offset--;
    return offset < 0 || this.#state.text[offset] === '\n' || this.#state.text[offset] === '\r';
  }

  #lineBreak(): void {
    if (this.#stack.length === 0) {
      this.#stopped = true;
      return;
    }
    const next = afterBreak(this.#state.text, this.#offset);
    this.#state.joints.push(span(this.#offset, next));
    this.#offset = next;
    if (this.#cut === undefined && this.#mayBegin(next)) {
      this.#cut = next;
      this.#cutAfter = this.#lastToken;
    }
    if (this.#cut !== undefined && (this.#state.unclosed || this.#problem !== undefined)) {
      this.#fail(this.#openAt(), 1, 'the bracket is never closed');
      this.#stopped = true;
    }
  }

  /** Whether a physical line inside brackets could be the next statement, if the brackets turn out unclosed. */
  #mayBegin(lineStart: number): boolean {
    const { text } = this.#state;
    const indent = measureIndent(text, lineStart);
    const first = text[indent.end];
    if (first === undefined || '\r\n#'.includes(first)) return false;
    STATEMENT_WORD.lastIndex = indent.end;
    if (STATEMENT_WORD.test(text)) return true;
    if (indent.column <= this.#indent.column) return !')]}'.includes(first);
    CLASS_FIELD.lastIndex = indent.end;
    return this.#isClass && CLASS_FIELD.test(text);
  }

  #significant(code: number, at: number): void {
    const { text } = this.#state;
    if (isWordStart(code)) this.#word(at);
    else if (code === 34 || code === 39) this.#string(at, at, '');
    else if (isDigit(code) || (code === 46 && isDigit(text.charCodeAt(at + 1)))) {
      const number = scanNumber(text, at);
      if (number.message !== undefined) this.#fail(at, number.end - at, number.message);
      this.#offset = number.end;
    } else if (CLOSERS.has(code)) this.#open(code, at);
    else if (code === 41 || code === 93 || code === 125) this.#close(code, at);
    else if (code === 92) this.#backslash(at);
    else this.#operator(code, at);
  }

  #word(at: number): void {
    const { text } = this.#state;
    WORD.lastIndex = at;
    const match = WORD.exec(text);
    if (match === null) {
      this.#fail(
        at,
        1,
        `\`${String.fromCodePoint(text.codePointAt(at) ?? 63)}\` is no character of Python code`,
      );
      this.#offset += (text.codePointAt(at) ?? 0) > 0xffff ? 2 : 1;
      return;
    }
    const end = at + match[0].length;
    if (LINE_WORDS.has(match[0]) && !this.#beginsLine(at)) {
      this.#fail(at, match[0].length, `\`${match[0]}\` begins a statement and cannot stand here`);
    }
    const quote = text.charCodeAt(end);
    if ((quote === 34 || quote === 39) && isStringPrefix(match[0])) this.#string(at, end, match[0]);
    else this.#offset = end;
  }

  /** The parser would take what follows such a word in the middle of a line for a block, next lines included. */
  #beginsLine(at: number): boolean {
    return /^(?:async[ \t\f]+)?$/.test(this.#state.text.slice(this.#indent.end, at));
  }

  #string(at: number, quote: number, prefix: string): void {
    const result = scanString(this.#state.text, quote, prefix.toLowerCase(), 0);
    if (result.message !== undefined) this.#fail(at, result.end - at, result.message);
    this.#offset = result.end;
  }

  #open(code: number, at: number): void {
    this.#offset++;
    if (this.#stack.length >= MAX_BRACKETS) {
      this.#fail(at, 1, 'more than 200 brackets are nested here');
      this.#cut ??= this.#lineAfter(at);
      this.#cutAfter = Math.max(this.#cutAfter, Math.min(at, this.#cut));
      this.#stopped = true;
      return;
    }
    this.#stack.push(CLOSERS.get(code) ?? 0);
    this.#opened.push(at);
  }

  #lineAfter(at: number): number {
    const { text } = this.#state;
    let end = at;
    while (end < text.length && text.charCodeAt(end) !== 10 && text.charCodeAt(end) !== 13) end++;
    return afterBreak(text, end);
  }

  #close(code: number, at: number): void {
    this.#offset++;
    const wanted = this.#stack.pop();
    this.#opened.pop();
    if (wanted === code) return;
    const shown = String.fromCharCode(code);
    this.#fail(at, 1, wanted === undefined ? `\`${shown}\` closes nothing` : `\`${shown}\` does not match`);
  }

  #backslash(at: number): void {
    const { text } = this.#state;
    const next = text.charCodeAt(at + 1);
    if (next === 10 || next === 13) {
      this.#offset = afterBreak(text, at + 1);
      this.#state.joints.push(span(at, this.#offset));
      if (this.#offset >= text.length) this.#fail(at, 1, 'the text ends after a backslash');
    } else {
      this.#fail(at, 1, 'a backslash continues a line only at its end');
      this.#offset++;
    }
  }

  #operator(code: number, at: number): void {
    this.#offset++;
    const known = '+-*/%@&|^~<>=.,:;'.includes(String.fromCharCode(code));
    if (known) return;
    if (code === 33 && this.#state.text.charCodeAt(at + 1) === 61) return;
    this.#fail(at, 1, 'this is no character of Python code');
  }
}

function isDigit(code: number): boolean {
  return code >= 48 && code <= 57;
}

function isWordStart(code: number): boolean {
  return (code >= 97 && code <= 122) || (code >= 65 && code <= 90) || code === 95 || code > 127;
}
