import { lastByPath } from './last-by-path.ts';
import { memo } from './memo.ts';
import { sameEnd, sameStart } from './same-ends.ts';
import type { SourceFile } from './source-file.ts';

/** Where each of the words stands once in a text; -1 where it does not. */
interface Places {
  readonly text: string;
  readonly at: readonly number[];
}

/**
 * Which of some words stand in a file, case counts. Of a file that was looked at before only the change is, and all of
 * it for a word that the change took away.
 */
export function wordsHeld(words: readonly string[]): (file: SourceFile) => ReadonlySet<string> {
  const last = lastByPath<Places>();
  return memo((file) => {
    const before = last.get(file.path);
    const at = before ? placesAfter(words, before, file.text) : words.map((it) => file.text.indexOf(it));
    last.set(file, { text: file.text, at });
    return new Set(words.filter((_, index) => (at[index] as number) >= 0));
  });
}

function placesAfter(words: readonly string[], before: Places, text: string): readonly number[] {
  const head = sameStart(before.text, text);
  const tail = sameEnd(before.text, text, head);
  const [tailBefore, tailNow] = [before.text.length - tail, text.length - tail];
  return words.map((word, index) => {
    const at = before.at[index] as number;
    if (at >= 0 && at + word.length <= head) return at;
    if (at >= tailBefore) return at - tailBefore + tailNow;
    if (at >= 0) return text.indexOf(word);
    const from = Math.max(0, head - word.length + 1);
    const found = text.slice(from, tailNow + word.length - 1).indexOf(word);
    return found < 0 ? -1 : from + found;
  });
}
