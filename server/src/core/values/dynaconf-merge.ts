import { type Data, str } from '../syntax/data.ts';
import {
  casedKey,
  isFalse,
  type List,
  memberOf,
  NOTHING,
  type Node,
  putMember,
  Raised,
  rawMember,
  sameNode,
  type Table,
  takeMember,
} from './dynaconf-node.ts';

/** How lists of both sides come together: `shallow` lets the new one stand. */
type Lists = 'merge' | 'shallow';

/** How two values are merged, as `object_merge` is told. */
export interface Merging {
  readonly unique?: boolean;
  /** The names that lead to what is set, where a dotted name is. */
  readonly path?: readonly string[];
  readonly lists?: Lists;
}

const MERGE = 'dynaconf_merge';
const UNIQUE = 'dynaconf_merge_unique';

/**
 * `object_merge(old, new)` of dynaconf 3.3.5 (`utils/__init__.py`): tables merge key by key, whatever the case of the
 * new keys; lists are put behind the old ones; everything else is the new value. The new value is changed in place.
 */
export function objectMerge(old: Node | undefined, fresh: Node, merging: Merging = {}): Node {
  if (old === undefined || isNone(old) || isNone(fresh) || sameNode(old, fresh)) return fresh;
  if (old.kind === 'list' && fresh.kind === 'list') mergeLists(old, fresh, merging);
  if (old.kind === 'table' && fresh.kind === 'table') mergeTables(old, fresh, merging);
  return fresh;
}

function isNone(node: Node): boolean {
  return node.kind === 'leaf' && node.data.kind === 'none';
}

function mergeLists(old: List, fresh: List, { unique = false, lists = 'merge' }: Merging): void {
  const isUnique = removeToken(fresh, UNIQUE) || unique;
  if (isUnique || lists === 'merge') putBefore(old.items, fresh, isUnique);
}

/** `for item in old[::-1]: new.insert(0, item)`, without those that are there already where they are to be unique. */
function putBefore(old: readonly Node[], fresh: List, unique: boolean): void {
  for (const it of [...old].reverse())
    if (!unique || !fresh.items.some((other) => sameNode(it, other))) fresh.items.unshift(it);
}

/** Removes the first text that is the token; true where there was one. */
function removeToken({ items }: List, token: string): boolean {
  const at = items.findIndex((it) => it.kind === 'leaf' && it.data.kind === 'str' && it.data.value === token);
  if (at >= 0) items.splice(at, 1);
  return at >= 0;
}

function mergeTables(old: Table, fresh: Table, { path = [], lists = 'merge' }: Merging): void {
  const existing = memberAt(old, path);
  for (const { key } of [...fresh.entries.values()]) {
    const cased = casedKey(key, old);
    if (cased === undefined || (cased.kind === 'str' && cased.value === '')) continue;
    const value = takeMember(fresh, key);
    if (value === undefined) throw new Raised('KeyError', 'has two keys that differ in case');
    putMember(fresh, cased, value);
  }
  const flag = takeMember(fresh, str(MERGE));
  if (flag === undefined || !isFalse(flag)) {
    for (const { key, value } of [...old.entries.values()]) {
      const isTarget = path.length === 1 && lowerOf(key) === path[0]?.toLowerCase();
      if (existing !== undefined && isTarget && existing === value) continue;
      const own = memberOf(fresh, key);
      const inside = { path: path.slice(1), lists };
      putMember(fresh, key, own ? objectMerge(value, own, inside) : value);
    }
    reorder(old, fresh);
  }
  handleMarks(old, fresh, lists);
}

function lowerOf(key: Data): string | undefined {
  return key.kind === 'str' ? key.value.toLowerCase() : undefined;
}

/** Keys of the old table first, in its order. */
function reorder(old: Table, fresh: Table): void {
  const shared = [...old.entries.keys()].filter((id) => fresh.entries.has(id));
  const others = [...fresh.entries.keys()].filter((id) => !old.entries.has(id));
  for (const id of [...shared, ...others]) {
    const entry = fresh.entries.get(id);
    fresh.entries.delete(id);
    if (entry) fresh.entries.set(id, entry);
  }
}

/** Attributes that tables of dynaconf have themselves. */
const METHODS: ReadonlySet<string> = new Set(
  'clear copy fromkeys get items keys pop popitem setdefault update values to_dict merge_update to_json to_yaml to_toml'.split(
    ' ',
  ),
);

/** `recursive_get`: what names lead to; undefined for nothing, and for a method of that name. */
function memberAt(table: Table, path: readonly string[]): Node | undefined {
  let found: Node | undefined = path.length > 0 ? table : undefined;
  for (const name of path) {
    if (found?.kind !== 'table' || !found.loose || METHODS.has(name)) return undefined;
    found = memberOf(found, str(name));
  }
  return found && isNone(found) ? undefined : found;
}

