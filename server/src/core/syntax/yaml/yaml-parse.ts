import type { CST } from 'yaml';
import {
  checkSimpleKey,
  missingColon,
  secondColon,
  stopsEarly,
  unexpected,
  unexpectedText,
  unlikeOthers,
} from './yaml-checks.ts';
import { columnOf, hasBreak } from './yaml-cursor.ts';
import { parserFailure, type YamlFailure } from './yaml-failure.ts';
import type { MappingNode, Node, Pair, SequenceNode } from './yaml-node.ts';
import { flowCollection } from './yaml-parse-flow.ts';
import type { Properties, Reading } from './yaml-parse-scalar.ts';
import {
  colonIn,
  emptyNode,
  isTrivia,
  literal,
  nested,
  plainOrQuoted,
  properties,
  refuseContent,
} from './yaml-parse-scalar.ts';
import { plainText } from './yaml-scalar-text.ts';
import type { DirectiveText } from './yaml-tag.ts';
import { defaultHandles, readDirectives } from './yaml-tag.ts';

export interface ParsedStream {
  /** The first document's node; undefined where it is empty. */
  readonly root?: Node;
  /** Where a second document starts. */
  readonly second?: { readonly start: number; readonly end: number };
  /** Anything in it that only makes sense with the rest of the file: directives, markers. */
  readonly entangled: boolean;
  /** It has anchors or aliases. */
  readonly tied: boolean;
}

/**
 * Builds the tree of the first document from what the parser of `yaml` gives. Throws a YamlFailure at the first place
 * that PyYAML 6.0.3 refuses, and one without `upstream` where the nesting is too deep.
 */
export function parseStream(text: string, stream: readonly CST.Token[]): ParsedStream {
  const r: Reading = { text, handles: defaultHandles(), depth: 0, entangled: false, tied: false };
  let directives: DirectiveText[] = [];
  let first: CST.Document | undefined;
  let root: Node | undefined;
  let second: ParsedStream['second'];
  for (const token of stream) {
    if (token.type === 'directive') {
      r.entangled = true;
      directives.push({ source: token.source, start: token.offset });
    } else if (token.type === 'doc-end') {
      if (root === undefined || directives.length > 0) throw unexpected(r.text, token, false);
      r.entangled = true;
      refuseContent(r.text, token.end, false);
    } else if (token.type === 'document') {
      const mark = token.start.find((it) => it.type === 'doc-start');
      if (first !== undefined && mark === undefined && isBlank(token)) continue;
      if (mark === undefined && (first !== undefined || directives.length > 0)) throw noMark(token);
      r.handles = readDirectives(directives);
      directives = [];
      if (first !== undefined && mark !== undefined) {
        r.entangled = true;
        second = { start: mark.offset, end: mark.offset + 3 };
        break;
      }
      first = token;
      root = documentNode(r, token, mark);
    } else if (token.type === 'error' || !isTrivia(token)) {
      throw unexpected(r.text, token, false);
    }
  }
  const [left] = directives;
  if (left !== undefined)
    throw parserFailure('`---` is missing after this', left.start, left.start + left.source.length);
  return { entangled: r.entangled, tied: r.tied, ...(root && { root }), ...(second && { second }) };
}

/** What `yaml` sees between two `...`. */
function isBlank({ start, value, end = [] }: CST.Document): boolean {
  return value === undefined && start.every(isTrivia) && end.every(isTrivia);
}

function noMark(token: CST.Document): YamlFailure {
  const start = (token.start.find((it) => !isTrivia(it)) ?? token.value ?? token).offset;
  return unexpectedText(start, start + 1);
}

function documentNode(r: Reading, token: CST.Document, mark: CST.SourceToken | undefined): Node | undefined {
  const zone = mark === undefined ? token.start : token.start.slice(token.start.indexOf(mark) + 1);
  const at = mark === undefined ? token.offset : mark.offset + 3;
  const empty = mark === undefined && token.value === undefined && zone.every(isTrivia);
  const node = empty
    ? undefined
    : blockNode(r, zone, token.value, { at, indent: -1, open: mark === undefined });
  refuseContent(r.text, token.end, false);
  return node;
}

/** Where a node of block style stands. */
interface Place {
  /** Behind the sign that it follows. */
  readonly at: number;
  /** The column of the innermost block collection around it, -1 outside of all. */
  readonly indent: number;
  /** A mapping or a list may start on the same line. */
  readonly open: boolean;
  /** A list may stand in the column of the mapping around it. */
  readonly indentless?: boolean;
}

