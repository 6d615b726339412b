import type { CST } from 'yaml';
import { CST as cst, Lexer, Parser } from 'yaml';
import type { Span } from '../../text/span.ts';
import { checkToken } from './yaml-checks.ts';
import { isTooDeep, tooDeep } from './yaml-depth.ts';
import { scannerFailure, YamlFailure } from './yaml-failure.ts';
import { flowExtent } from './yaml-flow-extent.ts';
import { quotedText } from './yaml-scalar-text.ts';

/** What the parser of `yaml` makes of a text. */
export interface Tokens {
  /** Documents, directives and what stands between them. */
  readonly stream: readonly CST.Token[];
  readonly comments: readonly Span[];
  /** Anchors and aliases, by their names. */
  readonly references: readonly Reference[];
  /** The first mistake that single tokens show. */
  readonly failure: YamlFailure | undefined;
}

export interface Reference {
  readonly kind: 'anchor' | 'alias';
  readonly name: string;
  readonly start: number;
}

/** How many characters may still be read again because `yaml` asks for indentation where YAML 1.1 does not. */
export interface Budget {
  characters: number;
}

/** A value over several lines that has to be one line for `yaml` to read it. */
interface Join {
  readonly start: number;
  readonly end: number;
  readonly comments: readonly Span[];
  /** What the first character becomes for `yaml`. */
  readonly first?: string;
}

/**
 * Reads a text with the lexer and parser of `yaml`, token by token. Where indentation in brackets and quotes stops
 * them, which PyYAML does not care for, the lines in there are joined and the text is read again; offsets stay.
 * Before the parser gets a token, `isTooDeep` has seen what it built from those before.
 */
export function readTokens(text: string, budget: Budget): Tokens {
  let joined = withPlainBreaks(text);
  const comments: Span[] = [];
  for (;;) {
    const result = readJoined(text, joined);
    if (!('start' in result)) return { ...result, comments: inOrder([...result.comments, ...comments]) };
    const { start } = result;
    budget.characters -= result.end;
    const before = joined;
    joined = join(joined, result);
    comments.push(...result.comments);
    if (budget.characters < 0) return nothing(comments, 'too many lists and texts over several lines', start);
    if (joined === before) return nothing(comments, UNREADABLE, start);
  }
}

const UNREADABLE = 'this cannot be read as YAML';

function nothing(comments: readonly Span[], message: string, start: number): Tokens {
  const failure = new YamlFailure(message, [start, start + 1]);
  return { stream: [], comments, references: [], failure };
}

/** Line breaks that only YAML 1.1 knows become `\n`, so that offsets stay. */
function withPlainBreaks(text: string): string {
  return text.replace(/[\u0085\u2028\u2029]|\r(?!\n)/g, '\n').replace(/(?!^)\ufeff/g, '\ufffd');
}

function join(text: string, { start, end, comments, first }: Join): string {
  let inside = text.slice(start, end);
  if (first !== undefined) inside = first + inside.slice(1);
  for (const it of comments) {
    inside = inside.slice(0, it.start - start) + ' '.repeat(it.end - it.start) + inside.slice(it.end - start);
  }
  return text.slice(0, start) + inside.replace(/[\r\n]/g, ' ') + text.slice(end);
}

function inOrder(spans: Span[]): readonly Span[] {
  return spans.sort((a, b) => a.start - b.start);
}

interface Reader {
  readonly text: string;
  readonly parser: Parser;
  readonly stream: CST.Token[];
  readonly comments: Span[];
  readonly references: Reference[];
  /** Where the brackets that are open stand. */
  readonly brackets: number[];
  failure: YamlFailure | undefined;
  /** The next token is a plain or block scalar. */
  atScalar: boolean;
  /** Between the head of a block scalar and its text. */
  inHead: boolean;
}

