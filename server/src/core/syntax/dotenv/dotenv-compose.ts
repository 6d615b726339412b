import { span } from '../../text/span.ts';
import { CONTROL_ESCAPES } from '../control-escapes.ts';
import type { Scalar, TextPart } from '../document.ts';
import { isGoSpace } from '../go-space.ts';
import { composeParts } from './compose-parts.ts';
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
import { SourcedText } from './sourced-text.ts';

const REFUSES = 'so compose refuses the file';

/**
 * What docker compose reads in an `env_file` and in its own `.env` (compose-go 2.16, `dotenv/parser.go`): `NAME=value`
 * or `NAME: value`, `export` before it; a name alone takes the value of the shell; an unquoted value ends at a blank
 * and `#`; single quotes are literal but for the quote itself, double quotes have escapes and variables. Compose gives
 * the whole file up at the first error; here the lines behind it are read all the same.
 */
export function composeContent(text: string): DialectContent {
  const draft = dialectDraft(text);
  let at = 0;
  while (at < text.length) at = statement(draft, at);
  return dialectContent(draft);
}

function statement(draft: DialectDraft, from: number): number {
  const { text } = draft;
  let start = from;
  while (start < text.length && isGoSpace(text.charCodeAt(start))) start++;
  if (start >= text.length) return start;
  if (text.charAt(start) === '#') {
    const end = lineEnd(text, start);
    addComment(draft, start, end, onlyBlanks(text, start));
    return end;
  }
  const keyStart = afterExport(text, start);
  const delimiter = keyDelimiter(text, keyStart);
  if (delimiter < 0) return refuseName(draft, start, keyStart);
  if (delimiter === text.length) return lastWord(draft, start, keyStart);
  let keyEnd = delimiter;
  while (keyEnd > keyStart && isGoSpace(text.charCodeAt(keyEnd - 1))) keyEnd--;
  const name = text.slice(keyStart, keyEnd);
  if (name.includes(' ')) {
    addProblem(draft, span(keyStart, keyEnd), `The name holds a space, ${REFUSES}`, 'refuses');
    return lineEnd(text, delimiter);
  }
  const key = span(keyStart, keyEnd);
  if (text.charAt(delimiter) === '\n') {
    if (name !== '') draft.entries.push(dialectEntry(name, key, undefined, start));
    return delimiter + 1;
  }
  const value = valueAt(draft, skipSpaces(text, delimiter + 1), delimiter + 1);
  if (value.scalar === undefined) return value.end;
  if (name === '')
    addProblem(
      draft,
      span(start, delimiter + 1),
      `No name stands before \`${text.charAt(delimiter)}\`, so nothing can use this line`,
    );
  else draft.entries.push(dialectEntry(name, key, value.scalar, start));
  return value.end;
}

function lineEnd(text: string, at: number): number {
  const end = text.indexOf('\n', at);
  return end < 0 ? text.length : end;
}

function onlyBlanks(text: string, at: number): boolean {
  return text.slice(text.lastIndexOf('\n', at - 1) + 1, at).trim() === '';
}

/** Blanks of compose that are not a line feed. */
function isSpace(code: number): boolean {
  return (
    code === 9 || code === 11 || code === 12 || code === 13 || code === 32 || code === 0x85 || code === 0xa0
  );
}

function skipSpaces(text: string, at: number): number {
  let end = at;
  while (end < text.length && isSpace(text.charCodeAt(end))) end++;
  return end;
}

/** A line break may stand between `export` and what follows; then nothing is exported. */
function afterExport(text: string, at: number): number {
  return /^export[\t\n\f\r ]/.test(text.slice(at, at + 7)) ? skipSpaces(text, at + 6) : at;
}

/** Where the name that starts at `at` ends: at `=`, `:` or a line feed; the text's length without one; -1 when it cannot be a name. */
function keyDelimiter(text: string, at: number): number {
  for (let end = at; end < text.length; ) {
    const code = text.codePointAt(end) ?? 0;
    if (code === 61 || code === 58 || code === 10) return end;
    const character = String.fromCodePoint(code);
    if (!isSpace(code) && !/^[_.\-[\]\p{L}\p{N}]$/u.test(character)) return -1;
    end += character.length;
  }
  return text.length;
}

