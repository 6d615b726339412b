import type { SourceFile } from '../text/source-file.ts';
import type { Span } from '../text/span.ts';
import { isQuote, isWordPart, needsQuotes } from './words.ts';

/** Where a file that no reader understands speaks of a name. */
export interface Mention {
  readonly path: string;
  readonly span: Span;
}

/**
 * The first place where a file names something as a whole word, in Python beside a quote; undefined without one.
 * @param from the first offset at which that may be
 */
export function findMention(file: SourceFile, name: string, from = 0): Mention | undefined {
  if (name === '') return undefined;
  const { path, text } = file;
  const quoted = needsQuotes(path);
  for (let start = text.indexOf(name, from); start >= 0; start = text.indexOf(name, start + 1)) {
    const end = start + name.length;
    const before = text.charCodeAt(start - 1);
    const after = text.charCodeAt(end);
    if (isWordPart(before) || isWordPart(after)) continue;
    if (quoted && !isQuote(before) && !isQuote(after)) continue;
    return { path, span: { start, end } };
  }
  return undefined;
}
