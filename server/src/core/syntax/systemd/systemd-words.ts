import { type Span, span } from '../../text/span.ts';
import { CONTROL_ESCAPES } from '../control-escapes.ts';

/** One word of a setting; the span is in the text that was read, quotes included. */
export interface UnitWord {
  readonly span: Span;
  /** Quotes and escapes decoded. */
  readonly text: string;
  /** For each character of `text` where it stands. */
  readonly offsets: readonly number[];
}

export interface UnitWords {
  readonly words: readonly UnitWord[];
  /** Where reading stopped: systemd ignores this word and all that follow. */
  readonly fault?: { readonly span: Span; readonly what: string };
}

const LETTERS: Readonly<Record<string, string>> = {
  ...CONTROL_ESCAPES,
  '\\': '\\',
  '"': '"',
  "'": "'",
  s: ' ',
};
const CODES = /^(?:x([0-9A-Fa-f]{2})|u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|([0-3][0-7]{2}))/;

/**
 * The words between two offsets: systemd 252, `extract_first_word` with `EXTRACT_UNQUOTE | EXTRACT_CUNESCAPE`. Quotes may
 * start anywhere in a word; escapes are those of C and `\s`, in both kinds of quotes and without.
 */
export function unitWords(text: string, from: number, to: number): UnitWords {
  const words: UnitWord[] = [];
  let at = from;
  while (true) {
    while (at < to && isBlank(text, at)) at++;
    if (at >= to) return { words };
    const word = wordAt(text, at, to);
    if ('what' in word) return { words, fault: { span: span(at, to), what: word.what } };
    words.push(word);
    at = word.span.end;
  }
}

function wordAt(text: string, start: number, to: number): UnitWord | { readonly what: string } {
  let decoded = '';
  const offsets: number[] = [];
  let quote = '';
  let at = start;
  for (; at < to; at++) {
    const character = text.charAt(at);
    if (quote === '' && isBlank(text, at)) break;
    if (character === quote) quote = '';
    else if (quote === '' && (character === '"' || character === "'")) quote = character;
    else if (character === '\\') {
      const escaped = unescaped(text, at + 1, to);
      if (escaped === undefined) return { what: 'holds an escape that systemd does not know' };
      for (let index = 0; index < escaped.text.length; index++) offsets.push(at);
      decoded += escaped.text;
      at += escaped.length;
    } else {
      decoded += character;
      offsets.push(at);
    }
  }
  if (quote !== '') return { what: 'opens a quote that is never closed' };
  return { span: span(start, at), text: decoded, offsets };
}

function isBlank(text: string, at: number): boolean {
  return /[ \t\n\r]/.test(text.charAt(at));
}

/** What the characters after a backslash mean, and how many they are. */
function unescaped(
  text: string,
  at: number,
  to: number,
): { readonly text: string; readonly length: number } | undefined {
  const letter = text.charAt(at);
  if (at < to && Object.hasOwn(LETTERS, letter)) return { text: LETTERS[letter] ?? '', length: 1 };
  const match = CODES.exec(text.slice(at, Math.min(to, at + 9)));
  if (match === null) return undefined;
  const [whole, byte, short, long, octal] = match;
  const code = Number.parseInt(byte ?? short ?? long ?? octal ?? '', octal === undefined ? 16 : 8);
  if (code === 0 || code > 0x10ffff || (code >= 0xd800 && code < 0xe000)) return undefined;
  return { text: String.fromCodePoint(code), length: whole.length };
}

const WRITTEN: ReadonlyMap<string, string> = new Map([
  ['%', '%%'],
  ...Object.entries(LETTERS)
    .filter(([, meant]) => meant !== ' ')
    .map(([letter, meant]): [string, string] => [meant, `\\${letter}`]),
]);

/** A text with all that has a meaning to systemd escaped, blanks left as they are. */
export function escapeForUnit(text: string): string {
  return [...text].map((character) => WRITTEN.get(character) ?? character).join('');
}
