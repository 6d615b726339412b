import { isWideSpace } from './wide-space.ts';

/**
 * True for what `\s` and `str.isspace` of Python 3 take for whitespace. JavaScript's `\s` differs: it has U+FEFF
 * and lacks U+001C to U+001F and U+0085.
 */
export function isPythonSpace(code: number): boolean {
  if (code < 128) return code === 32 || (code >= 9 && code <= 13) || (code >= 28 && code <= 31);
  return isWideSpace(code);
}

/** The first offset from `at` on that holds no whitespace; line breaks are whitespace here. */
export function skipSpace(text: string, at: number): number {
  let end = at;
  while (end < text.length && isPythonSpace(text.charCodeAt(end))) end++;
  return end;
}

/** The first offset from `at` on that holds no whitespace, or a `\n` or `\r`. */
export function skipBlanks(text: string, at: number): number {
  let end = at;
  while (end < text.length) {
    const code = text.charCodeAt(end);
    if (code === 10 || code === 13 || !isPythonSpace(code)) break;
    end++;
  }
  return end;
}

/** The end of the text before `at` without whitespace at its end; never before `from`. */
export function trimEnd(text: string, from: number, at: number): number {
  let end = at;
  while (end > from && isPythonSpace(text.charCodeAt(end - 1))) end--;
  return end;
}
