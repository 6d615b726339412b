import type { Span } from '../../text/span.ts';
import type { Comment, Value } from '../document.ts';
import { lineEnd, lineStart } from '../lines.ts';
import { type Composed, compose } from './yaml-compose.ts';
import { YamlFailure } from './yaml-failure.ts';
import { isMergeKey } from './yaml-merge.ts';
import type { Node } from './yaml-node.ts';
import type { ParsedStream } from './yaml-parse.ts';
import { parseStream } from './yaml-parse.ts';
import type { YamlProblem } from './yaml-problem.ts';
import { type Budget, readTokens } from './yaml-tokens.ts';

/** What one text, read by itself, holds. */
export interface Reading {
  readonly root: Value | undefined;
  readonly comments: readonly Comment[];
  readonly problems: readonly YamlProblem[];
  /** How many values that are. */
  readonly nodes: number;
}

/** A text as it is written: without types, no aliases followed and no merges done. */
export interface Parsing {
  /** With the places blanked that cannot be read. */
  readonly readable: string;
  readonly node: Node | undefined;
  readonly comments: readonly Comment[];
  readonly problems: readonly YamlProblem[];
  /** It only makes sense together with the rest of its file: directives, markers, a merge key at the top. */
  readonly entangled: boolean;
  /** It has anchors or aliases. */
  readonly tied: boolean;
  /** It ends inside of quotes or brackets. */
  readonly openEnd: boolean;
  /** After a mistake its first line is gone, so that what is left stands in no mapping. */
  readonly beheaded: boolean;
  /** There were too many mistakes, and nothing is known of it. */
  readonly givenUp: boolean;
}

/** How many mistakes are passed over in one text before the rest of it is given up. */
const MAX_RECOVERIES = 20;
/** And how many characters are read again for that. */
const MAX_REREAD = 1_000_000;

/** Reads a text as YAML 1.1, as a whole. */
export function readYaml(text: string): Reading {
  return composed(parseYaml(text));
}

/** What a text holds that needs nothing above it. */
export function composed(parsing: Parsing): Reading {
  return readingOf(parsing, compose(parsing.readable, parsing.node));
}

/** The same of a tree that was composed already. */
export function readingOf({ beheaded, comments, problems }: Parsing, it: Composed): Reading {
  const root = beheaded ? undefined : it.root;
  return { root, comments, problems: [...problems, ...it.problems], nodes: it.nodes };
}

/**
 * Parses a text as YAML 1.1. After a mistake the rest of its line is left out and the text is read again, so that
 * what stands around it is still known.
 */
export function parseYaml(text: string): Parsing {
  const problems: YamlProblem[] = [];
  let readable = replaceUnreadable(text, problems);
  const turns = Math.max(2, Math.min(MAX_RECOVERIES, Math.floor(MAX_REREAD / (text.length + 1))));
  const budget = { characters: MAX_REREAD };
  let openEnd = false;
  for (let turn = 0; turn <= turns; turn++) {
    const result = readOnce(readable, budget);
    if (!('failure' in result)) {
      const { root: node, second, entangled, tied } = result.stream;
      if (second !== undefined) problems.push(secondDocument(second));
      const beheaded = turn > 0 && !startsWhereTextDoes(node, text);
      const comments = commentsOf(result.comments, text);
      const known = { readable, node, comments, problems, tied, openEnd, beheaded, givenUp: false };
      return { ...known, entangled: entangled || (node !== undefined && mergesAtTop(node)) };
    }
    const { failure } = result;
    problems.push(problemOf(failure, text, turn === 0 ? 'read' : 'reread'));
    openEnd ||= turn === 0 && failure.atEnd;
    if (failure.upstream === undefined) break;
    readable = withoutRestOfLine(readable, failure.start);
  }
  const comments = commentsOf(readTokens(readable, budget).comments, text);
  const nothing = { node: undefined, entangled: false, tied: false, beheaded: false, givenUp: true };
  return { ...nothing, readable, comments, problems, openEnd };
}

