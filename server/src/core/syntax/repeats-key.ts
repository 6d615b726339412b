import { memo } from '../text/memo.ts';
import { entryContent, entryContents, isPlacedLater } from './content-of.ts';
import type { Entry, Mapping } from './document.ts';
import { entryNames } from './entry-names.ts';

const namesRepeat = memo((names: readonly string[]): boolean => new Set(names).size < names.length);

/** True for a mapping with a key that is set more than once, at any depth. */
export const repeatsKey: (mapping: Mapping) => boolean = memo((mapping) => {
  if (!isPlacedLater(mapping)) {
    return (
      namesRepeat(mapping.entries.map((entry) => entry.key.name)) || mapping.entries.some(repeatsKeyBelow)
    );
  }
  // Contents hold contents, so nothing has to be looked up for each of them.
  return (
    namesRepeat(entryNames(mapping)) ||
    entryContents(mapping).some(({ value }) => value?.kind === 'mapping' && repeatsKey(value))
  );
});

/** The same for what an entry holds. */
export function repeatsKeyBelow(entry: Entry): boolean {
  const content = entryContent(entry);
  return content?.kind === 'mapping' && repeatsKey(content);
}
