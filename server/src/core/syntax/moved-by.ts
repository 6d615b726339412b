import type { Span } from '../text/span.ts';
import { movedEntry, movedValue } from './content-of.ts';
import type { Entry, Value } from './document.ts';

/** A span so many characters further on. */
export function movedSpanBy(it: Span, by: number): Span {
  return { start: it.start + by, end: it.end + by };
}

/** An entry so many characters further on; what is in it is moved when somebody asks. */
export function movedEntryBy(entry: Entry, by: number): Entry {
  if (by === 0) return entry;
  const key = { name: entry.key.name, span: movedSpanBy(entry.key.span, by), data: entry.key.data };
  const span = movedSpanBy(entry.span, by);
  const { value } = entry;
  if (value === undefined) return { key, span };
  return value.kind === 'scalar'
    ? { key, value: movedValueBy(value, by), span }
    : movedEntry(entry, { key, span }, (it) => movedValueBy(it, by));
}

/** A value of a text that stands `by` characters into its file. */
export function movedValueBy(value: Value, by: number): Value {
  const span = movedSpanBy(value.span, by);
  switch (value.kind) {
    case 'scalar': {
      const content = value.content === value.span ? span : movedSpanBy(value.content, by);
      return { kind: 'scalar', span, content, quote: value.quote, data: value.data };
    }
    case 'sequence':
      return movedValue(value, {
        kind: 'sequence',
        span,
        items: value.items.map((item) => movedValueBy(item, by)),
      });
    case 'mapping':
      return movedValue(value, {
        kind: 'mapping',
        span,
        entries: value.entries.map((entry) => movedEntryBy(entry, by)),
      });
  }
}