function mergesAtTop(node: Node): boolean {
  return node.kind === 'mapping' && node.pairs.some((pair) => isMergeKey(pair.key));
}

function readOnce(
  text: string,
  budget: Budget,
): { readonly comments: readonly Span[]; readonly stream: ParsedStream } | { readonly failure: YamlFailure } {
  const { stream, comments, failure } = readTokens(text, budget);
  try {
    const parsed = parseStream(text, stream);
    return failure === undefined ? { comments, stream: parsed } : { failure };
  } catch (other) {
    if (!(other instanceof YamlFailure)) throw other;
    return { failure: failure !== undefined && failure.start <= other.start ? failure : other };
  }
}

function commentsOf(comments: readonly Span[], text: string): readonly Comment[] {
  return comments.map((it) => ({
    span: it,
    text: text.slice(it.start + 1, it.end).trim(),
    ownLine: text.slice(lineStart(text, it.start), it.start).trim() === '',
  }));
}

/** False where leaving out a broken first line would raise what was nested below it to the top. */
function startsWhereTextDoes(root: Node | undefined, text: string): boolean {
  if (root === undefined) return true;
  const first = /^(?!-{3}|%)[ \t]*[^\s#]/m.exec(text);
  const column = root.start - lineStart(text, root.start);
  return first === null || column <= first[0].length - 1;
}

function problemOf(failure: YamlFailure, text: string, pass: YamlProblem['pass']): YamlProblem {
  const start = Math.min(failure.start, Math.max(0, text.length - 1));
  const span = { start, end: Math.min(text.length, Math.max(failure.end, start + 1)) };
  if (failure.upstream === undefined) return { span, message: failure.message, kind: 'limit', pass };
  return { span, message: failure.message, upstream: failure.upstream, kind: 'syntax', pass };
}

function secondDocument(span: Span): YamlProblem {
  const message = 'a second document starts here; the loader takes one document only';
  return { span, message, upstream: 'ComposerError', kind: 'syntax', pass: 'read' };
}

/** Blanks a line from an offset on; all of it, when nothing is left there to blank; the line above, then. */
function withoutRestOfLine(text: string, from: number): string {
  const end = lineEnd(text, from);
  let start = Math.min(from, end);
  if (text.slice(start, end).trim() === '') start = lineStart(text, start);
  while (text.slice(start, end).trim() === '' && start > 0) start = lineStart(text, start - 1);
  const blanked = text.slice(start, end).replace(/[^\r\n]/g, ' ');
  return text.slice(0, start) + blanked + text.slice(end);
}

/** PyYAML's reader refuses control characters and half surrogates anywhere; they read as U+FFFD here. */
function replaceUnreadable(text: string, problems: YamlProblem[]): string {
  const first = firstUnreadable(text, 0);
  if (first < 0) return text;
  problems.push({
    span: { start: first, end: first + 1 },
    message: 'a character that YAML does not allow',
    upstream: 'ReaderError',
    kind: 'syntax',
    pass: 'read',
  });
  let result = '';
  let from = 0;
  for (let at = first; at >= 0; at = firstUnreadable(text, at + 1)) {
    result += `${text.slice(from, at)}\ufffd`;
    from = at + 1;
  }
  return result + text.slice(from);
}

function firstUnreadable(text: string, from: number): number {
  for (let at = from; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code >= 32 && code < 127) continue;
    if (code === 10 || code === 13 || code === 9 || code === 0x85) continue;
    if (code >= 0xa0 && code < 0xd800) continue;
    if (code >= 0xe000 && code <= 0xfffd) continue;
    if (code >= 0xd800 && code < 0xdc00) {
      const low = text.charCodeAt(at + 1);
      if (low >= 0xdc00 && low < 0xe000) {
        at++;
        continue;
      }
    }
    return at;
  }
  return -1;
}
