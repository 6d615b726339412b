import { memo } from '../text/memo.ts';
import { entryContent } from './content-of.ts';
import type { Entry, Mapping } from './document.ts';

/** True for a mapping with a key that is set more than once, at any depth. */
export const repeatsKey: (mapping: Mapping) => boolean = memo((mapping) => {
  const names = new Set<string>();
  for (const entry of mapping.entries) names.add(entry.key.name);
  return names.size < mapping.entries.length || mapping.entries.some(repeatsKeyBelow);
});

/** The same for what an entry holds. */
export function repeatsKeyBelow(entry: Entry): boolean {
  const content = entryContent(entry);
  return content?.kind === 'mapping' && repeatsKey(content);
}
