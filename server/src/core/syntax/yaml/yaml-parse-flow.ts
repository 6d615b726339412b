import type { CST } from 'yaml';
import { checkSimpleKey, missingSeparator } from './yaml-checks.ts';
import type { YamlFailure } from './yaml-failure.ts';
import type { MappingNode, Node, Pair, SequenceNode } from './yaml-node.ts';
import type { Properties, Reading } from './yaml-parse-scalar.ts';
import {
  colonIn,
  emptyNode,
  isTrivia,
  nested,
  plainNode,
  plainOrQuoted,
  properties,
  refuseContent,
} from './yaml-parse-scalar.ts';

/** A list in brackets or a mapping in braces; `inFlow` where it stands in others. */
export function flowCollection(
  r: Reading,
  token: CST.FlowCollection,
  props: Properties,
  inFlow: boolean,
): MappingNode | SequenceNode {
  const node = nested(r, token.offset, () =>
    token.start.type === 'flow-seq-start' ? flowSequence(r, token, props) : flowMapping(r, token, props),
  );
  refuseContent(r.text, token.end.slice(1), inFlow);
  return node;
}

function flowSequence(r: Reading, token: CST.FlowCollection, props: Properties): SequenceNode {
  const items: Node[] = [];
  for (const item of flowItems(token))
    items.push(
      isPair(r, item) ? singlePair(r, item) : flowValue(r, item.zone, item.value ?? item.key, item.at),
    );
  return { ...props.written, kind: 'sequence', start: token.offset, end: closingEnd(token), items };
}

function flowMapping(r: Reading, token: CST.FlowCollection, props: Properties): MappingNode {
  const pairs: Pair[] = [];
  for (const item of flowItems(token)) pairs.push(flowPair(r, item));
  return { ...props.written, kind: 'mapping', start: token.offset, end: closingEnd(token), pairs };
}

function closingEnd(token: CST.FlowCollection): number {
  const [close] = token.end;
  const closing = token.start.type === 'flow-seq-start' ? 'flow-seq-end' : 'flow-map-end';
  if (close?.type !== closing) throw misplaced(close ?? token);
  return close.offset + 1;
}

function misplaced(token: CST.Token): YamlFailure {
  const length = 'source' in token ? token.source.length : 1;
  return missingSeparator(token.offset, token.offset + Math.max(1, length));
}

/** One item between commas. */
interface FlowItem {
  /** Behind the comma or bracket before it. */
  readonly at: number;
  readonly mark: CST.SourceToken | undefined;
  /** What stands before its first value: its properties. */
  readonly zone: readonly CST.SourceToken[];
  readonly key: CST.Token | null | undefined;
  readonly sep: readonly CST.SourceToken[];
  readonly value: CST.Token | undefined;
}

function* flowItems(token: CST.FlowCollection): Generator<FlowItem> {
  let at = token.offset + 1;
  let items = 0;
  for (const { start, key, sep = [], value } of token.items) {
    const content = start.filter((it) => !isTrivia(it));
    const comma = content[0]?.type === 'comma' ? content.shift() : undefined;
    if (comma !== undefined && items === 0) throw misplaced(comma);
    const [first] = content;
    const inside = first ?? key ?? sep.find((it) => !isTrivia(it)) ?? value;
    if (comma !== undefined) at = comma.offset + 1;
    if (inside === undefined) continue;
    if (items > 0 && comma === undefined) throw misplaced(inside);
    if (key && value && !sep.some((it) => it.type === 'map-value-ind')) throw misplaced(value);
    const mark = first?.type === 'explicit-key-ind' ? content.shift() : undefined;
    items++;
    yield { at: mark === undefined ? at : mark.offset + 1, mark, zone: content, key, sep, value };
  }
}

function isPair(r: Reading, item: FlowItem): boolean {
  if (item.mark !== undefined || item.sep.some((it) => it.type === 'map-value-ind')) return true;
  return item.zone.length === 0 && isMarkedPlain(r, item.key ?? item.value);
}

/** `?x` in brackets is `? x` to PyYAML. */
function isMarkedPlain(r: Reading, token: CST.Token | null | undefined): token is CST.FlowScalar {
  return token?.type === 'scalar' && r.text.charAt(token.offset) === '?';
}

function singlePair(r: Reading, item: FlowItem): MappingNode {
  const start = item.mark?.offset ?? item.zone[0]?.offset ?? item.key?.offset ?? item.at;
  const pair = nested(r, start, () => flowPair(r, item));
  return { kind: 'mapping', start: pair.start, end: pair.end, pairs: [pair] };
}

function flowPair(r: Reading, item: FlowItem): Pair {
  const { before, colon, after } = colonIn(item.sep);
  const first = item.mark ?? item.zone[0] ?? item.key ?? (colon === undefined ? item.value : undefined);
  if (first === undefined) throw missingSeparator(colon?.offset ?? item.at, (colon?.offset ?? item.at) + 1);
  const written = colon === undefined ? (item.key ?? item.value) : item.key;
  const marked = item.mark !== undefined || (item.zone.length === 0 && isMarkedPlain(r, written));
  const key = flowValue(r, item.zone, written, item.at);
  refuseContent(r.text, before, true);
  const start = first.offset;
  if (colon === undefined) return { key, value: emptyNode(undefined, key.end), start, end: key.end };
  const wrong = marked ? undefined : checkSimpleKey(r.text, start, key.end, colon.offset, 'flow');
  if (wrong !== undefined) throw wrong;
  const value = flowValue(r, after, item.value, colon.offset + 1);
  return { key, value, start, end: Math.max(colon.offset + 1, value.end) };
}

function flowValue(
  r: Reading,
  zone: readonly CST.SourceToken[],
  token: CST.Token | null | undefined,
  at: number,
): Node {
  const props = properties(r, zone, true);
  if (token === undefined || token === null) return emptyNode(props, at);
  if (token.type === 'scalar' && token.source === '') {
    refuseContent(r.text, token.end, true);
    return emptyNode(props, at);
  }
  if (token.type === 'flow-collection') {
    return flowCollection(r, token, props, true);
  }
  if (isMarkedPlain(r, token)) {
    if (zone.length > 0) throw missingSeparator(token.offset, token.offset + 1);
    const end = token.offset + token.source.length;
    let start = token.offset + 1;
    while (r.text.charAt(start) === ' ') start++;
    refuseContent(r.text, token.end, true);
    return plainNode(r, start, end, props, -1, true);
  }
  return plainOrQuoted(r, token, props, -1, true);
}
