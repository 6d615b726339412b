import type {
  AliasNode,
  MappingNode,
  Node,
  Pair,
  Properties,
  ScalarNode,
  SequenceNode,
} from './yaml-node.ts';
import type { Scan } from './yaml-scan.ts';
import type { ScalarText, Token, TokenKind } from './yaml-token.ts';
import { MAX_DEPTH, YamlFailure } from './yaml-token.ts';

export interface ParsedStream {
  /** The first document's node; undefined where it is empty. */
  readonly root?: Node;
  /** Where a second document starts. */
  readonly second?: { readonly start: number; readonly end: number };
  /** Anything in it that only makes sense with the rest of the file: anchors, aliases, directives, markers. */
  readonly entangled: boolean;
}

interface Parser {
  readonly tokens: readonly Token[];
  readonly failure: YamlFailure | undefined;
  next: number;
  depth: number;
  /** The innermost bracket that is open. */
  open: Token | undefined;
  handles: Map<string, string>;
  entangled: boolean;
}

const CORE_TAGS = 'tag:yaml.org,2002:';
const EMPTY: Properties = {};

/**
 * Builds the tree of the first document from tokens by the grammar of PyYAML 6.0.3. Throws a YamlFailure at the
 * first place that grammar refuses, and one without `upstream` where the nesting is too deep.
 */
export function parseTokens(scan: Scan): ParsedStream {
  const p: Parser = {
    tokens: scan.tokens,
    failure: scan.failure,
    next: 0,
    depth: 0,
    open: undefined,
    handles: new Map(),
    entangled: false,
  };
  let root: Node | undefined;
  if (is(p, 'directive', 'document-start')) {
    root = explicitDocument(p);
  } else if (!is(p, 'stream-end')) {
    defaultHandles(p);
    root = blockNode(p, false);
  }
  const second = documentsAfter(p);
  return { entangled: p.entangled, ...(root && { root }), ...(second && { second }) };
}

function explicitDocument(p: Parser): Node {
  if (!is(p, 'document-start')) p.entangled = true;
  directives(p);
  const mark = expect(p, 'document-start', '`---` is missing before this');
  if (is(p, 'directive', 'document-start', 'document-end', 'stream-end')) return emptyScalar(mark.end);
  return blockNode(p, false);
}

function documentsAfter(p: Parser): { readonly start: number; readonly end: number } | undefined {
  if (is(p, 'stream-end')) return undefined;
  p.entangled = true;
  const ended = is(p, 'document-end');
  while (is(p, 'document-end')) p.next++;
  if (is(p, 'stream-end')) return undefined;
  if (!ended && !is(p, 'document-start', 'directive'))
    refuse(p, 'this is neither a key nor part of the value before');
  directives(p);
  const mark = expect(p, 'document-start', 'this is neither a key nor part of the value before');
  return { start: mark.start, end: mark.end };
}

function directives(p: Parser): void {
  p.handles = new Map();
  let version = false;
  for (let token = current(p); token.kind === 'directive'; token = current(p)) {
    p.next++;
    const rest = token.name ?? '';
    if (token.handle === 'YAML') {
      if (version) throw parserFailure('`%YAML` stands twice', token);
      if (Number.parseInt(rest, 10) !== 1) throw parserFailure('only `%YAML 1` is understood', token);
      version = true;
    } else if (token.handle === 'TAG') {
      const [handle = '', prefix = ''] = rest.split(/ +/);
      if (p.handles.has(handle)) throw parserFailure('this tag handle is declared twice', token);
      p.handles.set(handle, prefix);
    }
  }
  defaultHandles(p);
}

function defaultHandles(p: Parser): void {
  if (!p.handles.has('!')) p.handles.set('!', '!');
  if (!p.handles.has('!!')) p.handles.set('!!', CORE_TAGS);
}

function blockNode(p: Parser, indentless: boolean): Node {
  return node(p, true, indentless);
}

