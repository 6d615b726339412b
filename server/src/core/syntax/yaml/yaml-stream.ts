import { lineEnd, nextLine } from '../lines.ts';

/** One document of a stream. */
export interface StreamPart {
  /** Where the lines that belong to it start. */
  readonly start: number;
  readonly end: number;
  /** Where its `---` stands; undefined where the first document has none. */
  readonly marker?: number;
}

/** Documents of one stream that are read; each may hold as much as a file. */
export const MAX_DOCUMENTS = 2000;

const MARKER = /(?<![^\r\n\u2028\u2029])---(?![^\0 \t\r\n\u2028\u2029])/g;

/**
 * Cuts a text where its documents start (PyYAML 6.0.3, `Scanner.check_document_start`): at each line that starts with
 * `---`, but for the one that opens the first document. Directives stand with the document below them.
 */
export function streamParts(written: string): readonly StreamPart[] {
  const whole = [{ start: 0, end: written.length }];
  if (!written.includes('---')) return whole;
  // A line break to YAML 1.1, and none to `^` and `\s` of JavaScript.
  const text = written.replaceAll('\u0085', '\n');
  const starts: { start: number; marker?: number }[] = [{ start: 0 }];
  let lookedTo = 0;
  for (const { index } of text.matchAll(MARKER)) {
    const current = starts.at(-1) as { start: number; marker?: number };
    const before = text.slice(lookedTo, index);
    if (current.marker === undefined && !hasContent(before)) current.marker = index;
    else starts.push({ start: directivesBefore(text, lookedTo, index), marker: index });
    lookedTo = index + 3;
  }
  if (starts.length === 1) return whole;
  return starts.map((it, index) => ({ ...it, end: starts[index + 1]?.start ?? text.length }));
}

/** Anything but blanks, comments and directives. */
function hasContent(text: string): boolean {
  return /^[ \t]*[^ \t\r\n\u2028\u2029\ufeff#%]/m.test(text) || /^[ \t]+%/m.test(text);
}

/** Behind the last `...` when only directives, comments and blanks follow it up to the marker. */
function directivesBefore(text: string, from: number, marker: number): number {
  const at = text.slice(from, marker).search(/^\.\.\.(?=\s|$)(?![\s\S]*^\.\.\.(?=\s|$))/m);
  if (at < 0) return marker;
  const end = nextLine(text, lineEnd(text, from + at));
  return hasContent(text.slice(end, marker)) ? marker : end;
}
