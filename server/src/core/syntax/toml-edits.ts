import type { Edit } from '../text/edit.ts';
import { type Span, span, textAt } from '../text/span.ts';
import type { Data } from './data.ts';
import type { Document, Entry, Mapping, NewEntry } from './document.ts';
import { type TomlMention, tomlHome, tomlOrigin } from './toml-document.ts';
import { type TomlInline, type TomlPair, tomlEnd } from './toml-syntax.ts';
import { writeToml, writeTomlKey } from './toml-write.ts';

/** Tells whether a source is one whole TOML value. */
export type TomlValueCheck = (source: string) => boolean;

/** Takes every pair and table out that mentions the entry. See `Format.remove`. */
export function removeToml(document: Document, entry: Entry): readonly Edit[] {
  const { text } = document.file;
  const ranges: Span[] = [];
  for (const mention of tomlOrigin(entry)?.mentions ?? []) {
    const range = rangeOf(text, mention);
    const before = ranges.at(-1);
    if (before !== undefined && range.start <= before.end) {
      ranges[ranges.length - 1] = span(Math.min(before.start, range.start), Math.max(before.end, range.end));
    } else ranges.push(range);
  }
  return ranges.map((range) => ({ span: range, newText: '' }));
}

function rangeOf(text: string, { statement, inline }: TomlMention): Span {
  if (inline !== undefined && 'value' in statement) return inlineRange(inline, statement);
  const from = 'header' in statement ? statement.header.start : statement.span.start;
  const start = lineStart(text, from);
  const end = afterLine(text, tomlEnd(statement));
  const endsLine = text.charAt(end - 1) === '\n';
  return span(endsLine || start === 0 ? start : start - lineBreakBefore(text, start), end);
}

/** A pair between braces, with the comma that only it needs. */
function inlineRange({ pairs }: TomlInline, pair: TomlPair): Span {
  const at = pairs.indexOf(pair);
  const before = pairs[at - 1];
  const after = pairs[at + 1];
  if (before !== undefined) return span(before.span.end, pair.span.end);
  return span(pair.span.start, after === undefined ? pair.span.end : after.span.start);
}

/** Gives a pair another value; nothing for tables under headers and for values TOML does not have. See `Format.replace`. */
export function replaceToml(_document: Document, entry: Entry, value: Data): readonly Edit[] {
  const statement = tomlOrigin(entry)?.mentions.at(-1)?.statement;
  if (statement === undefined || !('value' in statement)) return [];
  if (statement.keys.at(-1)?.span.start !== entry.key.span.start) return [];
  const own = statement.value.kind === 'scalar' ? statement.value.quote : 'none';
  const written = writeToml(value, own === 'none' ? 'double' : own);
  return written === undefined ? [] : [{ span: statement.value.span, newText: written }];
}

/** Gives an entry another key wherever it is mentioned; nothing when that key is taken. See `Format.rename`. */
export function renameToml(document: Document, entry: Entry, name: string): readonly Edit[] {
  const origin = tomlOrigin(entry);
  if (origin === undefined || (name !== entry.key.name && origin.siblingNamed(name))) return [];
  const edits: Edit[] = [];
  for (const { key } of origin.mentions) {
    const newText = writeTomlKey(name, textAt(document.file.text, key.span));
    if (newText === undefined) return [];
    edits.push({ span: key.span, newText });
  }
  return edits;
}

/**
 * Adds a pair below `near`, with its indentation and dotted prefix, or at the end of the pairs of a table. Nothing for
 * tables that have neither a header nor braces of their own, and when the key is taken. See `Format.insert`.
 */
