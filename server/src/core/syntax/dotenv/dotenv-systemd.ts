import { type Span, span } from '../../text/span.ts';
import { isBefore } from '../../text/version-order.ts';
import type { Scalar } from '../document.ts';
import {
  addComment,
  addProblem,
  type DialectContent,
  type DialectDraft,
  dialectContent,
  dialectDraft,
  dialectEntry,
  plainScalar,
} from './dotenv-lines.ts';

/**
 * What systemd reads in an `EnvironmentFile=` (`load_env_file` of `src/basic/env-file.c`): lines of `NAME=value`,
 * comments that start with `#` or `;`, quoted pieces one after the other, a backslash that takes the next character,
 * or joins the next line. A quote that is not closed goes on to the end of the file. Assignments to names that are not
 * made of ASCII letters, digits and `_` are ignored. Before version 254 a backslash at the end of a comment makes the
 * next line a part of it.
 */
export function systemdContent(text: string, version: string | undefined): DialectContent {
  const joins = version !== undefined && isBefore(version, '254');
  const draft = dialectDraft(text);
  const end = text.length;
  const nul = text.indexOf('\0');
  if (nul >= 0)
    addProblem(
      draft,
      span(nul, nul + 1),
      'A NUL character stands here, so systemd refuses the file',
      'refuses',
    );
  let at = 0;
  while (at < end) {
    const code = text.charCodeAt(at);
    if (isBlank(code)) at++;
    else if (code === HASH || code === SEMICOLON) at = commentEnd(draft, at, end, joins);
    else at = assignment(draft, at, end);
  }
  return dialectContent(draft);
}

const HASH = 35;
const SEMICOLON = 59;
const BACKSLASH = 92;

function isBlank(code: number): boolean {
  return code === 32 || code === 9 || isBreak(code);
}

function isBreak(code: number): boolean {
  return code === 10 || code === 13;
}

function commentEnd(draft: DialectDraft, start: number, end: number, joins: boolean): number {
  const { text } = draft;
  let at = start + 1;
  while (at < end && !isBreak(text.charCodeAt(at))) {
    if (text.charCodeAt(at) === BACKSLASH && (joins || !isBreak(text.charCodeAt(at + 1)))) at++;
    at++;
  }
  at = Math.min(at, end);
  addComment(draft, start, at);
  return at;
}

/** Reads `NAME=value` or a line without `=`; gives where the next starts. */
function assignment(draft: DialectDraft, start: number, end: number): number {
  const { text } = draft;
  let equals = start;
  // The first character belongs to the name whatever it is.
  for (equals = start + 1; equals < end; equals++) {
    const code = text.charCodeAt(equals);
    if (isBreak(code) || code === 61) break;
  }
  if (text.charCodeAt(equals) !== 61 || equals >= end) {
    addProblem(draft, span(start, equals), 'No `=` stands on this line, so systemd ignores it');
    return equals;
  }
  let keyEnd = equals;
  while (keyEnd > start && isBlank(text.charCodeAt(keyEnd - 1))) keyEnd--;
  const value = new ValueReader(text, equals + 1, end);
  value.read();
  const key = span(start, keyEnd);
  const name = text.slice(start, keyEnd);
  if (/^[A-Za-z_][A-Za-z0-9_]*$/.test(name)) draft.entries.push(dialectEntry(name, key, value.scalar()));
  else
    addProblem(
      draft,
      key,
      'This is not a name of ASCII letters, digits and `_`, so systemd ignores the line',
    );
  if (value.open !== undefined)
    addProblem(
      draft,
      span(value.open, end),
      'A quote is never closed here, so the value goes on to the end of the file',
      'skips',
      'open-quote',
    );
  return value.at;
}

/** Walks over one value. Its state is that of systemd's parser between two characters. */
class ValueReader {
  /** Where the reader is; at the line break behind the value when it has ended. */
  at: number;
  /** The quote that is never closed. */
  open: number | undefined;
  private result = '';
  private first = -1;
  private last = -1;
  private readonly text: string;
  private readonly end: number;

  constructor(text: string, at: number, end: number) {
    this.text = text;
    this.at = at;
    this.end = end;
  }

  read(): void {
    while (this.at < this.end) {
      const code = this.text.charCodeAt(this.at);
      if (isBreak(code)) return;
      if (code === 39) this.quoted("'");
      else if (code === 34) this.quoted('"');
      else if (isBlank(code)) this.at++;
      else {
        this.plain();
        return;
      }
    }
  }

  /** The value as an entry has it: with its quotes where one pair is all there is. */
  scalar(): Scalar {
    const { text, first, last } = this;
    if (first < 0) return plainScalar('', span(this.start(), this.start()));
    const outer = span(first, last);
    return plainScalar(this.result, outer, wholeQuote(text, outer, this.result));
  }

  /** Right behind the `=`. */
  private start(): number {
    let at = this.at;
    while (this.text.charCodeAt(at - 1) !== 61) at--;
    return at;
  }

  private covered(from: number, to: number): void {
    if (this.first < 0) this.first = from;
    this.last = to;
  }

  private quoted(quote: string): void {
    const from = this.at;
    let at = from + 1;
    while (at < this.end && this.text.charAt(at) !== quote) {
      const character = this.text.charAt(at);
      if (character !== '\\' || quote === "'") this.result += character;
      else if (at + 1 < this.end) {
        at++;
        this.result += escaped(this.text.charAt(at));
      }
      at++;
    }
    if (at >= this.end) this.open = from;
    this.at = Math.min(at + 1, this.end);
    this.covered(from, this.at);
  }

  /** The rest of a value from its first character outside quotes: quotes mean nothing any more, blanks count. */
  private plain(): void {
    const from = this.at;
    let kept = this.result.length;
    let last = from;
    while (this.at < this.end && !isBreak(this.text.charCodeAt(this.at))) {
      const code = this.text.charCodeAt(this.at);
      if (code === BACKSLASH) {
        this.at++;
        if (this.at < this.end && !isBreak(this.text.charCodeAt(this.at)))
          this.result += this.text.charAt(this.at);
        this.at = Math.min(this.at + 1, this.end);
        kept = this.result.length;
        last = this.at;
        continue;
      }
      this.result += this.text.charAt(this.at);
      this.at++;
      if (isBlank(code)) continue;
      kept = this.result.length;
      last = this.at;
    }
    this.result = this.result.slice(0, kept);
    this.covered(from, Math.max(last, from + 1));
  }
}

/** In double quotes a backslash before another character stays, before a line break both go. */
function escaped(character: string): string {
  if (character === '\n') return '';
  return '"\\`$'.includes(character) ? character : `\\${character}`;
}

function wholeQuote(text: string, outer: Span, result: string): 'none' | 'single' | 'double' {
  const inner = text.slice(outer.start + 1, outer.end - 1);
  const quote = text.charAt(outer.start);
  if (outer.end - outer.start < 2 || text.charAt(outer.end - 1) !== quote) return 'none';
  if (quote === "'") return inner === result ? 'single' : 'none';
  return quote === '"' && !/(?<!\\)(?:\\\\)*"/.test(inner) ? 'double' : 'none';
}
