import { memo } from '../../text/memo.ts';
import { sameData } from '../data.ts';
import type { Entry, Value } from '../document.ts';
import { aliasesIn, staysWithinLimit, type Use } from './yaml-alias-uses.ts';
import { type KnownAnchor, MAX_MERGES, MAX_NODES } from './yaml-anchors.ts';
import { type Block, blockOf } from './yaml-blocks.ts';
import { type Composed, compose } from './yaml-compose.ts';
import type { Node } from './yaml-node.ts';
import { type Parsing, readingOf } from './yaml-read.ts';

/** A block with anchors or aliases as it is below certain anchors. */
interface Composition {
  readonly block: Block;
  readonly composed: Composed;
  /** What the block's anchors and aliases stood for above it, in the order of their names. */
  above: readonly (KnownAnchor | undefined)[];
}

/** The last of each block; other anchors above it are rare, and make another one. */
const compositions = new WeakMap<Block, Composition>();

/**
 * The blocks of one document with anchors given to those that are tied to others. One that is the same as before, below
 * anchors that stand for the same as before, gives the same object. Undefined where a limit for the whole document is
 * met or nothing is known of a block: then only reading it as a whole says what loads.
 */
export function withAnchors(blocks: readonly Block[]): readonly Block[] | undefined {
  if (!blocks.some((it) => it.kind === 'tied')) return blocks;
  if (blocks.some((it) => it.givenUp)) return undefined;
  const anchors = new Map<string, KnownAnchor>();
  const result: Block[] = [];
  const uses: Use[] = [];
  let [nodes, merges] = [0, 0];
  for (const it of blocks) {
    if (it.parsing === undefined) {
      nodes += it.nodes;
      result.push(it);
      continue;
    }
    const { block, composed } = compositionOf(it, it.parsing, anchors);
    if (composed.limited) return undefined;
    for (const use of composed.uses) {
      uses.push(use);
      const own = use.node && composed.anchors.get(use.name);
      if (own) anchors.set(use.name, own);
    }
    nodes += composed.nodes;
    merges += composed.merges;
    result.push(block);
  }
  return nodes <= MAX_NODES && merges <= MAX_MERGES && staysWithinLimit(uses) ? result : undefined;
}

function compositionOf(
  block: Block,
  parsing: Parsing,
  anchors: ReadonlyMap<string, KnownAnchor>,
): Composition {
  const names = parsing.node === undefined ? [] : namesIn(parsing.node);
  const above = names.map((name) => anchors.get(name));
  const last = compositions.get(block);
  if (last?.above.every((it, index) => isSameAnchor(it, above[index]))) {
    last.above = above;
    return last;
  }
  const known = new Map<string, KnownAnchor>();
  for (const [index, anchor] of above.entries()) if (anchor) known.set(names[index] as string, anchor);
  const composed = compose(parsing.readable, parsing.node, known);
  const reading = readingOf(parsing, composed);
  const composition = { block: blockOf(reading, parsing.readable), composed, above };
  compositions.set(block, composition);
  return composition;
}

/** The names of all anchors and aliases in a tree, each once. */
const namesIn = memo((root: Node): readonly string[] => {
  const names = new Set(aliasesIn(root));
  const visit = (node: Node): void => {
    if (node.kind === 'alias') return;
    if (node.anchor !== undefined) names.add(node.anchor.name);
    if (node.kind === 'sequence') for (const item of node.items) visit(item);
    if (node.kind === 'mapping')
      for (const { key, value } of node.pairs) {
        visit(key);
        visit(value);
      }
  };
  visit(root);
  return [...names];
});

function isSameAnchor(a: KnownAnchor | undefined, b: KnownAnchor | undefined): boolean {
  return a === b || (a !== undefined && b !== undefined && isSameValue(a.value, b.value));
}

/** Equal but for places: what an alias makes of them is the same. */
function isSameValue(a: Value, b: Value): boolean {
  if (a === b) return true;
  if (a.kind === 'scalar') return b.kind === 'scalar' && sameData(a.data, b.data);
  if (a.kind === 'sequence') return b.kind === 'sequence' && isSameList(a.items, b.items, isSameValue);
  return b.kind === 'mapping' && isSameList(a.entries, b.entries, isSameEntry);
}

function isSameEntry(a: Entry, b: Entry): boolean {
  if (a.key.name !== b.key.name || !sameData(a.key.data, b.key.data)) return false;
  return a.value === undefined || b.value === undefined ? a.value === b.value : isSameValue(a.value, b.value);
}

function isSameList<T>(a: readonly T[], b: readonly T[], isSame: (a: T, b: T) => boolean): boolean {
  return a.length === b.length && a.every((it, index) => isSame(it, b[index] as T));
}
