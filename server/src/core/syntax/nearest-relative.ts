import type { Entry } from './document.ts';

/**
 * The entry beside which a new one belongs: the last of those whose names share the most leading words with it, so
 * that `SMTP_PORT` comes to stand with `SMTP_HOST`. Undefined where no first word is shared, that is at the end.
 */
export function nearestRelative(entries: readonly Entry[], name: string): Entry | undefined {
  const words = wordsOf(name);
  let best: Entry | undefined;
  let most = 1;
  for (const entry of entries) {
    const shared = sharedWords(words, wordsOf(entry.key.name));
    if (shared < most) continue;
    most = shared;
    best = entry;
  }
  return best;
}

/** The words of a name, in lower case: parted by signs, and where a capital follows a small letter. */
function wordsOf(name: string): readonly string[] {
  return name
    .replace(/(\p{Ll}|\d)(\p{Lu})/gu, '$1_$2')
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '');
}

function sharedWords(a: readonly string[], b: readonly string[]): number {
  let count = 0;
  while (count < a.length && a[count] === b[count]) count++;
  return count;
}
