import { applyEdits, type Edit } from '../text/edit.ts';
import { type SourceFile, sourceFile } from '../text/source-file.ts';
import { containsSpan, type Span, span } from '../text/span.ts';
import { type Data, dataKey, str } from './data.ts';
import type { Document, Entry, Format, NewEntry, Scalar } from './document.ts';
import { dotenvText } from './dotenv/dotenv-write.ts';
import { afterBreak, lineEnd, lineStart } from './lines.ts';

/** What a file of statements holds that give values to names: `ENV A=b C=d`, `Environment=A=b`, `export A=b`. */
export interface AssignmentContent extends Pick<Document, 'root' | 'comments' | 'problems'> {
  /** Those that hold entries, in the order of the file. */
  readonly statements: readonly AssignmentStatement[];
}

export interface AssignmentStatement {
  readonly span: Span;
  readonly entries: readonly Entry[];
  /** True where it is nothing but its entries, so that it goes with the last of them. */
  readonly whole: boolean;
  /** True where others stand on its lines, so that it has to keep an entry. */
  readonly needed?: boolean;
}

/** What sets one such format apart. What is written is read again, so that these may be wrong in rare cases. */
export interface AssignmentStyle {
  readonly name: string;
  readonly matches: (path: string) => boolean;
  readonly read: (text: string) => AssignmentContent;
  /** The same of a file, once per version: who needs more than entries has to have the same entries. */
  readonly contentOf: (file: SourceFile) => AssignmentContent;
  /** How a text may be written as a value, best first. */
  readonly values: (text: string, quote: Scalar['quote'], document: Document) => Iterable<string>;
  /** A statement of its own for a new entry, without a line break; `near` is the statement it comes after. */
  readonly statement: (name: string, source: string, near: string | undefined) => string | undefined;
  /** The line that starts a comment of its own, where the format has them. */
  readonly comment: string;
  /** Where a new statement goes that has no relative, and what has to stand around it; the end where undefined. */
  readonly place?: (document: Document) => { readonly at: number; readonly text: (line: string) => string };
}

/** The format of files that consist of assignments in statements; every edit is tried out before it is given. */
export function assignmentFormat(style: AssignmentStyle): Format {
  const parse = (file: SourceFile): Document => {
    const { root, comments, problems } = style.contentOf(file);
    return { format, file, root, comments, problems };
  };
  const format: Format = {
    name: style.name,
    matches: style.matches,
    parse,
    remove: (document, entry) => removeAssignment(style, document, entry),
    replace: (document, entry, value) => replaceAssignment(style, document, entry, value),
    rename: (document, entry, name) => renameAssignment(style, document, entry, name),
    insert: (document, _parent, entry, near) => insertAssignment(style, document, entry, near),
  };
  return format;
}

function removeAssignment(style: AssignmentStyle, document: Document, entry: Entry): readonly Edit[] {
  const wanted = document.root.entries.filter((it) => it !== entry).map(reading);
  return firstThatReads(style, document, removals(style, document, entry), (after) =>
    sameReading(after.map(reading), wanted),
  );
}

