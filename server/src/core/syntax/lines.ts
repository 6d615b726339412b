/** Where the line starts that an offset is on; lines end at `\n`, `\r\n` and `\r`. */
export function lineStart(text: string, offset: number): number {
  let at = Math.min(offset, text.length);
  while (at > 0) {
    const code = text.charCodeAt(at - 1);
    if (code === 10 || code === 13) break;
    at--;
  }
  return at;
}

/** Where the text of that line ends, its line break not included. */
export function lineEnd(text: string, offset: number): number {
  let at = offset;
  while (at < text.length) {
    const code = text.charCodeAt(at);
    if (code === 10 || code === 13) break;
    at++;
  }
  return at;
}

/** Where the next line starts; the end of the text where there is none. */
export function nextLine(text: string, offset: number): number {
  const end = lineEnd(text, offset);
  return Math.min(text.length, text.startsWith('\r\n', end) ? end + 2 : end + 1);
}

/** The offset after the line break at `at`, or `at` where none stands. */
export function afterBreak(text: string, at: number): number {
  const code = text.charCodeAt(at);
  if (code === 10) return at + 1;
  if (code !== 13) return at;
  return text.charCodeAt(at + 1) === 10 ? at + 2 : at + 1;
}

/** The line break that the text uses around an offset, `\n` where it has none. */
export function lineBreakAt(text: string, offset: number): string {
  const end = lineEnd(text, offset);
  const before = lineStart(text, offset);
  const at = end < text.length ? end : before > 0 ? lineEnd(text, before - 1) : -1;
  if (at < 0 || at >= text.length) return '\n';
  if (text.charCodeAt(at) === 10 && text.charCodeAt(at - 1) === 13) return '\r\n';
  return text.startsWith('\r\n', at) ? '\r\n' : text.charAt(at);
}
