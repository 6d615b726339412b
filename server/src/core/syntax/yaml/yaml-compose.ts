import type { Span } from '../../text/span.ts';
import { NONE, str } from '../data.ts';
import type { Entry, Scalar, Value } from '../document.ts';
import { pythonText } from '../python-text.ts';
import { dataOf } from '../value-data.ts';
import { entriesOf } from '../value-members.ts';
import type { Use } from './yaml-alias-uses.ts';
import type { Composer, KnownAnchor } from './yaml-anchors.ts';
import { aliasValue, anchored, composer, constructorProblem, countNode } from './yaml-anchors.ts';
import { isMergeKey, mergedEntries } from './yaml-merge.ts';
import type { MappingNode, Node, Pair, ScalarNode, SequenceNode } from './yaml-node.ts';
import type { YamlProblem } from './yaml-problem.ts';
import { plainTag, readScalar, unknownTag } from './yaml-scalars.ts';

const CORE = 'tag:yaml.org,2002:';

export interface Composed {
  readonly root: Value | undefined;
  readonly problems: readonly YamlProblem[];
  /** A limit was met. */
  readonly limited: boolean;
  /** By name, those that were known before included. */
  readonly anchors: ReadonlyMap<string, KnownAnchor>;
  /** Its anchors, and the aliases that are written out, in order. */
  readonly uses: readonly Use[];
  /** How many values it holds, those that aliases bring included. */
  readonly nodes: number;
  /** How many entries merge keys looked at. */
  readonly merges: number;
}

const NO_ANCHORS: ReadonlyMap<string, KnownAnchor> = new Map();

/**
 * Gives the tree its types as PyYAML's `safe_load` would, follows aliases and does merges, within the limits. `above`
 * are the anchors of what stands before it in its document.
 */
export function compose(text: string, root: Node | undefined, above = NO_ANCHORS): Composed {
  const c = composer(text, composeNode, above);
  const value = root === undefined ? undefined : composeNode(c, root);
  const anchors = c.anchors as ReadonlyMap<string, KnownAnchor>;
  const { problems, uses, nodes, merges } = c;
  return { root: value, problems, limited: c.reported.size > 0, anchors, uses, nodes, merges };
}

function composeNode(c: Composer, node: Node): Value {
  if (node.kind === 'alias') return aliasValue(c, node);
  countNode(c, node);
  return node.anchor === undefined ? ownValue(c, node) : anchored(c, node, () => ownValue(c, node));
}

function ownValue(c: Composer, node: ScalarNode | MappingNode | SequenceNode): Value {
  if (node.kind === 'scalar') return scalarValue(c, node);
  c.depth++;
  const value = node.kind === 'mapping' ? mappingValue(c, node) : sequenceValue(c, node);
  c.depth--;
  return value;
}

function scalarValue(c: Composer, node: ScalarNode): Scalar {
  const { scalar } = node;
  const written = node.tag?.name;
  const text = scalar?.text ?? '';
  const plain = scalar === undefined || scalar.style === 'plain';
  const tag =
    written !== undefined && written !== '!'
      ? written
      : plain || written === '!'
        ? plainTag(text)
        : `${CORE}str`;
  const reading = readScalar(tag, text);
  const style = scalar === undefined || scalar.style === 'plain' ? 'none' : scalar.style;
  const span = { start: node.start, end: node.end };
  const content =
    scalar === undefined || plain ? span : { start: scalar.contentStart, end: scalar.contentEnd };
  if ('data' in reading) return { kind: 'scalar', span, content, quote: style, data: reading.data };
  constructorProblem(c, node.tag ?? span, reading.message, reading.upstream);
  return { kind: 'scalar', span, content, quote: style, data: str(text) };
}

function mappingValue(c: Composer, node: MappingNode): Value {
  const own: Entry[] = [];
  const merges: Pair[] = [];
  for (const pair of node.pairs) {
    if (isMergeKey(pair.key)) merges.push(pair);
    else own.push(entryOf(c, pair));
  }
  const at = { start: node.start, end: node.end };
  const entries = merges.length === 0 ? own : mergedEntries(c, merges, own);
  const tag = node.tag?.name ?? '!';
  if (tag === `${CORE}set`) {
    const items = entries.map((entry) => entry.key.data);
    return { kind: 'scalar', span: at, content: at, quote: 'none', data: { kind: 'set', items } };
  }
  if (tag !== '!' && tag !== `${CORE}map`) constructorProblem(c, node.tag ?? at, wrongTag(tag));
  return { kind: 'mapping', span: at, entries };
}

function entryOf(c: Composer, pair: Pair): Entry {
  const value = composeNode(c, isValueKey(pair.key) ? quoted(pair.key) : pair.key);
  const at = { start: pair.key.start, end: pair.key.end };
  return {
    key: keyOf(c, pair.key, value, at),
    value: composeNode(c, pair.value),
    span: { start: pair.start, end: pair.end },
  };
}

/** A key `=` has a type of its own in YAML 1.1, which PyYAML turns into a text where it is a key. */
function isValueKey(key: Node): key is ScalarNode {
  return (
    key.kind === 'scalar' && key.tag === undefined && key.scalar?.style === 'plain' && key.scalar.text === '='
  );
}

function quoted(node: ScalarNode): ScalarNode {
  return { ...node, tag: { name: `${CORE}str`, start: node.start, end: node.end } };
}

function keyOf(c: Composer, node: Node, value: Value, at: Span): Entry['key'] {
  const data = value.kind === 'scalar' ? value.data : NONE;
  const name = value.kind === 'scalar' ? pythonText(data) : undefined;
  if (name !== undefined) return { name, span: at, data };
  const source = c.text.slice(node.start, node.end);
  constructorProblem(c, at, 'a list or a mapping cannot be a key');
  return { name: source, span: at, data: str(source) };
}

function sequenceValue(c: Composer, node: SequenceNode): Value {
  const items = node.items.map((item) => composeNode(c, item));
  const at = { start: node.start, end: node.end };
  const tag = node.tag?.name ?? '!';
  if (tag === `${CORE}omap` || tag === `${CORE}pairs`) return pairsValue(c, node, items, at);
  if (tag !== '!' && tag !== `${CORE}seq`) constructorProblem(c, node.tag ?? at, wrongTag(tag));
  return { kind: 'sequence', span: at, items };
}

/** `!!omap` and `!!pairs` load as a list of pairs. */
function pairsValue(c: Composer, node: SequenceNode, items: readonly Value[], at: Span): Scalar {
  const pairs = items.map((item, index) => {
    const entries = entriesOf(item);
    const [entry] = entries;
    if (entry === undefined || entries.length > 1) {
      constructorProblem(c, node.items[index] ?? at, 'each item here needs exactly one key');
    }
    const key = entry?.key.data ?? NONE;
    const value = entry?.value === undefined ? NONE : dataOf(entry.value);
    return { kind: 'tuple', items: [key, value] } as const;
  });
  return { kind: 'scalar', span: at, content: at, quote: 'none', data: { kind: 'list', items: pairs } };
}

const SCALAR_TAGS: ReadonlySet<string> = new Set(
  ['str', 'null', 'bool', 'int', 'float', 'timestamp', 'binary'].map((name) => CORE + name),
);
const COLLECTION_TAGS: ReadonlySet<string> = new Set(
  ['map', 'seq', 'set', 'omap', 'pairs'].map((name) => CORE + name),
);

function wrongTag(tag: string): string {
  const known = SCALAR_TAGS.has(tag) || COLLECTION_TAGS.has(tag);
  return known ? `the value is not what its tag \`!!${tag.slice(CORE.length)}\` says` : unknownTag(tag);
}
