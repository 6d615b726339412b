import type { Span } from '../../text/span.ts';
import type { Data } from '../data.ts';
import { NONE } from '../data.ts';
import type { Entry, Value } from '../document.ts';
import { pythonText } from '../python-text.ts';
import { keyIdentity } from '../value-data.ts';
import type { Composer } from './yaml-anchors.ts';
import { aliasTarget, constructorProblem, limitProblem, MAX_MERGES, respanEntry } from './yaml-anchors.ts';
import type { Node, Pair } from './yaml-node.ts';

const MERGE_TAG = 'tag:yaml.org,2002:merge';

/** True for a `<<` without quotes. */
export function isMergeKey(key: Node): boolean {
  if (key.kind !== 'scalar') return false;
  if (key.tag !== undefined && key.tag.name !== '!') return key.tag.name === MERGE_TAG;
  return key.scalar?.style === 'plain' && key.scalar.text === '<<';
}

/**
 * The entries of a mapping with what its merge keys bring, as PyYAML 6.0.3 merges: own keys win, then later merge
 * keys, then earlier mappings of one list. What is brought stands first, with the span of what brings it.
 */
export function mergedEntries(c: Composer, merges: readonly Pair[], own: readonly Entry[]): readonly Entry[] {
  const taken = new Set(own.map((entry) => keyIdentity(entry.key.data)));
  const brought = new Map<string, Entry>();
  for (const pair of merges) {
    for (const source of sources(c, pair.value)) {
      c.merges += source.entries.length + 1;
      if (c.merges > MAX_MERGES) {
        limitProblem(c, source.at, `merge keys bring too many entries (limit ${MAX_MERGES})`);
        return [...brought.values(), ...own];
      }
      for (const entry of source.entries) {
        const id = keyIdentity(entry.key.data);
        if (!taken.has(id)) brought.set(id, respanEntry(entry, source.at));
      }
    }
  }
  return [...brought.values(), ...own];
}

interface Source {
  readonly entries: readonly Entry[];
  readonly at: Span;
}

/** What one merge key names, weakest first. */
function sources(c: Composer, node: Node): readonly Source[] {
  if (node.kind === 'sequence') {
    return node.items.flatMap((item) => single(c, item, mergeValue(c, item))).reverse();
  }
  const value = mergeValue(c, node);
  if (value?.kind === 'sequence') {
    return value.items.flatMap((item) => single(c, node, item)).reverse();
  }
  return single(c, node, value);
}

function single(c: Composer, node: Node, value: Value | undefined): readonly Source[] {
  if (value === undefined) return [];
  const at = { start: node.start, end: node.end };
  if (value.kind === 'mapping') return [{ entries: value.entries, at }];
  if (value.kind === 'scalar' && value.data.kind === 'set') {
    const entries = value.data.items.map((data) => keyOnly(data, at));
    return [{ entries, at }];
  }
  constructorProblem(c, at, 'a merge key needs a mapping or a list of mappings');
  return [];
}

/** A member of a `!!set`, which is a mapping without values. */
function keyOnly(data: Data, at: Span): Entry {
  const value = { kind: 'scalar', span: at, content: at, quote: 'none', data: NONE } as const;
  return { key: { name: pythonText(data) ?? '', span: at, data }, value, span: at };
}

/** An alias is looked at where it stands, not written out: merging counts what it brings by itself. */
function mergeValue(c: Composer, node: Node): Value | undefined {
  return node.kind === 'alias' ? aliasTarget(c, node)?.value : c.compose(c, node);
}
