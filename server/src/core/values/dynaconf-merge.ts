import { truth } from '../python/fold-compare.ts';
import { type Data, dataKey, NONE } from '../syntax/data.ts';
import { pythonKey } from './python-equality.ts';

/** How lists of both sides come together: `shallow` lets the new one stand. */
type Lists = 'merge' | 'shallow';

type Dict = Data & { readonly kind: 'dict' };

/** `==` of Python. */
export function pythonEquals(a: Data, b: Data): boolean {
  if (a.kind === 'dict' && b.kind === 'dict')
    return (
      a.entries.length === b.entries.length &&
      a.entries.every(([key, value]) => {
        const other = b.entries.find(([it]) => sameKey(it, key));
        return other !== undefined && pythonEquals(value, other[1]);
      })
    );
  if (a.kind === 'list' && b.kind === 'list')
    return (
      a.items.length === b.items.length &&
      a.items.every((it, index) => pythonEquals(it, b.items[index] as Data))
    );
  return sameKey(a, b);
}

function sameKey(a: Data, b: Data): boolean {
  const key = pythonKey(a);
  return key !== undefined && key === pythonKey(b);
}

/**
 * `object_merge(old, new)` of dynaconf 3.3.5 (`utils/__init__.py`): tables merge key by key, whatever the case of the
 * new keys; lists are put behind the old ones; everything else is the new value.
 */
export function objectMerge(old: Data, fresh: Data, unique = false, lists: Lists = 'merge'): Data {
  if (old.kind === 'none' || fresh.kind === 'none' || pythonEquals(old, fresh)) return fresh;
  if (old.kind === 'list' && fresh.kind === 'list') return mergedLists(old.items, fresh.items, unique, lists);
  return old.kind === 'dict' && fresh.kind === 'dict' ? mergedTables(old, fresh, lists) : fresh;
}

const UNIQUE = 'dynaconf_merge_unique';
const MERGE = 'dynaconf_merge';

function isToken(data: Data, token: string): boolean {
  return data.kind === 'str' && data.value === token;
}

/** Without the first text that is the token. */
function withoutToken(items: readonly Data[], token: string): readonly Data[] {
  const at = items.findIndex((it) => isToken(it, token));
  return at < 0 ? items : items.filter((_, index) => index !== at);
}

function mergedLists(old: readonly Data[], fresh: readonly Data[], always: boolean, lists: Lists): Data {
  const items = withoutToken(fresh, UNIQUE);
  const unique = always || items.length < fresh.length;
  return { kind: 'list', items: unique || lists === 'merge' ? behind(old, items, unique) : items };
}

/** `for item in old[::-1]: new.insert(0, item)`, without those that are there already where they are to be unique. */
function behind(old: readonly Data[], fresh: readonly Data[], unique: boolean): readonly Data[] {
  let items = fresh;
  for (const it of [...old].reverse())
    if (!unique || !items.some((other) => pythonEquals(it, other))) items = [it, ...items];
  return items;
}

/** `find_the_correct_casing`: the key of a table that a name means. */
function casedKey(name: Data, table: Dict): Data | undefined {
  if (name.kind !== 'str' || table.entries.some(([key]) => sameKey(key, name))) return name;
  const lower = name.value.toLowerCase();
  return table.entries.find(
    ([key]) =>
      key.kind === 'str' &&
      (key.value.toLowerCase() === lower || key.value.replaceAll(' ', '_').toLowerCase() === lower),
  )?.[0];
}

/** What a table holds under a name, whatever its case; undefined where it holds nothing. */
export function memberOf(table: Dict, name: Data): Data | undefined {
  const key = casedKey(name, table) ?? name;
  return table.entries.find(([it]) => sameKey(it, key))?.[1];
}

function mergedTables(old: Dict, written: Dict, lists: Lists): Data {
  const recased = written.entries.map(([key, value]) => [casedKey(key, old) ?? key, value] as const);
  const fresh = lastOfEach(recased);
  const flag = fresh.get(keyOf(text(MERGE)))?.[1];
  fresh.delete(keyOf(text(MERGE)));
  const merged = new Map<string, readonly [Data, Data]>();
  if (flag === undefined || isTrue(flag)) {
    for (const [key, value] of old.entries) {
      const own = fresh.get(keyOf(key));
      merged.set(keyOf(key), [key, own ? objectMerge(value, own[1], false, lists) : value]);
    }
  }
  for (const [id, entry] of fresh) if (!merged.has(id)) merged.set(id, entry);
  const entries = [...merged.values()].map(
    ([key, value]) => [key, withoutMarks(old, key, value, lists)] as const,
  );
  return { kind: 'dict', entries };
}

/**
 * The table with another value at the end of a path, as `_dotted_set` merges it in: names keep the case that they have
 * there, what is on the way and no table gives way to one, a list keeps nothing of an earlier list.
 * @param leaf absent: what is there goes away
 */
