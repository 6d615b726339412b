import { type Document, type Entry, type Mapping, rootsOf, type Value } from './document.ts';

/** The mapping of a document, or of one of its stream, that holds an entry, also one in a list; undefined for none. */
export function holdingMapping(document: Document, entry: Entry): Mapping | undefined {
  return firstHolding(rootsOf(document), entry);
}

function firstHolding(values: readonly Value[], entry: Entry): Mapping | undefined {
  for (const value of values) {
    const found = holding(value, entry);
    if (found) return found;
  }
  return undefined;
}

function holding(value: Value, entry: Entry): Mapping | undefined {
  if (value.kind === 'sequence') return firstHolding(value.items, entry);
  if (value.kind !== 'mapping') return undefined;
  if (value.entries.includes(entry)) return value;
  return firstHolding(
    value.entries.flatMap((it) => it.value ?? []),
    entry,
  );
}
