import { type Span, span } from '../../text/span.ts';
import { str } from '../data.ts';
import type { Comment, Document, Entry, Problem, Scalar } from '../document.ts';
import { trimEnd } from '../python-space.ts';

/** What a dialect reads in a text. */
export type DialectContent = Pick<Document, 'root' | 'comments' | 'problems'>;

/** What a dialect has read so far. */
export interface DialectDraft {
  readonly text: string;
  readonly entries: Entry[];
  readonly comments: Comment[];
  readonly problems: Problem[];
}

/** Where a line stands, its line break left out. */
export interface DotenvLine extends Span {
  readonly text: string;
}

/** A draft with nothing in it yet. */
export function dialectDraft(text: string): DialectDraft {
  return { text, entries: [], comments: [], problems: [] };
}

/** The content of a draft, entries in file order. */
export function dialectContent({ text, entries, comments, problems }: DialectDraft): DialectContent {
  return { root: { kind: 'mapping', span: span(0, text.length), entries }, comments, problems };
}

/** The lines of a text; `breaks` matches one line break and must have the flag `g`. */
export function* linesOf(text: string, breaks: RegExp): Generator<DotenvLine> {
  let start = 0;
  for (const match of text.matchAll(breaks)) {
    yield { start, end: match.index, text: text.slice(start, match.index) };
    start = match.index + match[0].length;
  }
  if (start < text.length) yield { start, end: text.length, text: text.slice(start) };
}

/** Adds a comment that starts with a `#` or `;` at `at` and ends before `end`. */
export function addComment({ text, comments }: DialectDraft, at: number, end: number, ownLine = true): void {
  const last = trimEnd(text, at + 1, end);
  comments.push({ span: span(at, last), text: text.slice(at + 1, last).trim(), ownLine });
}

/** Adds a problem about the text of a line, drawn without the blanks around. */
export function addProblem(
  { text, problems }: DialectDraft,
  where: Span,
  message: string,
  consequence: 'skips' | 'refuses' = 'skips',
  kind: Problem['kind'] = 'syntax',
): void {
  const line = text.slice(where.start, where.end);
  const lead = line.length - line.trimStart().length;
  const visible = line.trim();
  const first = visible.search(/[\r\n]/);
  const length = first < 0 ? visible.length : first;
  const start = where.start + lead;
  const problem: Problem = { kind, span: span(start, start + length), message };
  if (length > 0) problems.push(consequence === 'refuses' ? { ...problem, refuses: true } : problem);
}

/** An entry of a name that stands at `key` as it is, with its value if it has one; `start` is where `export` stands. */
export function dialectEntry(
  name: string,
  key: Span,
  value: Scalar | undefined,
  start: number = key.start,
): Entry {
  const own = { name, span: key, data: str(name) };
  return value === undefined
    ? { key: own, span: span(start, key.end) }
    : { key: own, value, span: span(start, Math.max(key.end, value.span.end)) };
}

/** A value of which nothing is put together later. */
export function plainScalar(data: string, outer: Span, quote: 'none' | 'single' | 'double' = 'none'): Scalar {
  const content = quote === 'none' ? outer : span(outer.start + 1, outer.end - 1);
  return { kind: 'scalar', span: outer, content, quote, data: str(data) };
}
