import type { Entry, Value } from './document.ts';

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
