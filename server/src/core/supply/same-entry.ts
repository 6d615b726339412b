import type { Entry, Value } from '../syntax/document.ts';

const known = new WeakMap<Value, Map<string, Entry>>();

/**
 * The entry that was put together from a value before, under the same name: what several environments take from one
 * place is one entry, as an entry of a document is.
 */
export function sameEntry(value: Value, entry: Entry): Entry {
  const byName = known.get(value) ?? new Map<string, Entry>();
  known.set(value, byName);
  const { name } = entry.key;
  const before = byName.get(name);
  if (before && before.span.start === entry.span.start) return before;
  byName.set(name, entry);
  return entry;
}
