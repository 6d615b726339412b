import { type Data, str } from '../../syntax/data.ts';
import type { ValueError } from '../../values/coerce.ts';
import { hasMark, mergeBeforeSet, objectMerge } from '../../values/dynaconf-merge.ts';
import {
  asRead,
  copyOf,
  dataOf,
  isFalse,
  loosened,
  memberOf,
  type Node,
  NotFollowed,
  parsed,
  putMember,
  Raised,
  type Reading,
  sameNode,
  type Table,
} from '../../values/dynaconf-node.ts';
import type { Source } from '../resolution.ts';

/** One place that sets a setting, or a part of one. */
export interface Part {
  /** Below the first name. */
  readonly path: readonly string[];
  readonly source: Source;
  readonly key: string;
  readonly raw?: string;
  /** What it sets there; absent where that is not known. */
  readonly data?: Data;
}

/** What is known of one setting. */
export interface Slot {
  readonly node?: Node;
  /** Why the value is not known. */
  readonly reason?: string;
  /** The text is refused: the object is not created. */
  readonly errors?: readonly ValueError[];
  /** All places that set it, lowest rank first. */
  readonly parts: readonly Part[];
}

/**
 * The settings that an object of dynaconf 3.3.5 holds, as its loaders put them there one after another (`Settings.set`,
 * `_dotted_set`). It is changed in place and belongs to one run of the loaders.
 */
export interface Store {
  readonly slots: Map<string, Slot>;
  /** Names that were taken away: also one inside of another setting is not found by such a name. */
  readonly deleted: Set<string>;
  /** Why anything may have been set by what is not followed. */
  rest?: string;
  readonly merges: boolean;
  /** Why a value that is not followed may keep the object from being created. */
  unsure?: string;
}

/** One value that a loader sets. */
export interface Setting {
  /** As written: `DATABASE__port` and `DATABASE.port` are inside of `DATABASE`. */
  readonly name: string;
  /** Makes the value; what it throws is what is not followed, or raised. */
  readonly value: () => Node;
  /** What `dynaconf_merge` of the file says. */
  readonly merge?: boolean;
  readonly part: Omit<Part, 'path' | 'data'>;
}

const AS_IT_IS: Reading = { toml: false };

/** An empty store; `merges` is `merge_enabled`. */
export function emptyStore(merges: boolean): Store {
  return { slots: new Map(), deleted: new Set(), merges };
}

/** Forgets everything; what is set later is known again. */
export function forget(store: Store, reason: string): void {
  store.slots.clear();
  store.deleted.clear();
  store.rest = reason;
}

/** The same store once more, so that what is done with one leaves the other alone. */
export function copyOfStore(store: Store): Store {
  const slots = [...store.slots].map(
    ([name, slot]) => [name, slot.node ? { ...slot, node: copyOf(slot.node) } : slot] as const,
  );
  return { ...store, slots: new Map(slots), deleted: new Set(store.deleted) };
}

/** Names of settings that two stores hold otherwise. */
export function differences(a: Store, b: Store): readonly string[] {
  return [...new Set([...a.slots.keys(), ...b.slots.keys()])].filter((name) => {
    const [one, other] = [a.slots.get(name), b.slots.get(name)];
    const isSame = one?.node && other?.node ? sameNode(one.node, other.node) : one?.node === other?.node;
    return !isSame || one?.reason !== other?.reason || a.deleted.has(name) !== b.deleted.has(name);
  });
}

/** Leaves a setting open from now on. */
export function leaveOpen(store: Store, name: string, reason: string): void {
  store.slots.set(name, { parts: slotOf(store, name).parts, reason });
}

