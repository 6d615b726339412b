import { type Data, NONE, str } from '../../syntax/data.ts';
import type { ValueError } from '../../values/coerce.ts';
import {
  CannotMerge,
  isTrue,
  memberOf,
  mergeBeforeSet,
  objectMerge,
  pythonEquals,
  replaceAt,
} from '../../values/dynaconf-merge.ts';
import type { DynaconfValue } from '../../values/dynaconf-text.ts';
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
interface Slot {
  /** Undefined where nothing sets it; kept though it was taken away, as what is set later merges with it. */
  readonly data?: Data;
  readonly deleted?: boolean;
  /** Why the value is not known. */
  readonly reason?: string;
  /** The text is refused: the object is not created. */
  readonly errors?: readonly ValueError[];
  /** All places that set it, lowest rank first. */
  readonly parts: readonly Part[];
}

/**
 * The settings that an object of dynaconf 3.3.5 holds, as its loaders put them there one after another (`Settings.set`,
 * `_dotted_set`). Immutable.
 */
export interface Store {
  readonly slots: ReadonlyMap<string, Slot>;
  /** Why anything may have been set by what is not followed. */
  readonly rest?: string;
  readonly merges: boolean;
  /** Why a value that is not followed may keep the object from being created. */
  readonly unsure?: string;
}

/** One value that a loader sets. */
export interface Setting {
  /** As written: `DATABASE__port` and `DATABASE.port` are inside of `DATABASE`. */
  readonly name: string;
  readonly made: DynaconfValue;
  /** What `dynaconf_merge` of the file says. */
  readonly merge?: boolean;
  readonly part: Omit<Part, 'path' | 'data'>;
}

const LEFT = 'what a `dynaconf_merge` that is left there does is not followed';

/** An empty store; `merges` is `merge_enabled`. */
export function emptyStore(merges: boolean): Store {
  return { slots: new Map(), merges };
}

/** A store of which nothing is known any more but what is set later. */
export function unknownStore(store: Store, reason: string): Store {
  return { ...store, slots: new Map(), rest: reason };
}

/** The store with one setting more. */
export function withSetting(store: Store, setting: Setting): Store {
  const [first = '', ...path] = setting.name.replaceAll('__', '.').split('.');
  const name = first.trim().toUpperCase();
  const before: Slot = store.slots.get(name) ?? {
    parts: [],
    ...(store.rest === undefined ? {} : { reason: store.rest }),
  };
  const data = 'data' in setting.made ? setting.made.data : undefined;
  const part: Part = { ...setting.part, path, ...(data ? { data } : {}) };
  const made = madeBy(store, before, path, setting);
  const slots = new Map(store.slots);
  slots.set(name, { ...made, parts: [...before.parts, part] });
  const unsure = store.unsure ?? (made.reason === before.reason ? undefined : made.reason);
  return { ...store, slots, ...(unsure === undefined ? {} : { unsure }) };
}

function madeBy(store: Store, before: Slot, path: readonly string[], setting: Setting): Made {
  try {
    return path.length > 0 ? dotted(store, before, path, setting) : plain(store, before, setting);
  } catch (error) {
    if (!(error instanceof CannotMerge)) throw error;
    const message = 'cannot be merged with what is there';
    return { errors: [{ type: 'TypeError', loc: [], message, raised: 'TypeError' }] };
  }
}

type Made = Omit<Slot, 'parts'>;

function plain(store: Store, before: Slot, { name, made, merge }: Setting): Made {
  if (before.errors) return { errors: before.errors };
  if (name.includes('[')) return { reason: 'what `[` in a name does is not followed' };
  if (made.kind === 'undecided') return { reason: made.reason };
  if (made.kind === 'errors') return { errors: made.errors };
  if (made.kind === 'delete')
    return before.reason === undefined ? { ...before, deleted: true } : { deleted: true };
  if (before.reason !== undefined)
    return made.kind === 'merge' || mayMerge(store, made.data, merge)
      ? { reason: before.reason }
      : { data: made.data };
  if (before.deleted && made.kind === 'value' && mayMerge(store, made.data, merge))
    return { reason: 'what it merges with was taken away' };
  const existing = before.data;
  const isThere = existing !== undefined && isTrue(existing);
  const data = made.kind === 'merge' && isThere ? objectMerge(existing, made.data, made.unique) : made.data;
  return { data: settled(store, existing, data, merge) };
}

/** True where what is there already may matter. */
function mayMerge(store: Store, data: Data, merge: boolean | undefined): boolean {
  return (data.kind === 'dict' || data.kind === 'list') && (store.merges || merge === true || hasToken(data));
}

/** True where a text that tells dynaconf to merge is left inside of a value. */
function hasToken(data: Data): boolean {
  switch (data.kind) {
    case 'str':
      return /^dynaconf_merge/.test(data.value);
    case 'list':
      return data.items.some(hasToken);
    case 'dict':
      return data.entries.some(([key, value]) => hasToken(key) || hasToken(value));
    default:
      return false;
  }
}

function hasInnerToken(data: Data): boolean {
  return data.kind === 'dict' && data.entries.some(([, value]) => hasToken(value));
}

/** The end of `Settings.set`: the value that is there already may be merged in. */
function settled(store: Store, existing: Data | undefined, data: Data, merge: boolean | undefined): Data {
  if (existing === undefined || existing.kind === 'none' || pythonEquals(existing, data)) return data;
  return merge === true
    ? objectMerge(existing, data)
    : mergeBeforeSet(existing, data, merge === undefined && store.merges);
}