function blockNode(
  r: Reading,
  zone: readonly CST.SourceToken[],
  token: CST.Token | null | undefined,
  place: Place,
): Node {
  const props = properties(r, zone, false);
  if (!token) return emptyNode(props, place.at);
  switch (token.type) {
    case 'block-map':
      return nested(r, startOf(token), () => blockMapping(r, token, props, place));
    case 'block-seq':
      return nested(r, startOf(token), () => blockSequence(r, token, props, place));
    case 'block-scalar':
      return literal(r, token, props, place.indent);
    case 'flow-collection':
      return flowCollection(r, token, props, false);
    default:
      return plainOrQuoted(r, token, props, place.indent, false);
  }
}

/** Where a block collection's first sign or key stands, the properties of that key included. */
function startOf(token: CST.BlockMap | CST.BlockSequence): number {
  const [item] = token.items;
  const first = item?.start.find((it) => !isTrivia(it));
  return first?.offset ?? item?.key?.offset ?? colonOf(item)?.offset ?? token.offset;
}

function colonOf(item: CST.CollectionItem | undefined): CST.SourceToken | undefined {
  return item?.sep?.find((it) => it.type === 'map-value-ind');
}

function mayStart(r: Reading, start: number, props: Properties, place: Place): boolean {
  if (props.last === undefined && place.open) return true;
  return hasBreak(r.text, props.last ?? place.at, start);
}

function blockSequence(r: Reading, token: CST.BlockSequence, props: Properties, place: Place): SequenceNode {
  const start = startOf(token);
  const column = columnOf(r.text, start);
  const [mark] = token.items[0]?.start.filter((it) => it.type === 'seq-item-ind') ?? [];
  if (!mayStart(r, start, props, place)) throw unexpected(r.text, mark ?? token, false);
  if (column < place.indent || (column === place.indent && !place.indentless))
    throw unexpectedText(start, start + 1);
  const items: Node[] = [];
  let end = start;
  for (const item of token.items) {
    const node = blockItem(r, item, column);
    if (node === undefined) continue;
    items.push(node);
    end = node.end;
  }
  return { ...props.written, kind: 'sequence', start, end, items };
}

/** An item of a list; undefined for the blanks and comments after the last. */
function blockItem(r: Reading, item: CST.BlockSequence['items'][number], column: number): Node | undefined {
  const index = item.start.findIndex((it) => !isTrivia(it));
  const mark = item.start[index];
  if (mark === undefined && item.value === undefined) return undefined;
  if (mark?.type !== 'seq-item-ind') throw misplaced(mark ?? item.value, 'items');
  if (columnOf(r.text, mark.offset) !== column) throw misplaced(mark, 'items');
  const place = { at: mark.offset + 1, indent: column, open: true };
  return blockNode(r, item.start.slice(index + 1), item.value, place);
}

function misplaced(token: CST.Token | null | undefined, others: 'items' | 'keys'): YamlFailure {
  const start = token?.offset ?? 0;
  return unlikeOthers(start, start + firstLine(token).length, others);
}

function endOf(token: CST.Token | null | undefined): number {
  return token && 'source' in token ? token.offset + token.source.length : 0;
}

function firstLine(token: CST.Token | null | undefined): string {
  return token && 'source' in token ? (token.source.split(/[\r\n]/)[0] ?? '') : '';
}

function blockMapping(r: Reading, token: CST.BlockMap, props: Properties, place: Place): MappingNode {
  const start = startOf(token);
  const column = columnOf(r.text, start);
  if (!mayStart(r, start, props, place))
    throw unexpected(r.text, explicitMark(token.items[0]) ?? colonOf(token.items[0]) ?? token, false);
  if (column <= place.indent) throw unexpectedText(start, start + 1);
  const pairs: Pair[] = [];
  let end = start;
  for (const item of withStrayTexts(token.items)) {
    const pair = blockPair(r, item, column, pairs.length === 0 ? place.indent : undefined);
    if (pair === undefined) continue;
    pairs.push(pair);
    end = pair.end;
  }
  return { ...props.written, kind: 'mapping', start, end, pairs };
}

