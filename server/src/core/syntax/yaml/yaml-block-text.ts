import type { Data } from '../data.ts';
import type { Entry, Scalar } from '../document.ts';
import { lineBreakAt, lineEnd, lineStart } from '../lines.ts';

/**
 * A text as a block text with the indentation of the old one; undefined where it cannot be written so: when the
 * old value is no block text, or the text starts with blanks, has characters that need escapes, or would have to
 * end in a line break that the file does not have.
 */
export function blockText(text: string, entry: Entry, old: Scalar, data: Data): string | undefined {
  if (old.quote !== 'block' || data.kind !== 'str') return undefined;
  const { value } = data;
  if (
    value === '' ||
    /^\s|[^\S\n]\n|\s$/.test(value.replace(/\n$/, '')) ||
    !/^[\n\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe]*$/.test(value)
  ) {
    return undefined;
  }
  const ends = value.endsWith('\n');
  if (ends && lineEnd(text, old.span.end) === text.length) return undefined;
  const eol = lineBreakAt(text, old.span.start);
  const column = entry.span.start - lineStart(text, entry.span.start);
  const written = /^ +/.exec(text.slice(old.content.start, old.content.end))?.[0].length ?? 0;
  const indent = ' '.repeat(Math.max(written, column + 2));
  const lines = (ends ? value.slice(0, -1) : value).split('\n');
  return [ends ? '|' : '|-', ...lines.map((line) => (line === '' ? '' : indent + line))].join(eol);
}
