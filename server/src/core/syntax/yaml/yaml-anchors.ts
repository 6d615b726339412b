import type { Span } from '../../text/span.ts';
import { NONE } from '../data.ts';
import type { Entry, Scalar, Value } from '../document.ts';
import { countUse, MAX_ALIASES, type Use, type Weighed, weighed } from './yaml-alias-uses.ts';
import { MAX_DEPTH } from './yaml-depth.ts';
import type { AliasNode, MappingNode, Node, ScalarNode, SequenceNode } from './yaml-node.ts';
import type { YamlProblem } from './yaml-problem.ts';

/** How many entries merge keys may bring into one file. */
export const MAX_MERGES = 10_000;
/** How many values one file may hold, written-out aliases included. */
export const MAX_NODES = 2_000_000;

export interface Anchor extends Weighed {
  /** Undefined while the value itself is being read. */
  value: Value | undefined;
  height: number;
  size: number;
}

export interface Composer {
  readonly text: string;
  readonly compose: (c: Composer, node: Node) => Value;
  readonly anchors: Map<string, Anchor>;
  readonly problems: YamlProblem[];
  /** Limits that were reported already. */
  readonly reported: Set<string>;
  /** Anchors and aliases as they were come to. */
  readonly uses: Use[];
  depth: number;
  nodes: number;
  merges: number;
}

/** An anchor that stands above what is composed. */
export interface KnownAnchor {
  readonly node: Node;
  readonly value: Value;
}

/** The state of one composition, with nothing read yet but the anchors above. */
export function composer(
  text: string,
  compose: Composer['compose'],
  above: ReadonlyMap<string, KnownAnchor>,
): Composer {
  const anchors = [...above].map(([name, { node, value }]) => [name, anchorOf(node, value)] as const);
  return {
    text,
    compose,
    anchors: new Map(anchors),
    problems: [],
    reported: new Set(),
    uses: [],
    depth: 0,
    nodes: 0,
    merges: 0,
  };
}

function anchorOf(node: Node, value: Value | undefined): Anchor {
  return { ...weighed(node), value, height: 0, size: 0 };
}

/** Notes what PyYAML's constructor refuses; `upstream` is its exception's class. */
export function constructorProblem(
  c: Composer,
  place: Span,
  message: string,
  upstream = 'ConstructorError',
): void {
  c.problems.push({ span: spanOf(place), message, upstream, kind: 'syntax', pass: 'construct' });
}

function composerProblem(c: Composer, place: Span, message: string): void {
  c.problems.push({ span: spanOf(place), message, upstream: 'ComposerError', kind: 'syntax', pass: 'read' });
}

/** Says once per file that a limit of ours is reached. */
export function limitProblem(c: Composer, place: Span, message: string): void {
  if (c.reported.has(message)) return;
  c.reported.add(message);
  c.problems.push({ span: spanOf(place), message, kind: 'limit', pass: 'construct' });
}

/** Where nothing is written, the character before it is what is underlined. */
function spanOf({ start, end }: Span): Span {
  return { start: start === end ? Math.max(0, start - 1) : start, end };
}

/** Counts a node, and says once when there are too many. */
export function countNode(c: Composer, node: Node): void {
  c.nodes++;
  if (c.nodes > MAX_NODES) limitProblem(c, node, `more than ${MAX_NODES} values in one file`);
}

/** Reads a value and, when it has an anchor, remembers it under that name. */
export function anchored(
  c: Composer,
  node: ScalarNode | MappingNode | SequenceNode,
  read: () => Value,
): Value {
  if (node.anchor === undefined) return read();
  const { name, start, end } = node.anchor;
  if (c.anchors.has(name)) composerProblem(c, { start, end }, `the anchor \`&${name}\` is used twice`);
  const anchor = anchorOf(node, undefined);
  c.anchors.set(name, anchor);
  c.uses.push({ name, node });
  anchor.value = read();
  return anchor.value;
}

/** The anchor an alias stands for; undefined, with a problem, where there is none or it is still open. */
export function aliasTarget(c: Composer, node: AliasNode): (Anchor & { readonly value: Value }) | undefined {
  const anchor = c.anchors.get(node.name);
  if (anchor === undefined) {
    composerProblem(c, node, `no anchor \`&${node.name}\` stands before this alias`);
    return undefined;
  }
  if (anchor.value === undefined) {
    limitProblem(c, node, 'a value that contains itself is not followed');
    return undefined;
  }
  return anchor as Anchor & { readonly value: Value };
}

/** The value an alias stands for, with the alias's span everywhere. */
export function aliasValue(c: Composer, node: AliasNode): Value {
  const at = { start: node.start, end: node.end };
  const anchor = aliasTarget(c, node);
  if (anchor === undefined) return placeholder(at);
  c.uses.push({ name: node.name });
  if (anchor.size === 0) {
    const measured = measure(anchor.value);
    anchor.height = measured.height;
    anchor.size = measured.size;
  }
  if (!countUse(c.anchors, anchor)) {
    limitProblem(c, at, `too many aliases (limit ${MAX_ALIASES})`);
    return placeholder(at);
  }
  if (c.depth + anchor.height > MAX_DEPTH) {
    limitProblem(c, at, `nesting too deep (limit ${MAX_DEPTH})`);
    return placeholder(at);
  }
  c.nodes += anchor.size;
  if (c.nodes > MAX_NODES) {
    limitProblem(c, at, `more than ${MAX_NODES} values in one file`);
    return placeholder(at);
  }
  return respan(anchor.value, at);
}

function placeholder(at: Span): Scalar {
  return { kind: 'scalar', span: at, content: at, quote: 'none', data: NONE };
}

function measure(value: Value): { readonly height: number; readonly size: number } {
  if (value.kind === 'scalar') return { height: 0, size: 1 };
  let height = 0;
  let size = 1;
  const parts = value.kind === 'sequence' ? value.items : value.entries.map((entry) => entry.value);
  for (const part of parts) {
    if (part === undefined) continue;
    const inner = measure(part);
    height = Math.max(height, inner.height);
    size += inner.size + 1;
  }
  return { height: height + 1, size };
}

/** The same value as if it stood at another place, as a whole. */
function respan(value: Value, at: Span): Value {
  switch (value.kind) {
    case 'scalar':
      return { kind: 'scalar', span: at, content: at, quote: 'none', data: value.data };
    case 'sequence':
      return { kind: 'sequence', span: at, items: value.items.map((item) => respan(item, at)) };
    case 'mapping':
      return { kind: 'mapping', span: at, entries: value.entries.map((entry) => respanEntry(entry, at)) };
  }
}

/** An entry that stands elsewhere: entry, key and value all have the one span that brings it here. */
export function respanEntry(entry: Entry, at: Span): Entry {
  const value = entry.value === undefined ? undefined : respan(entry.value, at);
  return {
    key: { name: entry.key.name, span: at, data: entry.key.data },
    span: at,
    ...(value && { value }),
  };
}
