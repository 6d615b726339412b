import { type Node, type ParseError, parseTree } from 'jsonc-parser';
import { type Span, span } from '../../text/span.ts';
import { bool, type Data, float, int, NONE, str } from '../data.ts';
import type { Comment, Document, Entry, Mapping, Problem, Scalar, Value } from '../document.ts';
import { MAX_DIGITS } from '../python-text.ts';
import { visibleSpan } from '../visible-span.ts';
import { type JsonReader, jsonProblem } from './json-problem.ts';
import { JSON_DEPTH, scanJson } from './json-scan.ts';

/**
 * What a JSON text holds. A text with an error keeps the entries before it; all readers stop at the first error, so
 * there is at most one problem.
 */
export function readJson(text: string, reader: JsonReader): Pick<Document, 'root' | 'comments' | 'problems'> {
  const { tooDeep, comments, named } = scanJson(text);
  const ownComments = reader === 'editor' ? comments.map((at) => commentOf(text, at)) : [];
  if (tooDeep !== undefined) {
    const message = `Nesting too deep (limit ${JSON_DEPTH}), so nothing in this file is checked`;
    const problem = { kind: 'limit', span: visibleSpan(text, tooDeep), message } as const;
    return { root: noMapping(text), comments: ownComments, problems: [problem] };
  }
  const errors: ParseError[] = [];
  const strict = reader === 'python';
  const tree = parseTree(strict ? withoutNames(text, named) : text, errors, {
    disallowComments: strict,
    allowTrailingComma: !strict,
    allowEmptyContent: !strict,
  });
  const [first] = errors;
  const problem = first === undefined ? undefined : jsonProblem(text, first, reader);
  const long = strict ? longInteger(text, tree) : undefined;
  const problems = problem ? [problem] : long ? [long] : [];
  const limit = first?.offset ?? text.length + 1;
  const root = tree?.type === 'object' ? mappingOf(text, tree, limit) : noMapping(text);
  return { root, comments: ownComments, problems };
}

/** Python's names of numbers as numbers of the same length: the parser knows no such names. */
function withoutNames(text: string, named: readonly Span[]): string {
  let result = '';
  let from = 0;
  for (const { start, end } of named) {
    const digits = text.charAt(start) === '-' ? '-1e' : text.charAt(start) === 'N' ? '0e' : '1e';
    result += text.slice(from, start) + digits.padEnd(end - start, '0');
    from = end;
  }
  return result + text.slice(from);
}

function noMapping(text: string): Mapping {
  return { kind: 'mapping', span: span(0, text.length), entries: [] };
}

function mappingOf(text: string, node: Node, limit: number): Mapping {
  const entries: Entry[] = [];
  for (const property of node.children ?? []) {
    const [key, value] = property.children ?? [];
    if (key === undefined || value === undefined || value.length < 0) continue;
    const at = spanOf(property);
    const end = value.offset + value.length;
    // What ends where the error is may go on there.
    if (end >= limit) break;
    const name = String(key.value);
    entries.push({
      key: { name, span: spanOf(key), data: str(name) },
      value: jsonValue(text, value, limit),
      span: span(at.start, end),
    });
  }
  // Of a comment that is never closed the parser counts a character too many.
  const end = node.length < 0 ? text.length : Math.min(text.length, node.offset + node.length);
  return { kind: 'mapping', span: span(node.offset, end), entries };
}

function jsonValue(text: string, node: Node, limit: number): Value {
  if (node.type === 'object') return mappingOf(text, node, limit);
  const at = spanOf(node);
  if (node.type === 'array') {
    const items = (node.children ?? []).map((item) => jsonValue(text, item, limit));
    return { kind: 'sequence', span: at, items };
  }
  return scalarOf(text, node, at);
}

function scalarOf(text: string, node: Node, at: Span): Scalar {
  if (node.type === 'string') {
    const content = span(at.start + 1, at.end - 1);
    return { kind: 'scalar', span: at, content, quote: 'double', data: str(String(node.value)) };
  }
  return { kind: 'scalar', span: at, content: at, quote: 'none', data: plainData(text, node, at) };
}

function plainData(text: string, node: Node, at: Span): Data {
  if (node.type === 'null') return NONE;
  if (node.type === 'boolean') return bool(node.value === true);
  const written = text.slice(at.start, at.end);
  if (/^-?\d+$/.test(written)) return int(BigInt(written));
  if (written.endsWith('y'))
    return float(written.startsWith('-') ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY);
  return float(Number(written));
}

function spanOf(node: Node): Span {
  return span(node.offset, node.offset + Math.max(0, node.length));
}

/** An integer that Python refuses to read for its length. */
function longInteger(text: string, tree: Node | undefined): Problem | undefined {
  if (tree === undefined || text.length <= MAX_DIGITS) return undefined;
  for (const { 0: digits, index } of text.matchAll(/(?<![\w."+-])-?\d{4301,}(?![\w."+-])/g)) {
    if (isInteger(tree, index)) {
      const message = `A number has more than ${MAX_DIGITS} digits, so Python cannot load this file`;
      const at = span(index, index + digits.length);
      return { kind: 'syntax', span: at, message, upstream: 'ValueError' };
    }
  }
  return undefined;
}

/** True where a number starts; strings may hold digits as well. */
function isInteger(node: Node, offset: number): boolean {
  if (node.type === 'number') return node.offset === offset;
  return (node.children ?? []).some((child) => isInteger(child, offset));
}

function commentOf(text: string, at: Span): Comment {
  const lineStart = Math.max(text.lastIndexOf('\n', at.start - 1), text.lastIndexOf('\r', at.start - 1)) + 1;
  const written = text.slice(at.start, at.end).trimEnd();
  return {
    span: span(at.start, at.start + written.length),
    text: written.replace(/^\/[/*]+|\*+\/$/g, '').trim(),
    ownLine: /^[ \t]*$/.test(text.slice(lineStart, at.start)),
  };
}
