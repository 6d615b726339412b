import type { ClassDualRead } from '../schema/schema.ts';
import { str } from '../syntax/data.ts';
import { parseJson } from '../values/json.ts';
import { scaled } from '../values/units.ts';
import type { Item, Items } from './item.ts';

/**
 * What the validators that a rename or a removal wrote make of the data, before any field sees it: OLD leaves it, and
 * NEW, where there is one, takes its value where NEW is unset.
 */
export function withDualReads(items: Items, dualReads: readonly ClassDualRead[]): Items {
  return dualReads.reduce(withDualRead, items);
}

function withDualRead(items: Items, { oldKey, newKeys, emptyCounts, json, factor }: ClassDualRead): Items {
  const old = items.get(oldKey);
  if (old === undefined) return items;
  const after = new Map(items);
  after.delete(oldKey);
  const [first] = newKeys;
  const isUnset = (key: string) => {
    const item = items.get(key);
    return item === undefined || (!emptyCounts && isEmpty(item));
  };
  if (first === undefined || (!emptyCounts && isEmpty(old)) || !newKeys.every(isUnset)) return after;
  return after.set(first, factor ? converted(old, factor) : json ? decoded(old) : old);
}

function isEmpty({ data }: Item): boolean {
  return data?.kind === 'str' && data.value === '';
}

/** A number times a ratio, as the generated code writes it; where that has no exact text, nothing is claimed. */
function converted(item: Item, factor: NonNullable<ClassDualRead['factor']>): Item {
  const { data, ...rest } = item;
  const value = data?.kind === 'str' ? scaled(data.value, factor) : undefined;
  return value === undefined
    ? { ...rest, reason: 'the old value is converted by code that is not evaluated for it' }
    : { ...item, data: str(value) };
}

/** A text that is no JSON stays what it is. */
function decoded(item: Item): Item {
  if (item.data?.kind !== 'str') return item;
  const read = parseJson(item.data.value);
  if (read.kind === 'problem') return item;
  if (read.kind === 'data') return { ...item, data: read.data };
  const { data: _data, ...rest } = item;
  return { ...rest, reason: 'the value is nested too deeply' };
}
