import { memo } from '../text/memo.ts';
import { entryContents } from './content-of.ts';
import type { Mapping } from './document.ts';

/** The lists of names that were asked for last, the newest first. */
const recent: (readonly string[])[] = [];
const KEPT = 16;

/**
 * The names of a mapping's own keys, in order: the same list for every mapping with the same names, as long as it is
 * among the last that were asked for. So what depends on names alone is derived again only when a name changes.
 */
export const entryNames: (mapping: Mapping) => readonly string[] = memo((mapping) => {
  const names = entryContents(mapping).map((entry) => entry.key.name);
  const at = recent.findIndex((it) => isSame(it, names));
  const list = recent[at] ?? names;
  if (at >= 0) recent.splice(at, 1);
  recent.unshift(list);
  if (recent.length > KEPT) recent.pop();
  return list;
});

/** Names of moved entries are the same objects, which makes this quick. */
function isSame(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((name, index) => name === b[index]);
}
