import { CONTROL_ESCAPES } from '../control-escapes.ts';
import type { Scalar } from '../document.ts';

/**
 * What python-dotenv makes of the text between the quotes of a value, as written in the file: line breaks become `\n`
 * (Python opens the file in text mode), and the few escapes of the quote's kind are decoded.
 */
export function decodeDotenv(raw: string, quote: Scalar['quote']): string {
  if (quote === 'none') return raw;
  const text = raw.includes('\r') ? raw.replace(/\r\n?/g, '\n') : raw;
  if (!text.includes('\\')) return text;
  if (quote === 'single') return text.replace(/\\([\\'])/g, '$1');
  return text.replace(/\\([\\'"abfnrtv])/g, (_, letter: string) => CONTROL_ESCAPES[letter] ?? letter);
}

/** A text as it is written between single quotes; `lineBreak` is what its line breaks become. */
export function encodeSingle(text: string, lineBreak: string): string {
  return text
    .replace(/\\+|'/g, (found, offset: number) => {
      if (found === "'") return "\\'";
      const next = text.charAt(offset + found.length);
      // One backslash before an ordinary character is read as it stands, by every reader of such files.
      return found.length === 1 && next !== '' && next !== "'" ? found : found + found;
    })
    .replaceAll('\n', lineBreak);
}

/** A text as it is written between double quotes, on one line. */
export function encodeDouble(text: string): string {
  return text.replace(SPECIAL, (found) => `\\${LETTERS.get(found) ?? found}`);
}

const LETTERS: ReadonlyMap<string, string> = new Map(
  Object.entries(CONTROL_ESCAPES).map(([letter, meant]) => [meant, letter]),
);
const SPECIAL = new RegExp(`[\\\\"${Object.values(CONTROL_ESCAPES).join('')}]`, 'g');
