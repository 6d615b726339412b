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

function withDualRead(items: Items, dualRead: ClassDualRead): Items {
  const { oldKey, newKeys, emptyCounts, json, factor } = dualRead;
  if (dualRead.address) return withSplit(items, dualRead, dualRead.address);
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

/** All new keys, or else the parts of the old one; what stops the start is not told from what is not known. */
function withSplit(
  items: Items,
  { oldKey, newKeys }: ClassDualRead,
  address: NonNullable<ClassDualRead['address']>,
): Items {
  const old = items.get(oldKey);
  const after = new Map(items);
  after.delete(oldKey);
  const isGiven = (key: string) => {
    const item = items.get(key);
    return item !== undefined && !isEmpty(item);
  };
  const given = newKeys.filter(isGiven);
  if (given.length === newKeys.length) return after;
  if (old === undefined || isEmpty(old)) {
    const [some] = given.map((key) => items.get(key));
    if (some === undefined) return after;
    const reason = 'code stops the start where only some of the new keys are set';
    for (const key of newKeys) if (!isGiven(key)) after.set(key, unknown(some, reason));
    return after;
  }
  const parts = old.data?.kind === 'str' ? addressParts(old.data.value, address) : undefined;
  for (const key of newKeys) {
    const text = parts?.get(key);
    after.set(key, text === undefined ? unknown(old, NOT_EVALUATED) : { ...old, data: str(text), raw: text });
  }
  return after;
}

function unknown({ data: _, ...rest }: Item, reason: string): Item {
  return { ...rest, reason };
}

/**
 * Host and port of an address, as `urllib.parse.urlsplit` of Python 3.11 gives them, of texts of which no part can be meant
 * in another way; undefined for all others.
 */
function addressParts(
  text: string,
  { host: hostKey, port: portKey, scheme, usual }: NonNullable<ClassDualRead['address']>,
): ReadonlyMap<string, string> | undefined {
  const before = scheme === undefined ? '' : `${scheme}://`;
  if (!text.startsWith(before)) return undefined;
  const [, host, port = usual] = PLAIN_ADDRESS.exec(text.slice(before.length)) ?? [];
  if (host === undefined || port === undefined || Number(port) > 65_535) return undefined;
  return new Map([
    [hostKey, host],
    [portKey, port],
  ]);
}

const PLAIN_ADDRESS = /^([a-z0-9](?:[a-z0-9.-]*[a-z0-9])?)(?::([1-9][0-9]{0,4}))?\/?$/;

function isEmpty({ data }: Item): boolean {
  return data?.kind === 'str' && data.value === '';
}

const NOT_EVALUATED = 'the old value is converted by code that is not evaluated for it';

/** A number times a ratio, as the generated code writes it; where that has no exact text, nothing is claimed. */
function converted(item: Item, factor: NonNullable<ClassDualRead['factor']>): Item {
  const { data, ...rest } = item;
  const value = data?.kind === 'str' ? scaled(data.value, factor) : undefined;
  return value === undefined ? { ...rest, reason: NOT_EVALUATED } : { ...item, data: str(value) };
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