function readJoined(text: string, joined: string): Tokens | Join {
  const r: Reader = {
    text,
    parser: new Parser(),
    stream: [],
    comments: [],
    references: [],
    brackets: [],
    failure: undefined,
    atScalar: false,
    inHead: false,
  };
  // Behind a byte order mark `yaml` loses count of the columns of the first line.
  r.parser.offset = joined.startsWith('\ufeff') ? 1 : 0;
  try {
    for (const token of new Lexer().lex(joined.slice(r.parser.offset))) {
      const toJoin = r.atScalar ? lookAtScalar(r, token) : look(r, token);
      if (toJoin !== undefined) return toJoin;
      r.atScalar = token === cst.SCALAR;
      const { offset } = r.parser;
      for (const it of r.parser.next(token)) r.stream.push(it);
      if (isTooDeep(r.parser.stack)) return { ...r, failure: earlier(r.failure, tooDeep(offset)) };
    }
    if (r.brackets.length > 0 && r.failure === undefined) return extentOf(r);
    for (const it of r.parser.end()) r.stream.push(it);
  } catch (failure) {
    return { ...r, failure: earlier(r.failure, asFailure(failure, r.parser.offset)) };
  }
  return r;
}

function earlier(first: YamlFailure | undefined, second: YamlFailure): YamlFailure {
  return first === undefined || second.start < first.start ? second : first;
}

/** Whatever the library throws is one problem at the place it had come to. */
function asFailure(failure: unknown, offset: number): YamlFailure {
  return failure instanceof YamlFailure ? failure : new YamlFailure(UNREADABLE, [offset, offset + 1]);
}

/** Looks at a token before the parser gets it: keeps what is needed later, and finds lines that have to be joined. */
function look(r: Reader, token: string): Join | undefined {
  const start = r.parser.offset;
  const type = cst.tokenType(token);
  note(r, token, type, start);
  if (r.failure !== undefined) return undefined;
  const toJoin = joinAt(r, token, type, start);
  if (toJoin === undefined)
    r.failure = checkHead(r, token, type, start) ?? checkToken(r.text, token, type, start);
  return r.failure === undefined ? toJoin : undefined;
}

function note(r: Reader, token: string, type: CST.TokenType | null, start: number): void {
  switch (type) {
    case 'comment':
      r.comments.push({ start, end: start + token.length });
      break;
    case 'anchor':
    case 'alias':
      r.references.push({ kind: type, name: token.slice(1), start });
      break;
    case 'flow-map-start':
    case 'flow-seq-start':
      r.brackets.push(start);
      break;
    case 'flow-map-end':
    case 'flow-seq-end':
      r.brackets.pop();
      break;
    default:
      break;
  }
}

function joinAt(r: Reader, token: string, type: CST.TokenType | null, start: number): Join | undefined {
  if (r.inHead) return undefined;
  switch (type) {
    case 'alias': {
      const joined = /^\*[A-Za-z0-9_-]+:$/.test(token);
      return joined ? { start, end: start + 1, comments: [], first: 'x' } : undefined;
    }
    case 'flow-error-end':
      return extentOf(r);
    case 'single-quoted-scalar':
    case 'double-quoted-scalar': {
      const { end } = quotedText(r.text, start);
      return end === start + token.length ? undefined : { start, end, comments: [] };
    }
    default:
      return undefined;
  }
}

/** A `*name` right before a `:`, which `yaml` would take into the name, is read as a scalar. */
function lookAtScalar(r: Reader, token: string): undefined {
  const start = r.parser.offset;
  const alias = /^\*([A-Za-z0-9_-]+)$/.exec(r.text.slice(start, start + token.length));
  if (alias?.[1] !== undefined) r.references.push({ kind: 'alias', name: alias[1], start });
}

function extentOf(r: Reader): Join {
  const start = r.brackets[0] ?? 0;
  return { start, ...flowExtent(r.text, start) };
}

/** On the line of a `|` or `>` only a comment may follow. */
function checkHead(
  r: Reader,
  token: string,
  type: CST.TokenType | null,
  start: number,
): YamlFailure | undefined {
  if (type === 'block-scalar-header') {
    r.inHead = true;
    return undefined;
  }
  if (!r.inHead) return undefined;
  if (type === 'scalar') r.inHead = false;
  if (type === 'scalar' || type === 'space' || type === 'comment' || type === 'newline') return undefined;
  r.inHead = false;
  return scannerFailure(
    'nothing but a comment can follow the head of a block text',
    start,
    start + token.length,
  );
}