export function insertToml(
  isValue: TomlValueCheck,
  document: Document,
  parent: Mapping,
  entry: NewEntry,
  near?: Entry,
): readonly Edit[] {
  if (parent.entries.some((other) => other.key.name === entry.name)) return [];
  const name = writeTomlKey(entry.name, '');
  const value = sourceOf(entry, isValue);
  if (name === undefined || value === undefined || !isComment(entry.comment)) return [];
  const home = tomlHome(parent);
  const mention = near === undefined ? undefined : tomlOrigin(near)?.mentions.at(-1);
  const beside = mention !== undefined && 'value' in mention.statement ? mention.statement : undefined;
  if (home?.kind === 'inline') {
    return entry.comment === undefined ? insertInline(home.inline, `${name} = ${value}`, beside) : [];
  }
  if (mention?.inline !== undefined) return [];
  const key = beside === undefined ? name : prefixOf(document.file.text, beside, mention) + name;
  const pair = `${key} = ${value}`;
  if (beside !== undefined) return insertBelow(document, beside.span, pair, entry.comment);
  if (home?.kind === 'table') {
    const last = home.table.pairs.at(-1)?.span ?? home.table.header;
    return insertBelow(document, last, pair, entry.comment);
  }
  return home?.kind === 'root' ? insertAtTop(document, home.pairs.at(-1), pair, entry.comment) : [];
}

function sourceOf({ value }: NewEntry, isValue: TomlValueCheck): string | undefined {
  if ('data' in value) return writeToml(value.data);
  return isValue(value.source) ? value.source : undefined;
}

function isComment(comment: string | undefined): boolean {
  return comment === undefined || !/\p{Cs}|(?![\t\r\n])\p{Cc}/u.test(comment);
}

/** The parts of a dotted key that stand before the one an entry is known by. */
function prefixOf(text: string, pair: TomlPair, mention: TomlMention | undefined): string {
  const end = mention?.key.span.start ?? pair.span.start;
  return text.slice(pair.span.start, end);
}

function insertInline(inline: TomlInline, pair: string, near: TomlPair | undefined): readonly Edit[] {
  const after = near ?? inline.pairs.at(-1);
  if (after === undefined) return [{ span: inline.span, newText: `{ ${pair} }` }];
  return [{ span: span(after.span.end, after.span.end), newText: `, ${pair}` }];
}

function insertBelow(
  document: Document,
  near: Span,
  pair: string,
  comment: string | undefined,
): readonly Edit[] {
  const { text } = document.file;
  const start = lineStart(text, near.start);
  const indent = /^[ \t]*/.exec(text.slice(start, near.start))?.[0] ?? '';
  const lines = linesOf(pair, comment, lineBreakOf(text)).map((line) => indent + line);
  const at = afterLine(text, near.end);
  const lineBreak = lineBreakOf(text);
  const whole = text.charAt(at - 1) === '\n';
  const newText = whole ? lines.join(lineBreak) + lineBreak : lineBreak + lines.join(lineBreak);
  return [{ span: span(at, at), newText }];
}

/** At the end of the pairs before the first header; where there is none, at the start of the file. */
function insertAtTop(
  document: Document,
  last: TomlPair | undefined,
  pair: string,
  comment: string | undefined,
): readonly Edit[] {
  if (last !== undefined) return insertBelow(document, last.span, pair, comment);
  const lineBreak = lineBreakOf(document.file.text);
  const newText = linesOf(pair, comment, lineBreak).join(lineBreak) + lineBreak;
  return [{ span: span(0, 0), newText }];
}

function linesOf(pair: string, comment: string | undefined, lineBreak: string): string[] {
  const comments = comment === undefined ? [] : comment.split(/\r\n|\n|\r/);
  return [...comments.map((line) => `# ${line}`.trimEnd()), pair.replace(/\r\n|\n/g, lineBreak)];
}

function lineBreakOf(text: string): string {
  const at = text.indexOf('\n');
  return at > 0 && text.charAt(at - 1) === '\r' ? '\r\n' : '\n';
}

function lineStart(text: string, at: number): number {
  return at === 0 ? 0 : text.lastIndexOf('\n', at - 1) + 1;
}

function afterLine(text: string, at: number): number {
  const end = text.indexOf('\n', at);
  return end < 0 ? text.length : end + 1;
}

function lineBreakBefore(text: string, at: number): number {
  return text.charAt(at - 2) === '\r' ? 2 : 1;
}
