import type { Span } from '../text/span.ts';
import type { Entry, Value } from './document.ts';

/**
 * Where a path of keys and indexes ends below a value: the value, or the key where that is what is meant or where a
 * table stands. As far as the path goes; undefined where not even its first part is there.
 */
export function spanAtPath(
  from: Value | undefined,
  path: readonly (string | number)[],
  atKey: boolean,
): Span | undefined {
  let value = from;
  let found: Span | undefined;
  for (const part of path) {
    if (value?.kind === 'sequence') {
      value = value.items[Number(part)];
      found = value?.span ?? found;
    } else if (value?.kind === 'mapping') {
      const entry: Entry | undefined = value.entries.find((it) => it.key.name === String(part));
      if (entry === undefined) return found;
      value = entry.value;
      found = atKey || value === undefined || value.kind === 'mapping' ? entry.key.span : value.span;
    }
  }
  return found;
}
