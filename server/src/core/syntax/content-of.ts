import type { Span } from '../text/span.ts';
import type { Entry, Mapping, Value } from './document.ts';

/**
 * The value that a value was moved from, however often it moved since; else the value itself. What does not depend
 * on where a value stands is derived from this one, and so only once while the value moves with the lines above it.
 */
export function contentOf(value: Value): Value {
  return origins.get(value) ?? value;
}

/** The same for the value of an entry, without making the value where it stands now. */
export function entryContent(entry: Entry): Value | undefined {
  return (entryOrigins.get(entry) ?? entry).value;
}

const origins = new WeakMap<Value, Value>();
const entryOrigins = new WeakMap<Entry, Entry>();

/** Says that `after` is `before` at another place. */
export function movedValue<V extends Value>(before: V, after: V): V {
  origins.set(after, contentOf(before));
  return after;
}

/** An entry at another place, whose value is only moved when it is asked for. */
export function movedEntry(
  before: Entry,
  place: Pick<Entry, 'key' | 'span'>,
  move: (value: Value) => Value,
): Entry {
  const content = entryContent(before);
  if (content === undefined) return place;
  let value: Value | undefined;
  const entry: Entry = {
    ...place,
    get value() {
      value ??= move(before.value ?? content);
      return value;
    },
  };
  entryOrigins.set(entry, entryOrigins.get(before) ?? before);
  return entry;
}

const contents = new WeakMap<Mapping, readonly Entry[]>();

/**
 * The entries of a mapping as they were first read: the same objects in every later version of the file in which
 * they are the same text, wherever they stand by now. Their names and data count; their spans are those of another
 * version. In the order of `entries`, and those themselves where nothing is known.
 */
export function entryContents(mapping: Mapping): readonly Entry[] {
  return contents.get(mapping) ?? mapping.entries;
}

/** True for a mapping whose entries may be those of an earlier version of its file. */
export function isPlacedLater(mapping: Mapping): boolean {
  return contents.has(mapping);
}

/** A mapping of which each entry is given its place only when somebody asks for it. `place` takes its index. */
export function placedLater(span: Span, content: readonly Entry[], place: (index: number) => Entry): Mapping {
  const known: (Entry | undefined)[] = [];
  let entries: readonly Entry[] | undefined;
  const one = (index: number): Entry => {
    known[index] ??= place(index);
    return known[index];
  };
  const mapping: Mapping = {
    kind: 'mapping',
    span,
    get entries() {
      entries ??= content.map((_, index) => one(index));
      return entries;
    },
  };
  contents.set(mapping, content);
  placers.set(mapping, one);
  return mapping;
}

const placers = new WeakMap<Mapping, (index: number) => Entry>();

/** One of the mapping's entries, without giving the others their places. */
export function entryAtIndex(mapping: Mapping, index: number): Entry | undefined {
  const place = index < entryContents(mapping).length ? placers.get(mapping) : undefined;
  return place ? place(index) : mapping.entries[index];
}
