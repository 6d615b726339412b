import { span } from '../../text/span.ts';
import { str } from '../data.ts';
import type { Comment, Document, Entry, Mapping, Problem, Scalar, TextPart } from '../document.ts';
import { trimEnd } from '../python-space.ts';
import { dotenvProblem } from './dotenv-problem.ts';
import { type DotenvStatement, type DotenvVersion, dotenvDraft, scanStatement } from './dotenv-statement.ts';
import { decodeDotenv } from './dotenv-text.ts';
import { dotenvVariables } from './dotenv-variables.ts';

/** What a dotenv text holds: the entries python-dotenv reads, in order, the comments, and what it skips. */
export interface DotenvContent extends Pick<Document, 'root' | 'comments' | 'problems'> {
  /** Where the statements start. */
  readonly starts: readonly number[];
  /** The entries as they were first read, and where each of them starts by now. */
  readonly contents: readonly Entry[];
  readonly places: readonly number[];
}

/** Statements of a text from one place on. */
export interface DotenvRun {
  readonly entries: readonly Entry[];
  readonly comments: readonly Comment[];
  readonly problems: readonly Problem[];
  readonly starts: readonly number[];
  /** Where the statement after the last would start. */
  readonly end: number;
}

/** Reads a whole text. */
export function dotenvContent(text: string, version: DotenvVersion): DotenvContent {
  const { entries, comments, problems, starts } = dotenvRun(text, version, 0, () => false);
  const root: Mapping = { kind: 'mapping', span: span(0, text.length), entries };
  return { root, comments, problems, starts, contents: entries, places: entries.map((it) => it.span.start) };
}

/** Reads the statements from `from`, where one starts, up to the first start that `stops` accepts. */
export function dotenvRun(
  text: string,
  version: DotenvVersion,
  from: number,
  stops: (start: number) => boolean,
): DotenvRun {
  const entries: Entry[] = [];
  const comments: Comment[] = [];
  const problems: Problem[] = [];
  const starts: number[] = [];
  const draft = dotenvDraft();
  let at = from;
  while (at < text.length && !stops(at)) {
    starts.push(at);
    const statement = scanStatement(text, at, version, draft);
    at = statement.end;
    if (statement.kind === 'entry') entries.push(dotenvEntry(text, statement));
    else if (statement.kind === 'skipped') problems.push(dotenvProblem(text, statement));
    if (statement.comment >= 0 && statement.kind !== 'skipped') comments.push(commentOf(text, statement));
  }
  return { entries, comments, problems, starts, end: at };
}

/** The entry of a statement of the kind `entry`. */
export function dotenvEntry(text: string, it: DotenvStatement): Entry {
  const name = nameOf(text, it);
  const key = { name, span: span(it.keyStart, it.keyEnd), data: str(name) };
  if (it.equals < 0) return { key, span: span(it.body, it.keyEnd) };
  return { key, value: scalarOf(text, it), span: span(it.body, it.valueEnd) };
}

function nameOf(text: string, it: DotenvStatement): string {
  const quoted = text.charCodeAt(it.keyStart) === 39;
  if (!quoted) return text.slice(it.keyStart, it.keyEnd);
  return text.slice(it.keyStart + 1, it.keyEnd - 1).replace(/\r\n?/g, '\n');
}

function scalarOf(text: string, it: DotenvStatement): Scalar {
  const { quote } = it;
  const outer = span(it.valueStart, it.valueEnd);
  const content = quote === 'none' ? outer : span(it.valueStart + 1, it.valueEnd - 1);
  const raw = text.slice(content.start, content.end);
  const scalar: Scalar = {
    kind: 'scalar',
    span: outer,
    content,
    quote,
    data: str(decodeDotenv(raw, quote)),
  };
  if (!raw.includes('${')) return scalar;
  const parts = partsOf(raw, quote, content.start);
  return parts === undefined ? scalar : { ...scalar, parts };
}

/**
 * Variables are found in the text as written: no escape yields or takes a character that delimits one, so decoding
 * piece by piece gives what decoding the whole and searching then would give, and the spans are those of the file.
 */
function partsOf(raw: string, quote: Scalar['quote'], offset: number): TextPart[] | undefined {
  const variables = dotenvVariables(raw);
  if (variables.length === 0) return undefined;
  const parts: TextPart[] = [];
  let at = 0;
  const pushText = (end: number) => {
    if (end > at) parts.push({ kind: 'text', text: decodeDotenv(raw.slice(at, end), quote) });
  };
  for (const variable of variables) {
    pushText(variable.span.start);
    const name = decodeDotenv(variable.name, quote);
    const where = span(offset + variable.span.start, offset + variable.span.end);
    const fallback = variable.default;
    if (fallback === undefined) parts.push({ kind: 'variable', name, span: where });
    else parts.push({ kind: 'variable', name, default: decodeDotenv(fallback, quote), span: where });
    at = variable.span.end;
  }
  pushText(raw.length);
  return parts;
}

function commentOf(text: string, it: DotenvStatement): Comment {
  const end = trimEnd(text, it.comment + 1, it.bodyEnd);
  return {
    span: span(it.comment, end),
    text: text.slice(it.comment + 1, end).trim(),
    ownLine: it.comment === it.body,
  };
}
