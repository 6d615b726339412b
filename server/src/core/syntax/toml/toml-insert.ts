import type { Edit } from '../../text/edit.ts';
import { type Span, span } from '../../text/span.ts';
import type { Document, Entry, Mapping, NewEntry, Scalar } from '../document.ts';
import { nearestRelative } from '../nearest-relative.ts';
import { type TomlMention, tomlHome, tomlOrigin } from './toml-document.ts';
import { afterLine, lineBreakOf, lineStart } from './toml-lines.ts';
import type { TomlInline, TomlPair } from './toml-syntax.ts';
import { writeToml, writeTomlKey } from './toml-write.ts';

/** Tells whether a source is one whole TOML value. */
export type TomlValueCheck = (source: string) => boolean;

/** An entry that is written as a pair, and where. */
interface Beside {
  readonly entry: Entry;
  readonly mention: TomlMention;
  readonly pair: TomlPair;
}

/**
 * Adds a pair below `near` or its nearest relative, with their indentation, dotted prefix, quotes and blanks, or at the
 * end of the pairs of a table. Nothing for tables that have neither a header nor braces nor a pair, and when the key is
 * taken. See `Format.insert`.
 */
export function insertToml(
  isValue: TomlValueCheck,
  document: Document,
  parent: Mapping,
  entry: NewEntry,
  near?: Entry,
): readonly Edit[] {
  if (document.problems.length > 0 || parent.entries.some((other) => other.key.name === entry.name))
    return [];
  const { text } = document.file;
  const home = tomlHome(parent);
  const pairs = parent.entries.flatMap(besideOf);
  const wished = near ?? nearestRelative(parent.entries, entry.name);
  const beside = pairs.find((it) => it.entry === wished) ?? (home === undefined ? pairs.at(-1) : undefined);
  const model = beside ?? pairs.at(-1);
  const name = writeTomlKey(entry.name, '');
  const value = sourceOf(entry, isValue, model);
  if (name === undefined || value === undefined || !isComment(entry.comment)) return [];
  const rest = `${name}${equalsOf(text, model)}${value}`;
  if (home?.kind === 'inline') {
    return entry.comment === undefined ? insertInline(text, home.inline, rest, beside?.pair) : [];
  }
  if (beside !== undefined) {
    if (beside.mention.inline !== undefined) return [];
    const prefix = text.slice(beside.pair.span.start, beside.mention.key.span.start);
    return insertBelow(text, beside.pair.span, prefix + rest, entry.comment);
  }
  if (home?.kind === 'table') {
    const last = home.table.pairs.at(-1)?.span ?? home.table.header;
    return insertBelow(text, last, rest, entry.comment);
  }
  return home?.kind === 'root' ? insertAtTop(text, home.pairs.at(-1), rest, entry.comment) : [];
}

function besideOf(entry: Entry): readonly Beside[] {
  const mention = tomlOrigin(entry)?.mentions.at(-1);
  return mention !== undefined && 'value' in mention.statement
    ? [{ entry, mention, pair: mention.statement }]
    : [];
}

function sourceOf(
  { value }: NewEntry,
  isValue: TomlValueCheck,
  model: Beside | undefined,
): string | undefined {
  if ('data' in value) return writeToml(value.data, quoteOf(model));
  return isValue(value.source) ? value.source : undefined;
}

/** A text has the quotes of the one it stands below. */
function quoteOf(model: Beside | undefined): Scalar['quote'] {
  const value = model?.pair.value;
  return value?.kind === 'scalar' && value.quote === 'single' ? 'single' : 'double';
}

/** What stands between a key and its value. */
function equalsOf(text: string, model: Beside | undefined): string {
  const end = model?.pair.keys.at(-1)?.span.end;
  return model === undefined || end === undefined ? ' = ' : text.slice(end, model.pair.value.span.start);
}

function isComment(comment: string | undefined): boolean {
  return comment === undefined || !/\p{Cs}|(?![\t\r\n])\p{Cc}/u.test(comment);
}

function insertInline(
  text: string,
  inline: TomlInline,
  pair: string,
  near: TomlPair | undefined,
): readonly Edit[] {
  const after = near ?? inline.pairs.at(-1);
  if (after !== undefined) return [{ span: span(after.span.end, after.span.end), newText: `, ${pair}` }];
  const at = inline.span.start + 1;
  return [{ span: span(at, at), newText: text.charAt(at) === '}' ? ` ${pair} ` : pair }];
}

function insertBelow(text: string, near: Span, pair: string, comment: string | undefined): readonly Edit[] {
  const start = lineStart(text, near.start);
  const indent = /^[ \t]*/.exec(text.slice(start, near.start))?.[0] ?? '';
  const lineBreak = lineBreakOf(text);
  const lines = linesOf(pair, comment, lineBreak).map((line) => indent + line);
  const at = afterLine(text, near.end);
  const whole = text.charAt(at - 1) === '\n';
  const newText = whole ? lines.join(lineBreak) + lineBreak : lineBreak + lines.join(lineBreak);
  return [{ span: span(at, at), newText }];
}

/** At the end of the pairs before the first header; where there is none, at the start of the file. */
function insertAtTop(
  text: string,
  last: TomlPair | undefined,
  pair: string,
  comment: string | undefined,
): readonly Edit[] {
  if (last !== undefined) return insertBelow(text, last.span, pair, comment);
  const lineBreak = lineBreakOf(text);
  const newText = linesOf(pair, comment, lineBreak).join(lineBreak) + lineBreak;
  return [{ span: span(0, 0), newText }];
}

function linesOf(pair: string, comment: string | undefined, lineBreak: string): string[] {
  const comments = comment === undefined ? [] : comment.split(/\r\n|\n|\r/);
  return [...comments.map((line) => `# ${line}`.trimEnd()), pair.replace(/\r\n|\n/g, lineBreak)];
}
