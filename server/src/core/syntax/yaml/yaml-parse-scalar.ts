import type { CST } from 'yaml';
import { checkPlainStart, stopsEarly, unexpected } from './yaml-checks.ts';
import { MAX_DEPTH, tooDeep } from './yaml-depth.ts';
import type { YamlFailure } from './yaml-failure.ts';
import { literalText } from './yaml-literal-text.ts';
import type * as Tree from './yaml-node.ts';
import { plainText, quotedText } from './yaml-scalar-text.ts';
import type { TagHandles } from './yaml-tag.ts';
import { tagName } from './yaml-tag.ts';

/** The state of the walk over what the parser of `yaml` gives. */
export interface Reading {
  readonly text: string;
  handles: TagHandles;
  depth: number;
  entangled: boolean;
  tied: boolean;
}

/** The tag and the anchor before a node. */
export interface Properties {
  readonly written: Tree.Properties;
  /** Behind the last of them; undefined where there is none. */
  readonly last: number | undefined;
}

const NONE: Properties = { written: {}, last: undefined };

/** True for tokens that mean nothing to a reader of values. */
export function isTrivia({ type }: CST.Token): boolean {
  return type === 'space' || type === 'newline' || type === 'comment' || type === 'byte-order-mark';
}

/** Throws at the first token that is neither blank nor comment. */
export function refuseContent(text: string, tokens: readonly CST.Token[] | undefined, inFlow: boolean): void {
  for (const token of tokens ?? []) if (!isTrivia(token)) throw unexpected(text, token, inFlow);
}

/** Cuts the tokens between a key and its value at the `:`. */
export function colonIn(sep: readonly CST.SourceToken[]): {
  readonly before: readonly CST.SourceToken[];
  readonly colon: CST.SourceToken | undefined;
  readonly after: readonly CST.SourceToken[];
} {
  const index = sep.findIndex((it) => it.type === 'map-value-ind');
  if (index < 0) return { before: sep, colon: undefined, after: [] };
  return { before: sep.slice(0, index), colon: sep[index], after: sep.slice(index + 1) };
}

/** Reads a collection one level deeper. */
export function nested<T>(r: Reading, start: number, read: () => T): T {
  if (r.depth >= MAX_DEPTH) throw tooDeep(start);
  r.depth++;
  const result = read();
  r.depth--;
  return result;
}

/** Reads the tag and the anchor among tokens that may hold nothing else. */
export function properties(r: Reading, zone: readonly CST.SourceToken[], inFlow: boolean): Properties {
  let result = NONE;
  for (const token of zone) {
    if (isTrivia(token)) continue;
    const start = token.offset;
    const end = start + token.source.length;
    const { tag, anchor } = result.written;
    if (token.type === 'anchor' && anchor === undefined) {
      r.tied = true;
      const written = { ...result.written, anchor: { name: token.source.slice(1), start, end } };
      result = { written, last: end };
    } else if (token.type === 'tag' && tag === undefined) {
      const name = tagName(token.source, start, r.handles);
      result = { written: { ...result.written, tag: { name, start, end } }, last: end };
    } else {
      throw unexpected(r.text, token, inFlow);
    }
  }
  return result;
}

/** What stands where nothing is written. */
export function emptyNode(props: Properties | undefined, at: number): Tree.ScalarNode {
  const end = props?.last ?? at;
  return scalarNode(props?.written ?? {}, end, end, undefined);
}

/** All fields always, in one order: these are the most frequent objects. */
function scalarNode(
  { tag, anchor }: Tree.Properties,
  start: number,
  end: number,
  scalar: Tree.ScalarText | undefined,
): Tree.ScalarNode {
  return { kind: 'scalar', start, end, scalar, tag, anchor };
}

/** A scalar on its own or an alias. `indent` is the column of the innermost block collection around it. */
export function plainOrQuoted(
  r: Reading,
  token: CST.Token,
  props: Properties,
  indent: number,
  inFlow: boolean,
): Tree.Node {
  const start = token.offset;
  switch (token.type) {
    case 'alias':
      return aliasNode(r, token, props, inFlow);
    case 'scalar': {
      if (isAliasText(r, token)) return aliasNode(r, token, props, inFlow);
      const node = plainNode(r, start, start + token.source.length, props, indent, inFlow);
      refuseContent(r.text, token.end, inFlow);
      return node;
    }
    case 'single-quoted-scalar':
    case 'double-quoted-scalar': {
      const { scalar, end } = quotedText(r.text, start);
      refuseContent(r.text, token.end, inFlow);
      return scalarNode(props.written, start, end, scalar);
    }
    default:
      throw unexpected(r.text, token, inFlow);
  }
}

function isAliasText(r: Reading, { offset, source }: CST.FlowScalar): boolean {
  return r.text.charAt(offset) === '*' && /^[A-Za-z0-9_-]+$/.test(source);
}

function aliasNode(r: Reading, token: CST.FlowScalar, props: Properties, inFlow: boolean): Tree.AliasNode {
  if (props !== NONE) throw unexpected(r.text, token, inFlow);
  r.tied = true;
  refuseContent(r.text, token.end, inFlow);
  const { offset: start, source } = token;
  return { kind: 'alias', start, end: start + source.length, name: source.slice(1) };
}

/** A scalar without quotes between two offsets; throws where PyYAML would not end it there. */
export function plainNode(
  r: Reading,
  start: number,
  end: number,
  props: Properties,
  indent: number,
  inFlow: boolean,
): Tree.ScalarNode {
  const wrong = checkPlainStart(r.text, start, inFlow);
  if (wrong !== undefined) throw wrong;
  const read = plainText(r.text, start, indent, inFlow);
  if (read.end !== end) throw stopsEarly(r.text, Math.min(read.end, end), inFlow);
  return scalarNode(props.written, start, end, read.scalar);
}

/** A block scalar. */
export function literal(
  r: Reading,
  token: CST.BlockScalar,
  props: Properties,
  indent: number,
): Tree.ScalarNode {
  const start = token.offset + blanksIn(token.props);
  const { scalar, end } = literalText(r.text, start, indent);
  const wrong = checkLiteralEnd(r.text, end, endOf(token));
  if (wrong !== undefined) throw wrong;
  return scalarNode(props.written, start, scalar.contentEnd, scalar);
}

function blanksIn(props: readonly CST.Token[]): number {
  const head = props.find((it) => it.type === 'block-scalar-header');
  return (head?.offset ?? props[0]?.offset ?? 0) - (props[0]?.offset ?? 0);
}

function endOf(token: CST.BlockScalar): number {
  const last = token.props.at(-1);
  const head = last === undefined ? token.offset : last.offset + ('source' in last ? last.source.length : 0);
  return head + token.source.length;
}

/** Refuses a block text that `yaml` ends elsewhere than PyYAML, blank lines and comments aside. */
function checkLiteralEnd(text: string, end: number, theirs: number): YamlFailure | undefined {
  const between = text.slice(Math.min(end, theirs), Math.max(end, theirs));
  const empty = between.split(/[\r\n\u0085\u2028\u2029]/).every((line) => /^ *(?:#.*)?$/.test(line));
  return empty ? undefined : stopsEarly(text, Math.min(end, theirs), false);
}