export function replaceAt(old: Data | undefined, path: readonly string[], leaf: Data | undefined): Data {
  const [name = '', ...rest] = path;
  const under = (value: Data | undefined) =>
    rest.length > 0 ? replaceAt(value, rest, leaf) : leafOver(value, leaf);
  if (old?.kind !== 'dict') {
    const key = text(name);
    const value = under(undefined);
    return { kind: 'dict', entries: value ? [[key, value]] : [] };
  }
  const key = casedKey(text(name), old) ?? text(name);
  const isNew = !old.entries.some(([it]) => sameKey(it, key));
  const entries = isNew ? [...old.entries, [key, NONE] as const] : old.entries;
  const merged = entries.flatMap(([it, value]): (readonly [Data, Data])[] => {
    const made = sameKey(it, key) ? under(isNew ? undefined : value) : value;
    return made ? [[it, withoutMarks(old, it, made, 'shallow')]] : [];
  });
  return { kind: 'dict', entries: merged };
}

function leafOver(old: Data | undefined, leaf: Data | undefined): Data | undefined {
  return old?.kind === 'list' && leaf?.kind === 'list' ? objectMerge(old, leaf, false, 'shallow') : leaf;
}

/** `handle_metavalues`: what tokens inside the values of the merged table do. */
function withoutMarks(old: Dict, key: Data, value: Data, lists: Lists): Data {
  const before = memberOf(old, key);
  if (value.kind === 'list') {
    const isMerge = value.items.some((it) => isToken(it, MERGE));
    if (!isMerge && !value.items.some((it) => isToken(it, UNIQUE))) return value;
    const items = withoutToken(value.items, isMerge ? MERGE : UNIQUE);
    return { kind: 'list', items: behind(reversible(before), items, !isMerge) };
  }
  if (value.kind !== 'dict') return value;
  const { flag, rest } = withoutFlag(value);
  const isValue = flag !== undefined && !isFlag(flag) && rest.entries.length === 0;
  const own = isValue ? flag : rest;
  if (flag !== undefined && isTrue(flag)) return before ? objectMerge(before, own, false, lists) : own;
  const isNew = !old.entries.some(([it]) => sameKey(it, key));
  return isNew && own.kind === 'dict' ? withoutTokens(own) : own;
}

/** Thrown where dynaconf itself raises a TypeError. */
export class CannotMerge extends Error {}

/** `(old or [])[::-1]`: a list, or the characters of a text; everything else cannot be turned around. */
function reversible(before: Data | undefined): readonly Data[] {
  if (before === undefined || !isTrue(before)) return [];
  if (before.kind === 'list') return before.items;
  if (before.kind === 'str') return [...before.value].map(text);
  throw new CannotMerge();
}

/** A table without `dynaconf_merge` and `dynaconf_merge_unique`, and what the first of them that is there says. */
function withoutFlag(table: Dict): { readonly flag?: Data; readonly rest: Dict } {
  const flag = exact(table, MERGE) ?? exact(table, UNIQUE);
  return { ...(flag ? { flag } : {}), rest: cleaned(table) };
}

function exact(table: Dict, name: string): Data | undefined {
  return table.entries.find(([key]) => isToken(key, name))?.[1];
}

function cleaned(table: Dict): Dict {
  return {
    kind: 'dict',
    entries: table.entries.filter(([key]) => !isToken(key, MERGE) && !isToken(key, UNIQUE)),
  };
}

function withoutTokens(table: Dict): Dict {
  const entries = table.entries.map(
    ([key, value]) => [key, value.kind === 'dict' ? withoutTokens(cleaned(value)) : value] as const,
  );
  return { kind: 'dict', entries };
}

/** True for what `bool` of Python holds for true, and for what it is not known of. */
export function isTrue(data: Data): boolean {
  return truth(data) ?? true;
}

/** True for what `in (True, False, None)` holds for one of them. */
function isFlag(data: Data): boolean {
  return data.kind === 'none' || ['number:1', 'number:0'].includes(pythonKey(data) ?? '');
}

/** What `_merge_before_set` makes of a value where another is there; `always` is what the file or the options say. */
export function mergeBeforeSet(existing: Data, value: Data, always: boolean): Data {
  if (value.kind === 'dict') {
    const { flag, rest } = withoutFlag(value);
    const isValue = flag !== undefined && !isFlag(flag) && rest.entries.length === 0;
    const own = isValue ? flag : rest;
    const isOff = flag?.kind === 'bool' && !flag.value;
    const merges = (flag !== undefined && isTrue(flag)) || (always && !isOff);
    const made = merges ? objectMerge(existing, own) : own;
    return made.kind === 'list' && isValue ? mergeBeforeSet(existing, made, always) : made;
  }
  if (value.kind !== 'list') return value;
  const isMerge = value.items.some((it) => isToken(it, MERGE));
  const items = withoutToken(value.items, isMerge ? MERGE : UNIQUE);
  const isMarked = items.length < value.items.length;
  const fresh: Data = { kind: 'list', items };
  return isMarked || always ? objectMerge(existing, fresh, isMarked && !isMerge) : fresh;
}

function text(value: string): Data {
  return { kind: 'str', value };
}

function keyOf(key: Data): string {
  return pythonKey(key) ?? dataKey(key);
}

function lastOfEach(entries: readonly (readonly [Data, Data])[]): Map<string, readonly [Data, Data]> {
  const found = new Map<string, readonly [Data, Data]>();
  for (const entry of entries) found.set(keyOf(entry[0]), entry);
  return found;
}
