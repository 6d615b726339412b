import { type Span, span } from '../../text/span.ts';
import { str } from '../data.ts';
import type { Entry, Mapping, Value } from '../document.ts';
import {
  type TomlInline,
  type TomlKey,
  type TomlPair,
  type TomlSyntax,
  type TomlTable,
  type TomlValue,
  tomlEnd,
} from './toml-syntax.ts';

/** Where an entry's key stands: once for a pair, once per header or dotted key for a table. */
export interface TomlMention {
  readonly key: TomlKey;
  readonly statement: TomlTable | TomlPair;
  /** The table between braces that holds the statement; undefined for a statement on lines of its own. */
  readonly inline: TomlInline | undefined;
}

/** What edits have to know of an entry, beside its spans. */
export interface TomlOrigin {
  readonly mentions: readonly TomlMention[];
  /** True when another entry of the same mapping has this name. */
  readonly siblingNamed: (name: string) => boolean;
}

/** What edits have to know of a mapping: how it is written, where it is written at one place. */
export type TomlHome =
  | { readonly kind: 'root'; readonly pairs: readonly TomlPair[] }
  | { readonly kind: 'table'; readonly table: TomlTable }
  | { readonly kind: 'inline'; readonly inline: TomlInline };

interface Branch {
  readonly twigs: Map<string, Twig>;
  home: TomlHome | undefined;
  start: number;
  end: number;
}

interface Twig {
  readonly key: TomlKey;
  readonly mentions: TomlMention[];
  start: number;
  end: number;
  value: Branch | Branch[] | Value;
}

const origins = new WeakMap<Entry, TomlOrigin>();
const homes = new WeakMap<Mapping, TomlHome>();

/** Where an entry of a TOML document is written; undefined for entries of other formats. */
export function tomlOrigin(entry: Entry): TomlOrigin | undefined {
  return origins.get(entry);
}

/** Where new entries of a mapping of a TOML document go; undefined for mappings of other formats. */
export function tomlHome(mapping: Mapping): TomlHome | undefined {
  return homes.get(mapping);
}

/** The mappings of a text: tables that are written at several places become one, in order of first mention. */
export function tomlRoot(syntax: TomlSyntax, length: number): Mapping {
  const root = branch(0, length);
  root.home = { kind: 'root', pairs: syntax.pairs };
  for (const pair of syntax.pairs) addPair(root, pair, undefined);
  for (const table of syntax.tables) addTable(root, table);
  return finished(root);
}

function branch(start: number, end: number): Branch {
  return { twigs: new Map(), home: undefined, start, end };
}

function addTable(root: Branch, table: TomlTable): void {
  const end = tomlEnd(table);
  let here = root;
  for (const [index, key] of table.keys.entries()) {
    const mention = { key, statement: table, inline: undefined };
    const inner = table.keys[index + 1]?.span.start ?? table.header.end;
    const last = index === table.keys.length - 1;
    const outer = index === 0 ? table.header.start : key.span.start;
    const next = step(here, mention, span(outer, end), inner, last && table.kind === 'array');
    if (next === undefined) return;
    here = next;
  }
  here.home ??= { kind: 'table', table };
  for (const pair of table.pairs) addPair(here, pair, undefined);
}

function addPair(into: Branch, pair: TomlPair, inline: TomlInline | undefined): void {
  let here = into;
  for (const [index, key] of pair.keys.entries()) {
    const mention = { key, statement: pair, inline };
    const after = pair.keys[index + 1];
    if (after === undefined) {
      if (here.twigs.has(key.name)) return;
      const { start, end } = span(key.span.start, pair.span.end);
      here.twigs.set(key.name, { key, mentions: [mention], start, end, value: documentValue(pair.value) });
      return;
    }
    const next = step(here, mention, span(key.span.start, pair.span.end), after.span.start, false);
    if (next === undefined) return;
    here = next;
  }
}

/** Goes one key down, and makes the way where there is none; undefined where a value stands in the way. */
function step(
  here: Branch,
  mention: TomlMention,
  outer: Span,
  inner: number,
  item: boolean,
): Branch | undefined {
  const known = here.twigs.get(mention.key.name);
  if (known === undefined) {
    const made = branch(inner, outer.end);
    const value = item ? [made] : made;
    here.twigs.set(mention.key.name, { key: mention.key, mentions: [mention], ...outer, value });
    return made;
  }
  if ('kind' in known.value) return undefined;
  known.mentions.push(mention);
  known.start = Math.min(known.start, outer.start);
  known.end = Math.max(known.end, outer.end);
  if (item) {
    const made = branch(inner, outer.end);
    if (Array.isArray(known.value)) known.value.push(made);
    return made;
  }
  const into = 'twigs' in known.value ? known.value : known.value.at(-1);
  if (into === undefined) return undefined;
  into.start = Math.min(into.start, inner);
  into.end = Math.max(into.end, outer.end);
  return into;
}

function documentValue(value: TomlValue): Value {
  if (value.kind === 'scalar') return value;
  if (value.kind === 'array')
    return { kind: 'sequence', span: value.span, items: value.items.map(documentValue) };
  const made = branch(value.span.start, value.span.end);
  made.home = { kind: 'inline', inline: value };
  for (const pair of value.pairs) addPair(made, pair, value);
  return finished(made);
}

function finished(from: Branch): Mapping {
  const entries = [...from.twigs.values()].map((twig): Entry => {
    const key = { name: twig.key.name, span: twig.key.span, data: str(twig.key.name) };
    const entry: Entry = { key, value: finishedValue(twig.value), span: span(twig.start, twig.end) };
    origins.set(entry, { mentions: twig.mentions, siblingNamed: (name) => from.twigs.has(name) });
    return entry;
  });
  const mapping: Mapping = { kind: 'mapping', span: span(from.start, from.end), entries };
  if (from.home !== undefined) homes.set(mapping, from.home);
  return mapping;
}

function finishedValue(value: Twig['value']): Value {
  if ('twigs' in value) return finished(value);
  if (!Array.isArray(value)) return value;
  const items = value.map(finished);
  const start = items.reduce((least, item) => Math.min(least, item.span.start), Number.POSITIVE_INFINITY);
  const end = items.reduce((most, item) => Math.max(most, item.span.end), 0);
  return { kind: 'sequence', span: span(start, end), items };
}