/** A block text in the column of the keys is the value of the key before it; `yaml` makes it a key. */
function withStrayTexts(items: readonly CST.CollectionItem[]): readonly CST.CollectionItem[] {
  if (!items.some((it) => it.key?.type === 'block-scalar')) return items;
  const result: CST.CollectionItem[] = [];
  for (const item of items) {
    const before = result.at(-1);
    const stray =
      item.key?.type === 'block-scalar' &&
      !item.value &&
      colonOf(item) === undefined &&
      item.start.every(isTrivia);
    if (
      stray &&
      item.key &&
      before !== undefined &&
      before.value === undefined &&
      colonOf(before) !== undefined
    ) {
      result[result.length - 1] = { ...before, value: item.key };
    } else {
      result.push(item);
    }
  }
  return result;
}

function explicitMark(item: CST.CollectionItem | undefined): CST.SourceToken | undefined {
  return item?.start.find((it) => it.type === 'explicit-key-ind');
}

/**
 * A key with its value; undefined for the blanks and comments after the last. `outer` is the column of what is around
 * the mapping, for its first key.
 */
function blockPair(
  r: Reading,
  item: CST.CollectionItem,
  column: number,
  outer: number | undefined,
): Pair | undefined {
  const mark = explicitMark(item);
  if (mark !== undefined) return explicitPair(r, item, mark, column);
  const content = item.start.find((it) => !isTrivia(it)) ?? item.key ?? undefined;
  const { before, colon, after } = colonIn(item.sep ?? []);
  if (content === undefined) {
    if (colon === undefined) return undefined;
    throw columnOf(r.text, colon.offset) > column
      ? secondColon(colon.offset)
      : parserFailure('the key is missing before this', colon.offset, colon.offset + 1);
  }
  const start = content.offset;
  if (columnOf(r.text, start) !== column) throw misplaced(content, 'keys');
  const lineEnd = start + firstLine(item.key).length;
  const colonAt = colon?.offset ?? Math.max(start + 1, endOf(item.key));
  const wrong = checkSimpleKey(r.text, start, lineEnd, colonAt, outer === undefined ? 'next' : 'first');
  if (wrong !== undefined) throw (outer === undefined ? undefined : endsBefore(r, item.key, outer)) ?? wrong;
  const key = blockKey(r, item, column, start);
  if (colon === undefined) throw missingColon(start, Math.max(start + 1, key.end));
  refuseContent(r.text, before, false);
  const place = { at: colon.offset + 1, indent: column, open: false, indentless: true };
  const value = blockNode(r, after, item.value, place);
  return { key, value, start, end: Math.max(colon.offset + 1, value.end) };
}

/** A text before the first key that ends on its line already, at a tab. */
function endsBefore(r: Reading, key: CST.Token | null | undefined, outer: number): YamlFailure | undefined {
  if (key?.type !== 'scalar') return undefined;
  const { end } = plainText(r.text, key.offset, outer, false);
  return end < endOf(key) ? stopsEarly(r.text, end, false) : undefined;
}

function blockKey(r: Reading, item: CST.CollectionItem, column: number, at: number): Node {
  const key = item.key;
  if (key?.type === 'block-map' || key?.type === 'block-seq') throw unexpectedText(at, at + 1);
  return blockNode(r, item.start, key, { at, indent: column, open: false });
}

function explicitPair(r: Reading, item: CST.CollectionItem, mark: CST.SourceToken, column: number): Pair {
  const index = item.start.indexOf(mark);
  refuseContent(r.text, item.start.slice(0, index), false);
  const start = mark.offset;
  if (columnOf(r.text, start) !== column) throw misplaced(mark, 'keys');
  const zone = item.start.slice(index + 1);
  const key = blockNode(r, zone, item.key, { at: start + 1, indent: column, open: true, indentless: true });
  const { before, colon, after } = colonIn(item.sep ?? []);
  refuseContent(r.text, before, false);
  if (colon === undefined) {
    if (item.value) throw unexpected(r.text, item.value, false);
    return { key, value: emptyNode(undefined, key.end), start, end: key.end };
  }
  if (columnOf(r.text, colon.offset) !== column) throw misplaced(colon, 'keys');
  const place = { at: colon.offset + 1, indent: column, open: true, indentless: true };
  const value = blockNode(r, after, item.value, place);
  return { key, value, start, end: Math.max(colon.offset + 1, value.end) };
}
