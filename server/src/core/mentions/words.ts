import { memo } from '../text/memo.ts';
import type { SourceFile } from '../text/source-file.ts';

const OFFSET_BASIS = 0x811c9dc5 | 0;
const PRIME = 0x01000193;
const MAX_WORD = 200;

/** Whether a code unit below 128 is part of a word. */
const WORD = Uint8Array.from({ length: 128 }, (_, code) => (/\w/.test(String.fromCharCode(code)) ? 1 : 0));
const QUOTES = new Set(['"'.charCodeAt(0), "'".charCodeAt(0)]);

/** True for a code unit that is part of a word; false beyond the end of a text. */
export function isWordPart(code: number): boolean {
  return code < 128 && WORD[code] === 1;
}

/** True for the quotes that texts of Python stand in. */
export function isQuote(code: number): boolean {
  return QUOTES.has(code);
}

/** In Python a bare word is a variable; only a text can name a key. */
export function needsQuotes(path: string): boolean {
  return path.endsWith('.py');
}

/** True for words that are in the index: not numbers, not single letters. */
export function isIndexed(word: string): boolean {
  return word.length > 1 && word.length <= MAX_WORD && !/^\d/.test(word);
}

/** The hash (FNV-1a, 32 bits, signed) that stands for a word in the index. */
export function wordHash(word: string): number {
  let hash = OFFSET_BASIS;
  for (let at = 0; at < word.length; at++) hash = Math.imul(hash ^ word.charCodeAt(at), PRIME);
  return hash;
}

/** The words by which a file could name a setting, each once, in no order: side by side hash and first offset. */
export interface Words {
  readonly hashes: Int32Array;
  readonly offsets: Uint32Array;
}

/** The words of a file; read once per version of the file. */
export const wordsOf: (file: SourceFile) => Words = memo(({ path, text }) => {
  const quoted = needsQuotes(path);
  const found = new Map<number, number>();
  let start = -1;
  let hash = OFFSET_BASIS;
  for (let at = 0; at <= text.length; at++) {
    const code = text.charCodeAt(at);
    if (code < 128 && WORD[code] === 1) {
      if (start < 0) {
        start = at;
        hash = OFFSET_BASIS;
      }
      hash = Math.imul(hash ^ code, PRIME);
    } else if (start >= 0) {
      const length = at - start;
      const named = !quoted || QUOTES.has(code) || QUOTES.has(text.charCodeAt(start - 1));
      const counts = named && length > 1 && length <= MAX_WORD && !isDigit(text.charCodeAt(start));
      if (counts && !found.has(hash)) found.set(hash, start);
      start = -1;
    }
  }
  return { hashes: Int32Array.from(found.keys()), offsets: Uint32Array.from(found.values()) };
});

function isDigit(code: number): boolean {
  return code >= 48 && code <= 57;
}
