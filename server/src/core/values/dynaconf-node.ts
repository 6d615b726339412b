import { type Data, dataKey, NONE } from '../syntax/data.ts';
import { dynaconfOnce } from './dynaconf-text.ts';
import { pythonKey } from './python-equality.ts';

/**
 * A value as dynaconf 3.3.5 holds it while it loads. Tables and lists have an identity and are changed in place, as the
 * library does: what merges takes parts of older values over as they are, so a mark taken out of one is gone from both.
 * Nodes never leave one run of the loaders; `dataOf` gives what they hold.
 */
export type Node = Leaf | Table | List | Mark;

interface Leaf {
  readonly kind: 'leaf';
  readonly data: Data;
}

/** A `dict`; `loose` is a `DataDict`, which finds its keys whatever their case. */
export interface Table {
  readonly kind: 'table';
  readonly loose: boolean;
  readonly entries: Map<string, { readonly key: Data; readonly value: Node }>;
}

export interface List {
  readonly kind: 'list';
  readonly loose: boolean;
  readonly items: Node[];
}

/** `@merge`, `@merge_unique` and `@del`, until something is set with them. */
export type Mark =
  | { readonly kind: 'merge'; readonly inner: Node; readonly unique: boolean }
  | { readonly kind: 'delete' };

/** Thrown where a value is not followed. */
export class NotFollowed extends Error {}

/** Thrown where dynaconf itself raises an exception of a class. */
export class Raised extends Error {
  readonly type: string;

  constructor(type: string, message: string) {
    super(message);
    this.type = type;
  }
}

/** A value of a file or of code, as a plain node. */
export function nodeOf(data: Data): Node {
  switch (data.kind) {
    case 'list':
    case 'tuple':
      return { kind: 'list', loose: false, items: data.items.map(nodeOf) };
    case 'dict': {
      const entries = data.entries.map(
        ([key, value]) => [keyId(key), { key, value: nodeOf(value) }] as const,
      );
      return { kind: 'table', loose: false, entries: new Map(entries) };
    }
    default:
      return { kind: 'leaf', data };
  }
}

/** What a node holds; undefined where a mark is left inside of it. */
export function dataOf(node: Node): Data | undefined {
  switch (node.kind) {
    case 'leaf':
      return node.data;
    case 'list': {
      const items = node.items.map(dataOf);
      return items.includes(undefined) ? undefined : { kind: 'list', items: items as Data[] };
    }
    case 'table': {
      const entries: (readonly [Data, Data])[] = [];
      for (const { key, value } of node.entries.values()) {
        const data = dataOf(value);
        if (data === undefined) return undefined;
        entries.push([key, data]);
      }
      return { kind: 'dict', entries };
    }
    default:
      return undefined;
  }
}

/** The same nodes once more, without a part in common with these. */
export function copyOf(node: Node): Node {
  switch (node.kind) {
    case 'list':
      return { ...node, items: node.items.map(copyOf) };
    case 'table': {
      const entries = [...node.entries].map(
        ([id, { key, value }]) => [id, { key, value: copyOf(value) }] as const,
      );
      return { ...node, entries: new Map(entries) };
    }
    case 'merge':
      return { ...node, inner: copyOf(node.inner) };
    default:
      return node;
  }
}

function keyId(key: Data): string {
  return pythonKey(key) ?? dataKey(key);
}

/** `==` of Python. */
export function sameNode(a: Node, b: Node): boolean {
  if (a === b) return true;
  if (a.kind === 'leaf' && b.kind === 'leaf') {
    const key = pythonKey(a.data);
    return key !== undefined && key === pythonKey(b.data);
  }
  if (a.kind === 'list' && b.kind === 'list')
    return a.items.length === b.items.length && a.items.every((it, at) => sameNode(it, b.items[at] as Node));
  if (a.kind !== 'table' || b.kind !== 'table' || a.entries.size !== b.entries.size) return false;
  return [...a.entries].every(([id, { value }]) => {
    const other = b.entries.get(id);
    return other !== undefined && sameNode(value, other.value);
  });
}

/** `find_the_correct_casing`: the key of a table that a name means. */
export function casedKey(name: Data, { entries }: Table): Data | undefined {
  if (name.kind !== 'str' || entries.has(keyId(name))) return name;
  const lower = name.value.toLowerCase();
  for (const { key } of entries.values())
    if (
      key.kind === 'str' &&
      (key.value.toLowerCase() === lower || key.value.replaceAll(' ', '_').toLowerCase() === lower)
    )
      return key;
  return undefined;
}