/** Methods of the tables of dynaconf: as the last name they are found in the place of a setting. */
const METHODS: ReadonlySet<string> = new Set(
  'clear copy fromkeys get items keys pop popitem setdefault update values to_dict merge_update to_json to_yaml to_toml'.split(
    ' ',
  ),
);

function dotted(store: Store, before: Slot, path: readonly string[], { made }: Setting): Made {
  if (before.errors) return { errors: before.errors };
  if (made.kind === 'errors') return { errors: made.errors };
  if (made.kind === 'undecided') return { reason: made.reason };
  if (before.reason !== undefined) return { reason: before.reason };
  if (METHODS.has(path.at(-1) ?? '')) return { reason: 'a method of dynaconf has this name' };
  if (before.data && (store.merges ? hasToken(before.data) : hasInnerToken(before.data)))
    return { reason: LEFT };
  const old = before.deleted ? undefined : before.data;
  const base = old && isTrue(old) ? old : undefined;
  if (made.kind !== 'value') {
    const parent = base && path.slice(0, -1).reduce<Data | undefined>(within, base);
    if (!base || parent?.kind !== 'dict') return { reason: 'what it merges with is not there' };
    const there = memberOf(parent, str(path.at(-1) ?? '')) ?? NONE;
    // What is taken away is taken from what is merged in afterwards as well.
    if (made.kind === 'delete') return { data: replaced(base, path, undefined) };
    const leaf = objectMerge(there, made.data, made.unique);
    return { data: settled(store, before.data, replaced(base, path, leaf), undefined) };
  }
  return { data: settled(store, before.data, replaced(base, path, made.data), undefined) };
}

/** `_dotted_set` merges from one level above, where the table itself may tell it to merge. */
function replaced(base: Data | undefined, path: readonly string[], leaf: Data | undefined): Data {
  if (base === undefined) return replaceAt(undefined, path, leaf);
  const top = str('');
  const whole = replaceAt({ kind: 'dict', entries: [[top, base]] }, ['', ...path], leaf);
  return (whole.kind === 'dict' && memberOf(whole, top)) || whole;
}

function within(data: Data | undefined, name: string): Data | undefined {
  return data?.kind === 'dict' ? memberOf(data, str(name)) : undefined;
}

/** What `settings.get` gives for a dotted name. */
export type Lookup =
  | { readonly kind: 'value'; readonly data: Data; readonly part?: Part; readonly hidden: readonly Part[] }
  | { readonly kind: 'unset' }
  | { readonly kind: 'undecided'; readonly reason: string; readonly part?: Part }
  | { readonly kind: 'errors'; readonly errors: readonly ValueError[]; readonly part?: Part };

/**
 * What the store holds under the names that lead to a setting.
 * @param stirred true where a validator sets something inside of the first one anew, which merges once more
 */
export function lookUp(store: Store, names: readonly string[], stirred: boolean): Lookup {
  const [first = '', ...rest] = names;
  const slot = store.slots.get(first.toUpperCase());
  if (!slot) return store.rest === undefined ? { kind: 'unset' } : { kind: 'undecided', reason: store.rest };
  const last = slot.parts.at(-1);
  const at = last ? { part: last } : {};
  if (slot.errors) return { kind: 'errors', errors: slot.errors, ...at };
  if (slot.deleted) return { kind: 'unset' };
  if (slot.reason !== undefined) return { kind: 'undecided', reason: slot.reason, ...at };
  if (rest.some((it) => store.slots.get(it.toUpperCase())?.deleted))
    return { kind: 'undecided', reason: 'a setting of the same name was taken away', ...at };
  let data = slot.data;
  for (const [index, name] of rest.entries()) {
    if (data === undefined) return { kind: 'unset' };
    // An empty one counts as none, and the name is looked for at the top.
    if (isEmptyContainer(data)) return lookUp(store, rest.slice(index), stirred);
    if (data.kind !== 'dict') return notInside(last);
    data = memberOf(data, str(name.toUpperCase()));
  }
  if (data === undefined) return { kind: 'unset' };
  if (stirred && hasToken(data)) return { kind: 'undecided', reason: LEFT, ...at };
  return { kind: 'value', data, ...winnerOf(slot.parts, rest) };
}

/** Names under which a setting is looked for at the top, as a table on the way to it is empty. */
export function namesAtTop(store: Store, [first = '', ...rest]: readonly string[]): readonly string[] {
  let data = store.slots.get(first.toUpperCase())?.data;
  for (const [index, name] of rest.entries()) {
    if (data !== undefined && isEmptyContainer(data))
      return [name.toUpperCase(), ...namesAtTop(store, rest.slice(index))];
    data = within(data, name.toUpperCase());
  }
  return [];
}

function isEmptyContainer(data: Data): boolean {
  return (data.kind === 'dict' || data.kind === 'list') && !isTrue(data);
}

/** A setting inside of something that is no table. */
function notInside(part: Part | undefined): Lookup {
  const message = 'is no table, though a validator speaks of a setting inside of it';
  const errors = [{ type: 'ValidationError', loc: [], message }];
  return { kind: 'errors', errors, ...(part ? { part } : {}) };
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