function* removals(
  style: AssignmentStyle,
  document: Document,
  entry: Entry,
): Generator<Edit | readonly Edit[]> {
  const { text } = document.file;
  const statement = statementOf(style, document, entry);
  if (statement === undefined) return;
  const { entries } = statement;
  if (statement.needed && entries.length === 1) return;
  const index = entries.indexOf(entry);
  const before = entries[index - 1];
  const after = entries[index + 1];
  if (statement.whole && entries.length === 1) yield { span: wholeLines(text, statement.span), newText: '' };
  if (before) {
    yield { span: span(before.span.end, entry.span.end), newText: '' };
    const goesOn = /^[ \t]*[\\`][ \t]*(?=[\r\n])/.exec(text.slice(before.span.end))?.[0].length ?? 0;
    const lines = wholeLines(text, entry.span);
    if (goesOn > 0 && lines.start > before.span.end + goesOn)
      yield [
        { span: span(before.span.end, before.span.end + goesOn), newText: '' },
        { span: lines, newText: '' },
      ];
  }
  if (after) yield { span: span(entry.span.start, after.span.start), newText: '' };
  const blanks = /^[ \t]*/.exec(text.slice(entry.span.end))?.[0].length ?? 0;
  yield { span: span(entry.span.start, entry.span.end + blanks), newText: '' };
  yield { span: entry.span, newText: '' };
}

function replaceAssignment(
  style: AssignmentStyle,
  document: Document,
  entry: Entry,
  value: Data,
): readonly Edit[] {
  const wanted = dotenvText(value);
  if (wanted === undefined) return [];
  const scalar = entry.value?.kind === 'scalar' ? entry.value : undefined;
  if (reading(entry) === readingOf(entry.key.name, str(wanted), false)) return [];
  const at = scalar?.span ?? span(entry.span.end, entry.span.end);
  const prefix = scalar ? '' : '=';
  const expected = document.root.entries.map((it) =>
    it === entry ? readingOf(it.key.name, str(wanted), false) : reading(it),
  );
  const written = style.values(wanted, scalar?.quote ?? 'none', document);
  return firstThatReads(style, document, ways(at, prefix, written), (after) =>
    sameReading(after.map(reading), expected),
  );
}

function* ways(at: Span, prefix: string, written: Iterable<string>): Generator<Edit> {
  for (const source of written) yield { span: at, newText: prefix + source };
}

function renameAssignment(
  style: AssignmentStyle,
  document: Document,
  entry: Entry,
  name: string,
): readonly Edit[] {
  const expected = document.root.entries.map((it) =>
    it === entry ? readingOf(name, dataOf(it), hasVariables(it)) : reading(it),
  );
  const way = { span: entry.key.span, newText: name };
  return firstThatReads(style, document, [way], (after) => sameReading(after.map(reading), expected));
}

function insertAssignment(
  style: AssignmentStyle,
  document: Document,
  entry: NewEntry,
  near: Entry | undefined,
): readonly Edit[] {
  const before = document.root.entries.map(reading);
  const source = 'source' in entry.value ? entry.value.source : undefined;
  const text = 'data' in entry.value ? dotenvText(entry.value.data) : undefined;
  if (source === undefined && text === undefined) return [];
  const known = near ?? document.root.entries.at(-1);
  const sources = source === undefined ? style.values(text ?? '', 'none', document) : [source];
  const comments = document.comments.length + commentLines(entry).length;
  const isAdded = (after: readonly Entry[], count: number) => {
    const index = after.findIndex((it, at) => reading(it) !== before[at]);
    const added = after[index];
    if (added === undefined || count !== comments || added.key.name !== entry.name) return false;
    if (text !== undefined && reading(added) !== readingOf(entry.name, str(text), false)) return false;
    if (source !== undefined && added.value === undefined) return false;
    return sameReading(after.toSpliced(index, 1).map(reading), before);
  };
  for (const way of insertions(style, document, entry, known, sources)) {
    const edits = firstThatReads(style, document, [way], isAdded, true);
    if (edits.length > 0 && (entry.comment !== undefined || canBeTakenBack(style, document, edits)))
      return edits;
  }
  return [];
}

/** True when removing what was inserted gives the text again: what is written may not melt into what was there. */
function canBeTakenBack(style: AssignmentStyle, document: Document, edits: readonly Edit[]): boolean {
  const { text, path } = document.file;
  const file = sourceFile(path, applyEdits(text, edits));
  const after: Document = { ...document, ...style.contentOf(file), file };
  const before = document.root.entries.map(reading);
  const added = after.root.entries.find((it, at) => reading(it) !== before[at]);
  return added !== undefined && applyEdits(file.text, removeAssignment(style, after, added)) === text;
}

function commentLines(entry: NewEntry): readonly string[] {
  return entry.comment === undefined ? [] : entry.comment.split(/\r\n|\n|\r/);
}

function* insertions(
  style: AssignmentStyle,
  document: Document,
  entry: NewEntry,
  near: Entry | undefined,
  sources: Iterable<string>,
): Generator<Edit> {
  const { text } = document.file;
  const statement = near && statementOf(style, document, near);
  const separator = near && statement && separatorAt(text, statement, near);
  for (const source of sources) {
    if (near && separator !== undefined && entry.comment === undefined)
      yield { span: span(near.span.end, near.span.end), newText: `${separator}${entry.name}=${source}` };
    const written = statement ? text.slice(statement.span.start, statement.span.end) : undefined;
    const line = style.statement(entry.name, source, written);
    if (line !== undefined) yield newLine(style, document, entry, line, statement);
  }
}

/** What stands between two entries of a statement that has several lines, or cannot be repeated. */
function separatorAt(text: string, statement: AssignmentStatement, near: Entry): string | undefined {
  const index = statement.entries.indexOf(near);
  const other = statement.entries[index - 1] ?? statement.entries[index + 1];
  const between =
    other && text.slice(Math.min(other.span.end, near.span.end), Math.max(other.span.start, near.span.start));
  if (between !== undefined && /^[^#]*[\r\n][^#]*$/.test(between)) return between;
  return statement.whole ? undefined : ' ';
}

function newLine(
  style: AssignmentStyle,
  document: Document,
  entry: NewEntry,
  line: string,
  statement: AssignmentStatement | undefined,
): Edit {
  const { text } = document.file;
  const lineBreak = /\r\n|\n|\r/.exec(text)?.[0] ?? '\n';
  const above = commentLines(entry).map((it) => `${style.comment} ${it}`.trimEnd());
  const indent = statement
    ? (/^[ \t]*/.exec(text.slice(lineStart(text, statement.span.start)))?.[0] ?? '')
    : '';
  const lines = [...above, line].map((it) => indent + it).join(lineBreak);
  const place = statement ? undefined : style.place?.(document);
  const at = place?.at ?? (statement ? wholeLines(text, statement.span).end : text.length);
  const body = place ? place.text(lines) : lines;
  const atLineStart = at === 0 || /[\r\n]/.test(text.charAt(at - 1));
  return { span: span(at, at), newText: atLineStart ? `${body}${lineBreak}` : `${lineBreak}${body}` };
}

function statementOf(
  style: AssignmentStyle,
  document: Document,
  entry: Entry,
): AssignmentStatement | undefined {
  return style.contentOf(document.file).statements.find((it) => it.entries.includes(entry));
}

/** The lines of a span with their line break; at the end of a text without one, with the break before. */
function wholeLines(text: string, it: Span): Span {
  const start = lineStart(text, it.start);
  const end = lineEnd(text, it.end);
  const past = afterBreak(text, end);
  if (past > end || start === 0) return span(start, past);
  return span(start - (text.slice(0, start).endsWith('\r\n') ? 2 : 1), past);
}

/**
 * The first way after which the document reads as wanted, has no new problem and keeps its comments; with `grows` the
 * comments may be more.
 */
function firstThatReads(
  style: AssignmentStyle,
  document: Document,
  tried: Iterable<Edit | readonly Edit[]>,
  check: (after: readonly Entry[], comments: number) => boolean,
  grows = false,
): readonly Edit[] {
  for (const way of tried) {
    const edits = 'span' in way ? [way] : way;
    // A comment behind an entry goes with its line.
    const comments = document.comments
      .filter((it) => it.ownLine || !edits.some((edit) => containsSpan(edit.span, it.span)))
      .map((it) => it.text);
    const after = style.read(applyEdits(document.file.text, edits));
    if (after.problems.length > document.problems.length) continue;
    const kept = after.comments.map((it) => it.text);
    if (!grows && kept.join('\n') !== comments.join('\n')) continue;
    if (check(after.root.entries, after.comments.length)) return edits;
  }
  return [];
}

function dataOf({ value }: Entry): Data | undefined {
  return value?.kind === 'scalar' ? value.data : undefined;
}

function hasVariables({ value }: Entry): boolean {
  return value?.kind === 'scalar' && value.parts !== undefined;
}

/** What is read of an entry, its place left aside. */
function reading(entry: Entry): string {
  return readingOf(entry.key.name, dataOf(entry), hasVariables(entry));
}

function readingOf(name: string, data: Data | undefined, variables: boolean): string {
  return `${name}\n${variables}\n${data === undefined ? '' : dataKey(data)}`;
}

function sameReading(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((it, index) => it === b[index]);
}