/** Adds one setting more, as a loader does. */
export function setLoaded(store: Store, { name, value, merge, part }: Setting): void {
  const [first = '', ...path] = name.replaceAll('__', '.').split('.');
  const id = first.trim().toUpperCase();
  const before = slotOf(store, id);
  const parts = (data?: Data) => [...before.parts, { ...part, path, ...(data ? { data } : {}) }];
  if (before.errors) return;
  let data: Data | undefined;
  try {
    const node = value();
    data = dataOf(parsed(copyOf(node.kind === 'merge' ? node.inner : node), AS_IT_IS));
    setValue(store, name, node, AS_IT_IS, merge);
    store.slots.set(id, { ...slotOf(store, id), parts: parts(data) });
  } catch (error) {
    if (error instanceof NotFollowed) {
      store.slots.set(id, { reason: error.message, parts: parts(data) });
      if (error.message !== before.reason) store.unsure ??= error.message;
    } else if (error instanceof Raised) {
      const raised = { type: error.type, loc: [], message: error.message, raised: error.type };
      store.slots.set(id, { errors: [raised], parts: parts(data) });
    } else throw error;
  }
}

function slotOf(store: Store, name: string): Slot {
  const known = store.slots.get(name);
  if (known) return known;
  const isOpen = store.rest !== undefined && !store.deleted.has(name);
  return { parts: [], ...(isOpen ? { reason: store.rest } : {}) };
}

/**
 * `Settings.set`: a name with dots is set inside of a table.
 * @throws {NotFollowed} and {@link Raised}
 */
export function setValue(store: Store, name: string, value: Node, reading: Reading, merge?: boolean): void {
  const names = name.replaceAll('__', '.').split('.');
  if (name.includes('[')) throw new NotFollowed('what `[` in a name does is not followed');
  if (names.length > 1) setDotted(store, names, value, reading);
  else setPlain(store, name.trim().toUpperCase(), value, reading, merge);
}

function setPlain(store: Store, name: string, written: Node, reading: Reading, merge?: boolean): void {
  const value = parsed(written, reading);
  const slot = slotOf(store, name);
  if (value.kind === 'delete') {
    store.slots.delete(name);
    if (slot.parts.length > 0) store.slots.set(name, { parts: slot.parts });
    store.deleted.add(name);
    return;
  }
  if (slot.reason !== undefined && mayMerge(store, value, merge)) throw new NotFollowed(slot.reason);
  const existing = slot.node;
  let made: Node = value;
  if (value.kind === 'merge') {
    const isThere = existing !== undefined && !isFalse(existing);
    made = isThere ? objectMerge(existing, value.inner, { unique: value.unique }) : value.inner;
  }
  const isOther = existing !== undefined && !isNone(existing) && !sameNode(existing, made);
  if (isOther && merge === true) made = objectMerge(existing, made);
  else if (isOther) made = mergeBeforeSet(existing, made, merge === undefined && store.merges);
  if ((made.kind === 'table' || made.kind === 'list') && !made.loose) made = loosened(made);
  store.slots.set(name, { node: made, parts: slot.parts });
  store.deleted.delete(name);
}

function isNone(node: Node): boolean {
  return node.kind === 'leaf' && node.data.kind === 'none';
}

/** True where what is there already may matter. */
function mayMerge(store: Store, value: Node, merge: boolean | undefined): boolean {
  if (value.kind === 'leaf') return false;
  return store.merges || merge === true || hasMark(value);
}

/** `_dotted_set`: tables with one path in them, merged into what is there. */
function setDotted(store: Store, names: readonly string[], written: Node, reading: Reading): void {
  const [first = ''] = names;
  const value = parsed(parsed(written, reading), { toml: reading.toml });
  const existing = readTop(store, first);
  let inner = value;
  for (const name of names.slice(1).reverse()) {
    const table: Table = { kind: 'table', loose: false, entries: new Map() };
    putMember(table, str(name), inner);
    inner = table;
  }
  const fresh = single(first, inner);
  if (existing !== undefined && !isFalse(existing))
    objectMerge(single(first, existing), fresh, { path: names, lists: 'shallow' });
  for (const { key, value: made } of [...fresh.entries.values()])
    if (key.kind === 'str') setPlain(store, key.value.trim().toUpperCase(), made, reading);
}

/** `DataDict({name: value})`. */
function single(name: string, value: Node): Table {
  const table: Table = { kind: 'table', loose: true, entries: new Map() };
  putMember(table, str(name), value);
  return table;
}