function node(p: Parser, block: boolean, indentless: boolean): Node {
  const first = current(p);
  if (first.kind === 'alias') return alias(p, first);
  const properties = nodeProperties(p);
  const token = current(p);
  if (indentless && token.kind === 'block-entry') {
    return nested(p, token, () => blockSequence(p, properties, false));
  }
  switch (token.kind) {
    case 'scalar':
      p.next++;
      return scalarNode(properties, token.start, token.end, token.scalar);
    case 'flow-sequence-start':
      return nested(p, token, () => flowSequence(p, properties));
    case 'flow-mapping-start':
      return nested(p, token, () => flowMapping(p, properties));
    case 'block-sequence-start':
      if (block) return nested(p, token, () => blockSequence(p, properties, true));
      break;
    case 'block-mapping-start':
      if (block) return nested(p, token, () => blockMapping(p, properties));
      break;
    default:
      break;
  }
  if (properties !== EMPTY) {
    const last = Math.max(properties.tag?.end ?? 0, properties.anchor?.end ?? 0);
    return scalarNode(properties, last, last, undefined);
  }
  return refuse(p, 'a value is missing before this');
}

function alias(p: Parser, token: Token): AliasNode {
  p.next++;
  p.entangled = true;
  return { kind: 'alias', start: token.start, end: token.end, name: token.name ?? '' };
}

function nodeProperties(p: Parser): Properties {
  let result = EMPTY;
  if (!is(p, 'anchor', 'tag')) return result;
  for (let turn = 0; turn < 2; turn++) {
    const { kind, start, end, name = '', handle } = current(p);
    if (kind === 'anchor' && result.anchor === undefined) {
      p.entangled = true;
      result = { ...result, anchor: { name, start, end } };
    } else if (kind === 'tag' && result.tag === undefined) {
      const prefix = handle === undefined ? '' : p.handles.get(handle);
      if (prefix === undefined) refuse(p, `the tag handle \`${handle}\` is not declared`);
      result = { ...result, tag: { name: `${prefix}${name}`, start, end } };
    } else {
      break;
    }
    p.next++;
  }
  return result;
}

/** Reads a collection one level deeper. */
function nested<T>(p: Parser, token: Token, read: () => T): T {
  if (p.depth >= MAX_DEPTH) {
    const place = [token.start, Math.max(token.end, token.start + 1)] as const;
    throw new YamlFailure(`nesting too deep (limit ${MAX_DEPTH})`, place);
  }
  p.depth++;
  const result = read();
  p.depth--;
  return result;
}

function blockSequence(p: Parser, properties: Properties, closed: boolean): SequenceNode {
  const start = current(p).start;
  if (closed) p.next++;
  const items: Node[] = [];
  let end = start;
  while (is(p, 'block-entry')) {
    const mark = advance(p);
    const empty = closed
      ? is(p, 'block-entry', 'block-end')
      : is(p, 'block-entry', 'key', 'value', 'block-end');
    const item = empty ? emptyScalar(mark.end) : blockNode(p, false);
    items.push(item);
    end = item.end;
  }
  if (closed) expect(p, 'block-end', 'this is not indented like the items before it');
  return { ...properties, kind: 'sequence', start, end, items };
}

function blockMapping(p: Parser, properties: Properties): MappingNode {
  const start = advance(p).start;
  const pairs: Pair[] = [];
  let end = start;
  while (is(p, 'key')) {
    const pair = blockPair(p);
    pairs.push(pair);
    end = pair.end;
  }
  expect(p, 'block-end', 'this is not indented like the keys before it, or its `:` is missing');
  return { ...properties, kind: 'mapping', start, end, pairs };
}

function blockPair(p: Parser): Pair {
  const mark = advance(p);
  const key = is(p, 'key', 'value', 'block-end') ? emptyScalar(mark.end) : blockNode(p, true);
  if (!is(p, 'value')) return pair(mark, key, emptyScalar(key.end), key.end);
  const colon = advance(p);
  const value = is(p, 'key', 'value', 'block-end') ? emptyScalar(colon.end) : blockNode(p, true);
  return pair(mark, key, value, Math.max(colon.end, value.end));
}