/** What a table holds under a name, as it stands there; undefined where it holds nothing. */
export function rawMember(table: Table, name: Data): Node | undefined {
  const key = table.loose ? (casedKey(name, table) ?? name) : name;
  return table.entries.get(keyId(key))?.value;
}

/** The same as `get` of a table gives it: a list is another list. */
export function memberOf(table: Table, name: Data): Node | undefined {
  const found = rawMember(table, name);
  return found && (table.loose ? asRead(found) : found);
}

/** What `recursively_evaluate_lazy_format` gives: lists and plain tables are made anew. */
export function asRead(node: Node): Node {
  if (node.kind === 'list') return { ...node, items: node.items.map(asRead) };
  if (node.kind !== 'table' || node.loose) return node;
  const entries = [...node.entries].map(
    ([id, { key, value }]) => [id, { key, value: asRead(value) }] as const,
  );
  return { ...node, entries: new Map(entries) };
}

export function putMember(table: Table, key: Data, value: Node): void {
  table.entries.set(keyId(key), { key, value });
}

/** Takes the entry of exactly this key out of a table and gives it. */
export function takeMember(table: Table, key: Data): Node | undefined {
  const id = keyId(key);
  const found = table.entries.get(id)?.value;
  table.entries.delete(id);
  return found;
}

/** `DataDict(…)` and `DataList(…)`: another container; the plain ones inside become loose as well. */
export function loosened(node: Table | List): Table | List {
  const inner = (it: Node): Node =>
    (it.kind === 'table' || it.kind === 'list') && !it.loose ? loosened(it) : it;
  if (node.kind === 'list') return { kind: 'list', loose: true, items: node.items.map(inner) };
  const entries = [...node.entries].map(
    ([id, { key, value }]) => [id, { key, value: inner(value) }] as const,
  );
  return { kind: 'table', loose: true, entries: new Map(entries) };
}

/** What `bool` of Python holds for false. */
export function isFalse(node: Node): boolean {
  switch (node.kind) {
    case 'list':
      return node.items.length === 0;
    case 'table':
      return node.entries.size === 0;
    case 'leaf':
      return isFalseData(node.data);
    default:
      return false;
  }
}

function isFalseData(data: Data): boolean {
  switch (data.kind) {
    case 'none':
      return true;
    case 'bool':
      return !data.value;
    case 'int':
      return data.value === 0n;
    case 'float':
      return data.value === 0;
    case 'str':
    case 'bytes':
      return data.value === '';
    case 'list':
    case 'tuple':
    case 'set':
      return data.items.length === 0;
    default:
      return false;
  }
}

/** How texts are read: as TOML, only those under certain keys as TOML, or as they are. */
export interface Reading {
  readonly toml: boolean;
  /** The last names of what is set, for tables inside of it. */
  readonly under?: readonly string[];
}

/** `parse_conf_data`: texts with a converter are converted; tables stay the same ones, lists are made anew. */
export function parsed(node: Node, reading: Reading): Node {
  switch (node.kind) {
    case 'list':
      return { kind: 'list', loose: false, items: node.items.map((it) => parsed(it, reading)) };
    case 'table': {
      for (const { key, value } of [...node.entries.values()]) {
        const isToml = reading.toml && (node.loose || isUnder(key, reading));
        putMember(node, key, parsed(value, { ...reading, toml: isToml }));
      }
      return node;
    }
    case 'leaf':
      return node.data.kind === 'str' ? fromText(node.data.value, reading.toml) : node;
    default:
      return node;
  }
}

function isUnder(key: Data, { under = [] }: Reading): boolean {
  return key.kind === 'str' && under.some((it) => it.toLowerCase() === key.value.toLowerCase());
}

/** @throws {NotFollowed} and {@link Raised} */
export function fromText(text: string, toml: boolean): Node {
  const made = dynaconfOnce(text, toml);
  switch (made.kind) {
    case 'value':
      return looseTable(nodeOf(made.data));
    case 'merge':
      return { kind: 'merge', inner: looseTable(nodeOf(made.data)), unique: made.unique };
    case 'delete':
      return { kind: 'delete' };
    case 'undecided':
      throw new NotFollowed(made.reason);
    case 'errors': {
      const [first] = made.errors;
      throw new Raised(first?.raised ?? 'DynaconfParseError', first?.message ?? 'cannot be converted');
    }
  }
}

function looseTable(node: Node): Node {
  return node.kind === 'table' ? loosened(node) : node;
}

/** `None` of Python. */
export const NOTHING: Node = { kind: 'leaf', data: NONE };