/** `handle_metavalues`: what marks inside the values of the merged table do. */
function handleMarks(old: Table, fresh: Table, lists: Lists): void {
  for (const { key } of [...fresh.entries.values()]) {
    const mark = rawMember(fresh, key);
    if (mark?.kind === 'delete') {
      takeMember(fresh, key);
      takeMember(old, key);
    } else if (mark?.kind === 'merge')
      putMember(fresh, key, objectMerge(memberOf(old, key), mark.inner, { unique: mark.unique }));
    const value = memberOf(fresh, key);
    if (value?.kind === 'list') handleList(old, fresh, key, value);
    else if (value?.kind === 'table') handleTable(old, fresh, key, lists);
  }
}

function handleList(old: Table, fresh: Table, key: Data, value: List): void {
  const list: List = { kind: 'list', loose: false, items: [...value.items] };
  const isMerge = removeToken(list, MERGE);
  if (!isMerge && !removeToken(list, UNIQUE)) return;
  putBefore(reversible(memberOf(old, key)), list, !isMerge);
  putMember(fresh, key, list);
}

/** A plain table in a loose one is another one each time that it is asked for, and keeps its marks. */
function handleTable(old: Table, fresh: Table, key: Data, lists: Lists): void {
  const flag = takeFlag(memberOf(fresh, key));
  const isAlone = isFalse(memberOf(fresh, key) ?? NOTHING);
  if (flag !== undefined && !isFlag(flag) && isAlone) putMember(fresh, key, flag);
  const own = memberOf(fresh, key) ?? NOTHING;
  if (flag !== undefined && !isFalse(flag))
    putMember(fresh, key, objectMerge(memberOf(old, key), own, { lists }));
  else if (rawMember(old, key) === undefined) stripMarks(own);
}

/** `(old or [])[::-1]`: a list, or the characters of a text; everything else cannot be turned around. */
function reversible(before: Node | undefined): readonly Node[] {
  if (before === undefined || isFalse(before)) return [];
  if (before.kind === 'list') return before.items;
  if (before.kind === 'leaf' && before.data.kind === 'str')
    return [...before.data.value].map((it) => ({ kind: 'leaf', data: str(it) }));
  throw new Raised('TypeError', 'cannot be merged with what is there');
}

/** Takes `dynaconf_merge` and `dynaconf_merge_unique` out of a table; what the first of them that is there says. */
function takeFlag(table: Node | undefined): Node | undefined {
  if (table?.kind !== 'table') return undefined;
  const unique = takeMember(table, str(UNIQUE));
  return takeMember(table, str(MERGE)) ?? unique;
}

function stripMarks(table: Node): void {
  if (table.kind !== 'table') return;
  for (const { key } of [...table.entries.values()]) {
    const inner = memberOf(table, key);
    takeFlag(inner);
    if (inner?.kind === 'table') stripMarks(inner);
  }
}

/** True for what `in (True, False, None)` holds for one of them. */
function isFlag(node: Node): boolean {
  if (node.kind !== 'leaf') return false;
  const { data } = node;
  switch (data.kind) {
    case 'none':
    case 'bool':
      return true;
    case 'int':
      return data.value === 0n || data.value === 1n;
    case 'float':
      return data.value === 0 || data.value === 1;
    default:
      return false;
  }
}

/** `_merge_before_set`: a value where another is there; `always` is what the file or the options say. */
export function mergeBeforeSet(existing: Node, value: Node, always: boolean): Node {
  let made = value;
  if (value.kind === 'table') {
    const flag = takeFlag(value);
    if (flag !== undefined && !isFlag(flag) && value.entries.size === 0) made = flag;
    const isOff = flag?.kind === 'leaf' && flag.data.kind === 'bool' && !flag.data.value;
    if ((flag !== undefined && !isFalse(flag)) || (always && !isOff)) made = objectMerge(existing, made);
  }
  if (made.kind !== 'list') return made;
  const list: List = { kind: 'list', loose: false, items: [...made.items] };
  const isMerge = removeToken(list, MERGE);
  const unique = !isMerge && removeToken(list, UNIQUE);
  return isMerge || unique || always ? objectMerge(existing, list, { unique }) : list;
}

/** True where a text that tells dynaconf to merge is left inside of a value, or a mark is. */
export function hasMark(node: Node): boolean {
  switch (node.kind) {
    case 'leaf':
      return node.data.kind === 'str' && node.data.value.startsWith(MERGE);
    case 'list':
      return node.items.some(hasMark);
    case 'table':
      return [...node.entries.values()].some(
        ({ key, value }) => lowerOf(key)?.startsWith(MERGE) || hasMark(value),
      );
    default:
      return true;
  }
}
