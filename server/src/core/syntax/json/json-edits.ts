import type { Edit } from '../../text/edit.ts';
import { span } from '../../text/span.ts';
import type { Data } from '../data.ts';
import type { Document, Entry, Mapping, NewEntry } from '../document.ts';
import { lineBreakAt, lineStart, nextLine } from '../lines.ts';
import { nearestRelative } from '../nearest-relative.ts';
import { isJsonHomeOf, jsonParentOf } from './json-place.ts';
import type { JsonReader } from './json-problem.ts';
import { readJson } from './json-read.ts';
import { behindLineComment, skipJsonTrivia, triviaEnd } from './json-trivia.ts';
import { writeJson, writeJsonString } from './json-write.ts';

/** Takes an entry out with the comma that only it needs, and with its line where it has one; not where JSON is broken. See `Format.remove`. */
export function removeJson(document: Document, entry: Entry): readonly Edit[] {
  const parent = jsonParentOf(document.root, entry);
  if (parent === undefined || document.problems.length > 0) return [];
  const { text } = document.file;
  const at = parent.entries.indexOf(entry);
  const previous = parent.entries[at - 1];
  const opening = previous === undefined ? parent.span.start + 1 : commaBehind(text, previous) + 1;
  const next = skipJsonTrivia(text, entry.span.end);
  const follows = text.charAt(next);
  if (follows !== ',' && follows !== '}') return [];
  const start = triviaEnd(text, opening, entry.span.start);
  const ownLine = isFirstOnLine(text, entry.span.start);
  if (follows === ',') return [cut(text, parent, at, opening, next + 1, ownLine)];
  const end = ownLine ? behindLineComment(text, entry.span.end) : entry.span.end;
  const from = keptBreak(text, opening, start, end);
  if (previous === undefined) return [{ span: span(from, end), newText: '' }];
  const comma = opening - 1;
  if (start === opening) return [{ span: span(Math.min(comma, previous.span.end), end), newText: '' }];
  return [
    { span: span(comma, opening), newText: '' },
    { span: span(from, end), newText: '' },
  ];
}

/** Where to start to take a text out behind a comment: the comment keeps the line break that ends it. */
function keptBreak(text: string, opening: number, start: number, end: number): number {
  if (start === opening || isLastOnLine(text, end)) return start;
  return /^[ \t]*[\r\n]/.test(text.slice(start)) ? nextLine(text, start) : start;
}

/** An entry that a comma follows. What stands before it on its line stays before the next entry. */
function cut(
  text: string,
  parent: Mapping,
  at: number,
  opening: number,
  behindComma: number,
  ownLine: boolean,
): Edit {
  const entry = parent.entries[at] as Entry;
  const next = parent.entries[at + 1];
  const sameLine = next !== undefined && !/[\r\n]/.test(text.slice(behindComma, next.span.start));
  if (sameLine && (at === 0 || ownLine))
    return { span: span(entry.span.start, next.span.start), newText: '' };
  const end = ownLine ? behindLineComment(text, behindComma) : behindComma;
  const start = keptBreak(text, opening, triviaEnd(text, opening, entry.span.start), end);
  return { span: span(start, end), newText: '' };
}

/** Where the comma stands behind an entry. */
function commaBehind(text: string, entry: Entry): number {
  return skipJsonTrivia(text, entry.span.end);
}

/** Gives an entry another value; nothing for a value that JSON cannot say. See `Format.replace`. */
export function replaceJson(
  reader: JsonReader,
  _document: Document,
  entry: Entry,
  value: Data,
): readonly Edit[] {
  const written = writeJson(value, reader);
  return entry.value === undefined || written === undefined
    ? []
    : [{ span: entry.value.span, newText: written }];
}

/** Gives an entry another key; nothing when that key is taken. See `Format.rename`. */
export function renameJson(document: Document, entry: Entry, name: string): readonly Edit[] {
  const parent = jsonParentOf(document.root, entry);
  if (parent === undefined || isTaken(parent, name, entry)) return [];
  return [{ span: entry.key.span, newText: writeJsonString(name) }];
}

function isTaken(parent: Mapping, name: string, except?: Entry): boolean {
  return parent.entries.some((it) => it !== except && it.key.name === name);
}

/**
 * Adds an entry below `near`, its nearest relative or the last one, with their line breaks, blanks and commas. JSON has
 * no comments, so there a comment is left out. Nothing when the key is taken. See `Format.insert`.
 */
export function insertJson(
  reader: JsonReader,
  document: Document,
  parent: Mapping,
  entry: NewEntry,
  near?: Entry,
): readonly Edit[] {
  const { text } = document.file;
  if (document.problems.length > 0 || text.charAt(parent.span.start) !== '{') return [];
  if (isTaken(parent, entry.name) || !isJsonHomeOf(document.root, parent)) return [];
  const value = sourceOf(entry, reader);
  if (value === undefined) return [];
  const siblings = parent.entries;
  const wished = near !== undefined && siblings.includes(near) ? near : nearestRelative(siblings, entry.name);
  const after = wished ?? siblings.at(-1);
  const model = after ?? document.root.entries[0];
  const written = `${writeJsonString(entry.name)}${colonOf(text, model)}${value}`;
  const comment = reader === 'python' ? undefined : entry.comment;
  if (after === undefined) return [intoEmpty(document, parent, written, comment)];
  return behind(text, siblings, after, written, comment);
}