/** `Settings.get` of a name at the top; undefined where nothing sets it. */
function readTop(store: Store, written: string): Node | undefined {
  const name = written.toUpperCase();
  if (store.deleted.has(name)) return undefined;
  const slot = slotOf(store, name);
  if (slot.errors) throw new NotFollowed('what sets it is refused');
  if (slot.reason !== undefined) throw new NotFollowed(slot.reason);
  return slot.node && asRead(slot.node);
}

/**
 * `settings.get` of the names that lead to a setting: an empty table on the way counts as none, and the name is looked
 * for at the top.
 * @throws {NotFollowed} and {@link Raised}
 */
export function readValue(store: Store, names: readonly string[]): Node | undefined {
  let found: Node | undefined;
  for (const [index, name] of names.entries()) {
    if (index > 0 && found?.kind !== 'table' && found?.kind !== 'list')
      throw new Raised('AttributeError', 'is no table, though a name inside of it is asked for');
    const isInside = index > 0 && found !== undefined && !isFalse(found);
    if (!isInside || found === undefined) found = readTop(store, name);
    else if (store.deleted.has(name.toUpperCase())) found = undefined;
    else if (found.kind === 'list')
      throw new Raised('ValueError', 'is a list, though a name inside of it is asked for');
    else found = found.kind === 'table' ? memberOf(found, str(name.toUpperCase())) : undefined;
    if (found === undefined) return undefined;
  }
  return found;
}

/** What `settings.get` gives for a dotted name. */
export type Lookup =
  | { readonly kind: 'value'; readonly data: Data; readonly part?: Part; readonly hidden: readonly Part[] }
  | { readonly kind: 'unset' }
  | { readonly kind: 'undecided'; readonly reason: string; readonly part?: Part }
  | { readonly kind: 'errors'; readonly errors: readonly ValueError[]; readonly part?: Part };

/** What the store holds under the names that lead to a setting. */
export function lookUp(store: Store, names: readonly string[]): Lookup {
  const [first = '', ...rest] = names;
  const slot = slotOf(store, first.toUpperCase());
  const last = slot.parts.at(-1);
  const at = last ? { part: last } : {};
  if (slot.errors) return { kind: 'errors', errors: slot.errors, ...at };
  try {
    const node = readValue(store, names);
    if (node === undefined) return { kind: 'unset' };
    const data = dataOf(node);
    if (data === undefined)
      return { kind: 'undecided', reason: 'a mark of dynaconf is left inside of it', ...at };
    return { kind: 'value', data, ...winnerOf(slot.parts, rest) };
  } catch (error) {
    if (error instanceof NotFollowed) return { kind: 'undecided', reason: error.message, ...at };
    // The object is there all the same; only who asks for this setting gets the exception.
    if (error instanceof Raised)
      return { kind: 'undecided', reason: `\`${last?.key ?? first}\` ${error.message}`, ...at };
    throw error;
  }
}

/** The last part that gives what is there, and those before it, highest rank first. */
function winnerOf(
  parts: readonly Part[],
  path: readonly string[],
): { readonly part?: Part; readonly hidden: readonly Part[] } {
  const relevant = parts.filter((it) => gives(it, path));
  const part = relevant.at(-1);
  return { ...(part ? { part } : {}), hidden: relevant.slice(0, -1).reverse() };
}

function gives(part: Part, path: readonly string[]): boolean {
  const shared = Math.min(part.path.length, path.length);
  for (let index = 0; index < shared; index++)
    if (part.path[index]?.toLowerCase() !== path[index]?.toLowerCase()) return false;
  if (part.path.length >= path.length) return true;
  return path.slice(part.path.length).reduce<Data | undefined>(within, part.data) !== undefined;
}

function within(data: Data | undefined, name: string): Data | undefined {
  if (data?.kind !== 'dict') return undefined;
  const lower = name.toLowerCase();
  return data.entries.find(([key]) => key.kind === 'str' && key.value.toLowerCase() === lower)?.[1];
}
