import { type Span, span } from '../../text/span.ts';

/** How deep values may be nested. */
export const JSON_DEPTH = 100;

/** What has to be known of a text before a parser that calls itself per level may have it. */
export interface JsonScan {
  /** The first bracket that opens a value deeper than the limit. */
  readonly tooDeep: number | undefined;
  readonly comments: readonly Span[];
  /** `NaN`, `Infinity` and `-Infinity`, where each stands alone. */
  readonly named: readonly Span[];
}

const NAMED = /(?:-?Infinity|NaN)(?![\w.+-])/y;

/** Looks through a text once. Strings end where `jsonc-parser` ends them: at their quote or at a line break. */
export function scanJson(text: string): JsonScan {
  const comments: Span[] = [];
  const named: Span[] = [];
  let tooDeep: number | undefined;
  let depth = 0;
  for (let at = 0; at < text.length; ) {
    const code = text.charCodeAt(at);
    if (code === QUOTE) at = behindString(text, at);
    else if (code === SLASH) {
      const end = behindComment(text, at);
      if (end > at + 1) comments.push(span(at, end));
      at = end;
    } else if (isWordPart(code)) {
      NAMED.lastIndex = at;
      const word = NAMED.exec(text)?.[0];
      if (word !== undefined) named.push(span(at, at + word.length));
      at = behindWord(text, at);
    } else {
      if (code === OPEN_BRACE || code === OPEN_BRACKET) {
        depth++;
        if (depth > JSON_DEPTH) tooDeep ??= at;
      } else if (code === CLOSE_BRACE || code === CLOSE_BRACKET) depth = Math.max(0, depth - 1);
      at++;
    }
  }
  return { tooDeep, comments, named };
}

const QUOTE = 0x22;
const SLASH = 0x2f;
const OPEN_BRACKET = 0x5b;
const CLOSE_BRACKET = 0x5d;
const OPEN_BRACE = 0x7b;
const CLOSE_BRACE = 0x7d;

function behindString(text: string, start: number): number {
  let at = start + 1;
  while (at < text.length) {
    const code = text.charCodeAt(at);
    if (code === 0x5c) at++;
    else if (code === QUOTE) return at + 1;
    else if (code === 10 || code === 13) return at;
    at++;
  }
  return text.length;
}

/** Behind a comment that starts at a slash, or behind the slash where none does. */
export function behindComment(text: string, start: number): number {
  const next = text.charAt(start + 1);
  if (next === '/') {
    let end = start;
    while (end < text.length && text.charCodeAt(end) !== 10 && text.charCodeAt(end) !== 13) end++;
    return end;
  }
  if (next !== '*') return start + 1;
  const end = text.indexOf('*/', start + 2);
  return end < 0 ? text.length : end + 2;
}

/** Letters, digits and what numbers are written with. */
function isWordPart(code: number): boolean {
  if (code >= 0x30 && code <= 0x39) return true;
  if ((code >= 0x41 && code <= 0x5a) || (code >= 0x61 && code <= 0x7a)) return true;
  return code === 0x2b || code === 0x2d || code === 0x2e || code === 0x5f;
}

function behindWord(text: string, start: number): number {
  let at = start;
  while (at < text.length && isWordPart(text.charCodeAt(at))) at++;
  return at;
}
