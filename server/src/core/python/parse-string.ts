import { CONTROL_ESCAPES } from '../syntax/control-escapes.ts';
import { type Span, span } from '../text/span.ts';

/** A string literal taken apart. */
export interface Literal {
  readonly raw: boolean;
  readonly bytes: boolean;
  /** `f` or `t`. */
  readonly interpolated: boolean;
  readonly template: boolean;
  /** Between the quotes. */
  readonly content: Span;
}

/** Takes a literal's prefix and quotes off. */
export function literalParts(text: string, start: number, end: number): Literal {
  let quote = start;
  while (quote < end && text[quote] !== '"' && text[quote] !== "'") quote++;
  const prefix = text.slice(start, quote).toLowerCase();
  const mark = text[quote] ?? '"';
  const width = text.startsWith(mark.repeat(3), quote) && end - quote >= 6 ? 3 : 1;
  return {
    raw: prefix.includes('r'),
    bytes: prefix.includes('b'),
    interpolated: prefix.includes('f') || prefix.includes('t'),
    template: prefix.includes('t'),
    content: span(quote + width, Math.max(quote + width, end - width)),
  };
}

/** A decoded text, with a message when CPython refuses an escape in it. */
export interface Decoded {
  readonly value: string;
  readonly message?: string;
}

/**
 * What Python reads from the text between quotes: line breaks become `\n`, escapes are replaced unless it is raw.
 * Named characters (`\N{…}`) are kept as they are written.
 */
export function decodeText(
  source: string,
  literal: { readonly raw: boolean; readonly bytes: boolean },
): Decoded {
  const text = source.includes('\r') ? source.replace(/\r\n?/g, '\n') : source;
  if (literal.bytes && /[^\0-\x7f]/.test(text))
    return { value: text, message: 'bytes hold ASCII characters only' };
  if (literal.raw || !text.includes('\\')) return { value: text };
  return decodeEscapes(text, literal.bytes);
}

const SIMPLE: ReadonlyMap<string, string> = new Map([
  ['\\', '\\'],
  ["'", "'"],
  ['"', '"'],
  ...Object.entries(CONTROL_ESCAPES),
  ['\n', ''],
]);

function decodeEscapes(text: string, bytes: boolean): Decoded {
  let message: string | undefined;
  const pattern = /\\(?:([0-7]{1,3})|x([\da-fA-F]{2})|u([\da-fA-F]{4})|U([\da-fA-F]{8})|N\{[^}]+\}|(.))/gs;
  const value = text.replace(
    pattern,
    (match, octal?: string, hex?: string, short?: string, long?: string, char?: string) => {
      if (octal !== undefined) return character(Number.parseInt(octal, 8) & (bytes ? 0xff : 0x1ff));
      if (hex !== undefined) return character(Number.parseInt(hex, 16));
      const code = short ?? long;
      if (code !== undefined && !bytes) {
        const point = Number.parseInt(code, 16);
        if (point > 0x10ffff) message ??= 'the escape is beyond the last character';
        return point > 0x10ffff ? match : character(point);
      }
      if (code !== undefined || char === undefined) return match;
      if (char === 'x' || (!bytes && 'uUN'.includes(char)))
        message ??= `the escape \`\\${char}\` is incomplete`;
      return SIMPLE.get(char) ?? match;
    },
  );
  return message === undefined ? { value } : { value, message };
}

function character(point: number): string {
  return String.fromCodePoint(point);
}