/** Starts at the `?` of an explicit key, else at the key's own first character, its tag or anchor included. */
function pair(mark: Token, key: Node, value: Node, end: number): Pair {
  return { key, value, start: mark.start, end: Math.max(end, key.end) };
}

function flowSequence(p: Parser, properties: Properties): SequenceNode {
  const outer = p.open;
  const open = advance(p);
  p.open = open;
  const items: Node[] = [];
  while (!is(p, 'flow-sequence-end')) {
    if (items.length > 0) {
      flowSeparator(p);
      if (is(p, 'flow-sequence-end')) break;
    }
    if (is(p, 'key')) {
      const single = nested(p, current(p), () => flowPair(p, 'flow-sequence-end'));
      items.push({ kind: 'mapping', start: single.start, end: single.end, pairs: [single] });
    } else {
      items.push(node(p, false, false));
    }
  }
  const close = advance(p);
  p.open = outer;
  return { ...properties, kind: 'sequence', start: open.start, end: close.end, items };
}

function flowMapping(p: Parser, properties: Properties): MappingNode {
  const outer = p.open;
  const open = advance(p);
  p.open = open;
  const pairs: Pair[] = [];
  while (!is(p, 'flow-mapping-end')) {
    if (pairs.length > 0) {
      flowSeparator(p);
      if (is(p, 'flow-mapping-end')) break;
    }
    if (is(p, 'key')) {
      pairs.push(flowPair(p, 'flow-mapping-end'));
    } else {
      const start = current(p).start;
      const key = node(p, false, false);
      pairs.push({ key, value: emptyScalar(key.end), start, end: key.end });
    }
  }
  const close = advance(p);
  p.open = outer;
  return { ...properties, kind: 'mapping', start: open.start, end: close.end, pairs };
}

function flowPair(p: Parser, closing: TokenKind): Pair {
  const mark = advance(p);
  const key = is(p, 'value', 'flow-entry', closing) ? emptyScalar(mark.end) : node(p, false, false);
  if (!is(p, 'value')) return pair(mark, key, emptyScalar(key.end), key.end);
  const colon = advance(p);
  const value = is(p, 'flow-entry', closing) ? emptyScalar(colon.end) : node(p, false, false);
  return pair(mark, key, value, Math.max(colon.end, value.end));
}

function flowSeparator(p: Parser): void {
  expect(p, 'flow-entry', 'a `,` or the closing bracket is missing before this');
}

/** All fields always, in one order: these are the most frequent objects. */
function scalarNode(
  { tag, anchor }: Properties,
  start: number,
  end: number,
  scalar: ScalarText | undefined,
): ScalarNode {
  return { kind: 'scalar', start, end, scalar, tag, anchor };
}

function emptyScalar(at: number): ScalarNode {
  return scalarNode(EMPTY, at, at, undefined);
}

function current(p: Parser): Token {
  const token = p.tokens[p.next];
  if (token !== undefined) return token;
  throw (
    p.failure ?? new YamlFailure(`nesting too deep (limit ${MAX_DEPTH})`, [p.tokens.at(-1)?.start ?? 0, 0])
  );
}

function is(p: Parser, a: TokenKind, b = a, c = a, d = a): boolean {
  const { kind } = current(p);
  return kind === a || kind === b || kind === c || kind === d;
}

function advance(p: Parser): Token {
  const token = current(p);
  p.next++;
  return token;
}

function expect(p: Parser, kind: TokenKind, message: string): Token {
  const token = current(p);
  if (token.kind !== kind) refuse(p, message);
  p.next++;
  return token;
}

function refuse(p: Parser, message: string): never {
  const { open } = p;
  if (open !== undefined && current(p).kind === 'stream-end') {
    throw new YamlFailure('the closing bracket is missing', [open.start, open.end], 'ParserError', true);
  }
  throw parserFailure(message, current(p));
}

function parserFailure(message: string, token: Token): YamlFailure {
  return new YamlFailure(message, [token.start, token.end], 'ParserError');
}
