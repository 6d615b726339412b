import { memo } from '../../text/memo.ts';
import type { Node } from './yaml-node.ts';

/** How often one anchor's value may be written out, nested uses multiplied. */
export const MAX_ALIASES = 100;

/** An anchor with what counts against the limit. */
export interface Weighed {
  readonly node: Node;
  uses: number;
  /** Uses of aliases inside of the value, multiplied along the deepest chain; 0 before the first use. */
  weight: number;
}

/** An anchor, which has its node, or an alias that is written out. */
export interface Use {
  readonly name: string;
  readonly node?: Node;
}

/** An anchor that was not used yet. */
export function weighed(node: Node): Weighed {
  return { node, uses: 0, weight: 0 };
}

/** Counts that an anchor is written out; false where that is once too often. `anchors` are those by their names. */
export function countUse(anchors: ReadonlyMap<string, Weighed>, anchor: Weighed): boolean {
  anchor.uses++;
  if (anchor.weight === 0) {
    const inside = aliasesIn(anchor.node).map((name) => anchors.get(name));
    anchor.weight = inside.reduce((most, it) => Math.max(most, it ? it.uses * it.weight : 1), 1);
  }
  return anchor.uses * anchor.weight <= MAX_ALIASES;
}

/** True when no anchor of one document is written out too often; all its anchors and aliases are given in order. */
export function staysWithinLimit(uses: Iterable<Use>): boolean {
  const anchors = new Map<string, Weighed>();
  for (const { name, node } of uses) {
    const anchor = anchors.get(name);
    if (node !== undefined) anchors.set(name, weighed(node));
    else if (anchor !== undefined && !countUse(anchors, anchor)) return false;
  }
  return true;
}

/** The names of the aliases in a node, each once. */
export const aliasesIn = memo((node: Node): readonly string[] => {
  const names = new Set<string>();
  const visit = (it: Node): void => {
    if (it.kind === 'alias') names.add(it.name);
    else if (it.kind === 'sequence') for (const item of it.items) visit(item);
    else if (it.kind === 'mapping')
      for (const { key, value } of it.pairs) {
        visit(key);
        visit(value);
      }
  };
  visit(node);
  return [...names];
});
