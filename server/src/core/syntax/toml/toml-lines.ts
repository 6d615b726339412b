/** The line break of a text, by its first; a lone carriage return is none in TOML. */
export function lineBreakOf(text: string): string {
  const at = text.indexOf('\n');
  return at > 0 && text.charAt(at - 1) === '\r' ? '\r\n' : '\n';
}

/** Where the line of an offset starts. */
export function lineStart(text: string, at: number): number {
  return at === 0 ? 0 : text.lastIndexOf('\n', at - 1) + 1;
}

/** Behind the line break of the line of an offset. */
export function afterLine(text: string, at: number): number {
  const end = text.indexOf('\n', at);
  return end < 0 ? text.length : end + 1;
}

/** How long the line break before the start of a line is. */
export function lineBreakBefore(text: string, at: number): number {
  return text.charAt(at - 2) === '\r' ? 2 : 1;
}