function sourceOf({ value }: NewEntry, reader: JsonReader): string | undefined {
  if ('data' in value) return writeJson(value.data, reader);
  const lead = '{"x":';
  const { root, problems, comments } = readJson(`${lead}${value.source}}`, reader);
  const [only, ...others] = root.entries;
  const at = only?.value?.span;
  const whole = at?.start === lead.length && at.end === lead.length + value.source.length;
  return whole && others.length === 0 && problems.length === 0 && comments.length === 0
    ? value.source
    : undefined;
}

/** What stands between a key and its value. */
function colonOf(text: string, model: Entry | undefined): string {
  const written = model?.value && text.slice(model.key.span.end, model.value.span.start);
  return written !== undefined && /^[ \t]*:[ \t]*$/.test(written) ? written : ': ';
}

function commentLines(comment: string | undefined): readonly string[] {
  return comment === undefined ? [] : comment.split(/[\r\n\u2028\u2029]+/).map((it) => `// ${it}`.trimEnd());
}

function behind(
  text: string,
  siblings: readonly Entry[],
  after: Entry,
  written: string,
  comment: string | undefined,
): readonly Edit[] {
  const next = skipJsonTrivia(text, after.span.end);
  const comma = text.charAt(next) === ',';
  const end = comma ? next + 1 : after.span.end;
  const lineEnd = behindLineComment(text, end);
  const ownLine = isFirstOnLine(text, after.span.start) && (!comma || isLastOnLine(text, lineEnd));
  if (!ownLine && comment !== undefined) return [];
  const lead = ownLine ? lineLead(text, after) : ' '.repeat(gapOf(text, siblings));
  const body = [...commentLines(comment), written].map((line) => lead + line).join('');
  if (comma) {
    const at = ownLine ? lineEnd : end;
    return [{ span: span(at, at), newText: `${body},` }];
  }
  if (!ownLine || lineEnd === end) return [{ span: span(end, end), newText: `,${body}` }];
  return [
    { span: span(end, end), newText: ',' },
    { span: span(lineEnd, lineEnd), newText: body },
  ];
}

/** The line break and the indentation of an entry that starts its line. */
function lineLead(text: string, entry: Entry): string {
  return (
    lineBreakAt(text, entry.span.start) + text.slice(lineStart(text, entry.span.start), entry.span.start)
  );
}

/** How many blanks stand before entries that share a line. */
function gapOf(text: string, siblings: readonly Entry[]): number {
  for (const entry of siblings.slice(1)) {
    const before = /[,]( *)$/.exec(text.slice(Math.max(0, entry.span.start - 20), entry.span.start));
    if (before !== null) return before[1]?.length ?? 1;
  }
  const [only] = siblings;
  const tight = only?.value !== undefined && only.value.span.start === only.key.span.end + 1;
  return tight && siblings.length === 1 ? 0 : 1;
}

/** The first entry of an object: on a line of its own where the braces are on two lines. */
function intoEmpty(document: Document, parent: Mapping, written: string, comment: string | undefined): Edit {
  const { text } = document.file;
  const closing = parent.span.end - 1;
  const at = triviaEnd(text, parent.span.start + 1, closing);
  const inside = text.slice(at, closing);
  const lines = [...commentLines(comment), written];
  if (!/[\r\n]/.test(inside) && comment === undefined) {
    return { span: span(at, at), newText: /^[ \t]/.test(inside) ? ` ${written}` : written };
  }
  const outer = /^[ \t]*/.exec(text.slice(lineStart(text, parent.span.start)))?.[0] ?? '';
  const lineBreak = lineBreakAt(text, parent.span.start);
  const lead = lineBreak + outer + unitOf(document);
  const tail = /[\r\n]/.test(inside) ? '' : lineBreak + outer;
  return { span: span(at, at), newText: lines.map((line) => lead + line).join('') + tail };
}

/** The indentation of the outermost entries, two blanks where they have none. */
function unitOf({ file, root }: Document): string {
  const [first] = root.entries;
  if (first === undefined || !isFirstOnLine(file.text, first.span.start)) return '  ';
  return file.text.slice(lineStart(file.text, first.span.start), first.span.start) || '  ';
}

function isFirstOnLine(text: string, at: number): boolean {
  return /^[ \t]*$/.test(text.slice(lineStart(text, at), at)) && lineStart(text, at) > 0;
}

function isLastOnLine(text: string, at: number): boolean {
  const following = text.charAt(at);
  return following === '' || following === '\n' || following === '\r';
}
