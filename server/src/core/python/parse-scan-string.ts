import { afterBreak, lineEnd } from '../syntax/lines.ts';

const PREFIXES: ReadonlySet<string> = new Set('r u b br rb f fr rf t tr rt'.split(' '));

/** Whether a word directly before a quote makes it a prefixed string. */
export function isStringPrefix(word: string): boolean {
  return word.length <= 2 && PREFIXES.has(word.toLowerCase());
}

/** Where a string ends; with a message when it is not terminated, then at the end of the line it begins on. */
export interface ScannedString {
  readonly end: number;
  readonly message?: string;
}

/** CPython's limit of f-strings inside f-strings is 150. */
const MAX_NESTING = 100;

/**
 * Finds the end of a string literal.
 * @param quote offset of its first quote
 * @param prefix in lower case
 * @param nesting how many f-strings are around it
 */
export function scanString(text: string, quote: number, prefix: string, nesting: number): ScannedString {
  const mark = text[quote] ?? '"';
  const triple = text.startsWith(mark.repeat(3), quote);
  const closer = triple ? mark.repeat(3) : mark;
  const interpolated = prefix.includes('f') || prefix.includes('t');
  if (nesting > MAX_NESTING) return { end: lineEnd(text, quote), message: 'f-strings are nested too deeply' };
  const raw = prefix.includes('r');
  let offset = quote + closer.length;
  while (offset < text.length) {
    const char = text[offset] as string;
    if (char === mark && (!triple || text.startsWith(closer, offset))) return { end: offset + closer.length };
    if (char === '\\') {
      // In f-strings a backslash does not take a brace's meaning away.
      offset =
        interpolated && (text[offset + 1] === '{' || text[offset + 1] === '}')
          ? offset + 1
          : afterEscape(text, offset, raw, interpolated);
    } else if ((char === '\n' || char === '\r') && !triple) break;
    else if (char === '{' && interpolated) {
      if (text[offset + 1] === '{') offset += 2;
      else {
        const field = scanField(text, offset + 1, { closer, triple, nesting });
        if (field.message !== undefined) return { end: lineEnd(text, quote), message: field.message };
        offset = field.end;
      }
    } else if (char === '}' && interpolated) {
      if (text[offset + 1] !== '}')
        return { end: lineEnd(text, quote), message: 'a single `}` stands in an f-string' };
      offset += 2;
    } else offset++;
  }
  return { end: lineEnd(text, quote), message: 'the string is never closed' };
}

/** Named escapes `\N{…}` hold a brace that is no field. */
function afterEscape(text: string, offset: number, raw: boolean, interpolated: boolean): number {
  if (interpolated && !raw && text.startsWith('N{', offset + 1)) {
    const close = text.indexOf('}', offset);
    return close < 0 ? offset + 2 : close + 1;
  }
  const next = afterBreak(text, offset + 1);
  return next === offset + 1 ? offset + 2 : next;
}

interface Around {
  readonly closer: string;
  readonly triple: boolean;
  readonly nesting: number;
}

const UNCLOSED = 'a `{` of the f-string is never closed';
const WORD = /\w+/y;

/** Skips `expression!r:format}`; gives the offset after the brace. */
function scanField(text: string, start: number, around: Around): ScannedString {
  const stack: string[] = [];
  let offset = start;
  while (offset < text.length) {
    const char = text[offset] as string;
    if (stack.length === 0) {
      if (char === '}') return { end: offset + 1 };
      if (char === ':') return scanFormat(text, offset + 1, around);
    }
    if (char === '"' || char === "'" || /[A-Za-z_]/.test(char)) {
      const inner = scanInner(text, offset, around);
      if (inner.message !== undefined) return inner;
      offset = inner.end;
      continue;
    }
    if ('([{'.includes(char)) stack.push(char);
    else if (')]}'.includes(char)) {
      const open = stack.pop();
      if (open === undefined || '([{'.indexOf(open) !== ')]}'.indexOf(char))
        return { end: offset, message: UNCLOSED };
    } else if (char === '#') {
      offset = lineEnd(text, offset);
      continue;
    }
    if (stack.length > 200) return { end: offset, message: UNCLOSED };
    offset++;
  }
  return { end: offset, message: UNCLOSED };
}

/** A word, or a string inside a field. A quote that cannot begin a string here closes the string around. */
function scanInner(text: string, offset: number, around: Around): ScannedString {
  WORD.lastIndex = offset;
  const word = WORD.exec(text)?.[0] ?? '';
  const quote = offset + word.length;
  const isQuote = text[quote] === '"' || text[quote] === "'";
  if (!isQuote || (word !== '' && !isStringPrefix(word))) return { end: quote };
  const inner = scanString(text, quote, word.toLowerCase(), around.nesting + 1);
  return inner.message === undefined ? inner : { end: inner.end, message: UNCLOSED };
}

/** Skips a format specification, which is text with fields in it. */
function scanFormat(text: string, start: number, around: Around): ScannedString {
  let offset = start;
  while (offset < text.length) {
    const char = text[offset];
    if (char === '}') return { end: offset + 1 };
    if (char === '{') {
      if (around.nesting > MAX_NESTING) return { end: offset, message: UNCLOSED };
      const field = scanField(text, offset + 1, { ...around, nesting: around.nesting + 1 });
      if (field.message !== undefined) return field;
      offset = field.end;
    } else if ((char === '\n' || char === '\r') && !around.triple) return { end: offset, message: UNCLOSED };
    else if (text.startsWith(around.closer, offset)) return { end: offset, message: UNCLOSED };
    else offset++;
  }
  return { end: offset, message: UNCLOSED };
}