function refuseName(draft: DialectDraft, start: number, keyStart: number): number {
  const end = lineEnd(draft.text, keyStart);
  addProblem(draft, span(start, end), `A character stands here that no name may hold, ${REFUSES}`, 'refuses');
  return end;
}

/** A name that ends the file without a line break is taken for a value without a name. */
function lastWord(draft: DialectDraft, start: number, keyStart: number): number {
  const { text } = draft;
  const where = span(start, text.length);
  if (keyStart === text.length) addProblem(draft, where, `No name follows \`export\`, ${REFUSES}`, 'refuses');
  else if (text.slice(keyStart).trim() !== '')
    addProblem(draft, where, 'A name alone must end with a line break, or compose does not see it as a name');
  return text.length;
}

interface ValueAt {
  readonly scalar: Scalar | undefined;
  readonly end: number;
}

function valueAt(draft: DialectDraft, at: number, afterDelimiter: number): ValueAt {
  const quote = draft.text.charAt(at);
  if (quote === '"' || quote === "'") return quotedValue(draft, at, quote);
  return unquotedValue(draft, at, afterDelimiter);
}

function unquotedValue(draft: DialectDraft, at: number, afterDelimiter: number): ValueAt {
  const { text } = draft;
  const end = lineEnd(text, at);
  const hash = text.slice(at, end).indexOf(' #');
  if (hash >= 0) addComment(draft, at + hash + 1, end, false);
  let last = hash >= 0 ? at + hash : end;
  while (last > at && isGoSpace(text.charCodeAt(last - 1))) last--;
  const outer = last === at ? span(afterDelimiter, afterDelimiter) : span(at, last);
  const sourced = SourcedText.of(text, outer);
  return {
    scalar: withParts(plainScalar(sourced.text, outer), sourced),
    end: Math.min(end + 1, text.length),
  };
}

function quotedValue(draft: DialectDraft, open: number, quote: string): ValueAt {
  const { text } = draft;
  const sourced = new SourcedText();
  for (let at = open + 1; at < text.length; at++) {
    const character = text.charAt(at);
    if (character === quote) {
      const outer = span(open, at + 1);
      if (quote === "'") return { scalar: plainScalar(sourced.text, outer, 'single'), end: at + 1 };
      const decoded = expandEscapes(sourced);
      return { scalar: withParts(plainScalar(decoded.text, outer, 'double'), decoded), end: at + 1 };
    }
    if (character === '\\' && text.charAt(at + 1) === quote) at++;
    else if (character === '\\' && at + 1 < text.length) {
      sourced.push('\\', at);
      at++;
    }
    sourced.push(text.charAt(at), at);
  }
  const end = lineEnd(text, open);
  addProblem(draft, span(open, end), `A quote is never closed here, ${REFUSES}`, 'refuses', 'open-quote');
  return { scalar: undefined, end };
}

function withParts(scalar: Scalar, sourced: SourcedText): Scalar {
  if (!sourced.text.includes('$')) return scalar;
  const parts: readonly TextPart[] = composeParts(sourced, 0, sourced.text.length);
  return { ...scalar, parts };
}

const ESCAPE = /\\(?:[abcfnrtv$"\\]|0\d{0,3})/g;
const LETTERS: Readonly<Record<string, string>> = {
  ...CONTROL_ESCAPES,
  '"': '"',
  '\\': '\\',
  // The template syntax escapes a dollar by another.
  $: '$$',
};

function expandEscapes(written: SourcedText): SourcedText {
  const decoded = new SourcedText();
  let at = 0;
  for (const match of written.text.matchAll(ESCAPE)) {
    decoded.copy(written, at, match.index);
    at = match.index + match[0].length;
    decoded.push(escapeOf(match[0]), written.offset(match.index));
  }
  decoded.copy(written, at, written.text.length);
  return decoded;
}

/** `\0` and three octal digits are a character up to 255; other escapes that Go does not know lose their `0` at most. */
function escapeOf(match: string): string {
  const letter = match.charAt(1);
  if (letter !== '0') return LETTERS[letter] ?? match;
  const digits = match.slice(2);
  const code = /^[0-7]{3}$/.test(digits) ? Number.parseInt(digits, 8) : 256;
  return code < 256 ? String.fromCharCode(code) : `\\${digits}`;
}
