import { type AST, ParseError, parseTOML } from 'toml-eslint-parser';
import type { SourceFile } from '../text/source-file.ts';
import { type Span, span } from '../text/span.ts';
import { bool, type Data, float, int, str } from './data.ts';
import type { Comment, Document, Format, Problem, Scalar } from './document.ts';
import { MAX_DIGITS } from './python-text.ts';
import { TOML_DEPTH, tooDeepBracket, tooDeepStatement } from './toml/toml-depth.ts';
import { tomlRoot } from './toml/toml-document.ts';
import { removeToml, renameToml, replaceToml } from './toml/toml-edits.ts';
import { insertToml } from './toml/toml-insert.ts';
import type { TomlKey, TomlPair, TomlSyntax, TomlTable, TomlValue } from './toml/toml-syntax.ts';
import { tomlTime } from './toml/toml-time.ts';
import { visibleSpan } from './visible-span.ts';

const STRAY_RETURN = 'A carriage return stands without a line feed';

/**
 * TOML 1.0 as `tomllib` of Python 3.11 to 3.14 reads it. The parser stops at the first error, as `tomllib` does: such a
 * file gives an empty mapping and one problem.
 */
export const toml: Format = {
  name: 'toml',
  matches: (path) => path.endsWith('.toml'),
  parse: parseToml,
  remove: removeToml,
  replace: replaceToml,
  rename: renameToml,
  insert: (document, parent, entry, near) => insertToml(isTomlValue, document, parent, entry, near),
};

function parseToml(file: SourceFile): Document {
  const read = readToml(file.text);
  if ('syntax' in read) {
    const root = tomlRoot(read.syntax, file.text.length);
    const comments = read.syntax.comments.map((at) => commentOf(file.text, at));
    return { format: toml, file, root, comments, problems: [] };
  }
  const root = { kind: 'mapping', span: span(0, file.text.length), entries: [] } as const;
  return { format: toml, file, root, comments: [], problems: [read.problem] };
}

function readToml(text: string): { readonly syntax: TomlSyntax } | { readonly problem: Problem } {
  const bracket = tooDeepBracket(text);
  if (bracket !== undefined) return { problem: tooDeep(text, bracket) };
  const stray = /\r(?!\n)/.exec(text);
  if (stray !== null) return { problem: refused(text, stray.index, STRAY_RETURN, 'TOMLDecodeError') };
  try {
    const syntax = syntaxOf(text, parseTOML(text, { tomlVersion: '1.0' }));
    const statement = tooDeepStatement(syntax);
    return statement === undefined ? { syntax } : { problem: tooDeep(text, statement) };
  } catch (error) {
    return { problem: problemOf(text, error) };
  }
}

/** Beside its own errors the parser throws where a string is too long for it to put together. */
function problemOf(text: string, error: unknown): Problem {
  if (error instanceof ParseError) return refused(text, error.index, error.message, 'TOMLDecodeError');
  if (error instanceof Refusal) return refused(text, error.index, error.message, error.upstream);
  const message = 'This file holds a text that is too long to be looked at, so nothing in it is checked';
  return { kind: 'limit', span: visibleSpan(text, 0), message };
}

function refused(text: string, at: number, reason: string, upstream: Refusal['upstream']): Problem {
  const message = `${reason}, so Python cannot load this file`;
  return { kind: 'syntax', span: visibleSpan(text, at), message, upstream };
}

function tooDeep(text: string, at: number): Problem {
  const message = `Nesting too deep (limit ${TOML_DEPTH}), so nothing in this file is checked`;
  return { kind: 'limit', span: visibleSpan(text, at), message };
}

function commentOf(text: string, at: Span): Comment {
  const lineStart = text.lastIndexOf('\n', at.start) + 1;
  const written = text.slice(at.start, at.end).trimEnd();
  return {
    span: span(at.start, at.start + written.length),
    text: written.slice(1).trim(),
    ownLine: /^[ \t]*$/.test(text.slice(lineStart, at.start)),
  };
}

/** A value that the parser takes and Python does not. */
class Refusal extends Error {
  readonly index: number;
  readonly upstream: 'TOMLDecodeError' | 'ValueError';

  constructor(index: number, message: string, upstream: Refusal['upstream']) {
    super(message);
    this.index = index;
    this.upstream = upstream;
  }
}

function syntaxOf(text: string, program: AST.TOMLProgram): TomlSyntax {
  const pairs: TomlPair[] = [];
  const tables: TomlTable[] = [];
  for (const node of program.body[0].body) {
    if (node.type === 'TOMLKeyValue') pairs.push(pairOf(node));
    else tables.push(tableOf(text, node));
  }
  return { pairs, tables, comments: program.comments.map(({ range }) => span(...range)) };
}

function tableOf(text: string, node: AST.TOMLTable): TomlTable {
  const closing = text.indexOf(']', node.key.range[1]);
  return {
    kind: node.kind,
    header: span(node.range[0], closing + (node.kind === 'array' ? 2 : 1)),
    keys: keysOf(node.key),
    pairs: node.body.map(pairOf),
  };
}

function pairOf(node: AST.TOMLKeyValue): TomlPair {
  return { keys: keysOf(node.key), value: tomlValue(node.value), span: span(...node.range) };
}

function keysOf(node: AST.TOMLKey): readonly TomlKey[] {
  return node.keys.map((key) => ({
    name: key.type === 'TOMLBare' ? key.name : key.value,
    span: span(...key.range),
  }));
}

function tomlValue(node: AST.TOMLContentNode): TomlValue {
  const at = span(...node.range);
  switch (node.type) {
    case 'TOMLArray':
      return { kind: 'array', items: node.elements.map(tomlValue), span: at };
    case 'TOMLInlineTable':
      return { kind: 'inline', pairs: node.body.map(pairOf), span: at };
    case 'TOMLValue':
      return scalarOf(node, at);
  }
}

function scalarOf(node: AST.TOMLValue, at: Span): Scalar {
  if (node.kind !== 'string')
    return { kind: 'scalar', span: at, content: at, quote: 'none', data: dataOf(node) };
  const around = node.multiline ? 3 : 1;
  const content = span(at.start + around, at.end - around);
  return {
    kind: 'scalar',
    span: at,
    content,
    quote: node.style === 'basic' ? 'double' : 'single',
    data: str(node.value),
  };
}

function dataOf(node: AST.TOMLValue): Data {
  switch (node.kind) {
    case 'string':
      return str(node.value);
    case 'integer':
      if (isTooLong(node.number))
        throw new Refusal(node.range[0], `A number has more than ${MAX_DIGITS} digits`, 'ValueError');
      return int(node.bigint);
    case 'float':
      return float(node.value);
    case 'boolean':
      return bool(node.value);
    default: {
      const time = tomlTime(node.datetime);
      if (time === undefined)
        throw new Refusal(node.range[0], 'Python has no such date or time', 'TOMLDecodeError');
      return time;
    }
  }
}

/** Python limits the digits of decimal numbers alone. */
function isTooLong(written: string): boolean {
  return (
    written.length > MAX_DIGITS &&
    /^[+-]?[\d_]+$/.test(written) &&
    written.replace(/\D/g, '').length > MAX_DIGITS
  );
}

function isTomlValue(source: string): boolean {
  const start = 'x = ';
  const read = readToml(`${start}${source}\n`);
  if (!('syntax' in read) || read.syntax.tables.length > 0 || read.syntax.comments.length > 0) return false;
  const only = read.syntax.pairs.length === 1 ? read.syntax.pairs[0]?.value.span : undefined;
  return only?.start === start.length && only.end === start.length + source.length;
}
