import type { Edit } from '../../text/edit.ts';
import { memo } from '../../text/memo.ts';
import { type Span, span } from '../../text/span.ts';
import type { Data } from '../data.ts';
import type { Document, Entry, Mapping, NewEntry, Scalar } from '../document.ts';
import { afterBreak, lineEnd, lineStart } from '../lines.ts';
import { nearestRelative } from '../nearest-relative.ts';
import { scanDotenv } from './dotenv-statement.ts';
import {
  type DotenvPlace,
  dotenvText,
  isDotenvValue,
  writeDotenvName,
  writeDotenvValue,
} from './dotenv-write.ts';

/** Takes the lines of an entry out, its comment at the end of the line included. See `Format.remove`. */
export function removeDotenv(document: Document, entry: Entry): readonly Edit[] {
  const { text } = document.file;
  const lines = linesOf(text, entry);
  const hasBreak = lineEnd(text, entry.span.end) < lines.end;
  const start = hasBreak ? lines.start : beforeBreak(text, lines.start);
  return [{ span: span(start, lines.end), newText: '' }];
}

/** Gives an entry another value; nothing when no dotenv text reads as that value. See `Format.replace`. */
export function replaceDotenv(document: Document, entry: Entry, value: Data): readonly Edit[] {
  const wanted = dotenvText(value);
  if (wanted === undefined) return [];
  const scalar = entry.value?.kind === 'scalar' ? entry.value : undefined;
  const at = scalar?.span ?? span(entry.key.span.end, entry.key.span.end);
  const place = placeAt(document, entry, at, scalar === undefined ? '=' : '');
  const written = writeDotenvValue(wanted, place, scalar?.quote);
  if (written === undefined) return [];
  return [{ span: at, newText: scalar === undefined ? `=${written}` : written }];
}

/** Gives an entry another name; nothing when no dotenv text reads as that name. See `Format.rename`. */
export function renameDotenv(document: Document, entry: Entry, name: string): readonly Edit[] {
  const at = entry.key.span;
  const quoted = document.file.text.charAt(at.start) === "'";
  const written = writeDotenvName(name, placeAt(document, entry, at, ''), quoted);
  return written === undefined ? [] : [{ span: at, newText: written }];
}

/**
 * Adds an entry below `near` or its nearest relative, with their `export`, or at the end of the file. A file without a final line break keeps
 * having none. Nothing when no dotenv text reads as that entry. See `Format.insert`.
 */
export function insertDotenv(
  document: Document,
  _parent: Mapping,
  entry: NewEntry,
  wished?: Entry,
): readonly Edit[] {
  const { text } = document.file;
  const near = wished ?? nearestRelative(document.root.entries, entry.name);
  const at = near === undefined ? text.length : linesOf(text, near).end;
  const lineBreak = /(?:\r\n|\n|\r)$/.exec(text.slice(Math.max(0, at - 2), at))?.[0] ?? lineBreakOf(document);
  const prefix = near !== undefined && near.key.span.start > near.span.start ? 'export ' : '';
  const place = { before: '', after: '', lineBreak, forbidden: openQuotes(document, at) };
  const line = newLine(entry, prefix, place, styleOf(text, near ?? document.root.entries.at(-1)));
  if (line === undefined) return [];
  const atLineStart = at === 0 || /[\r\n]/.test(text.charAt(at - 1));
  const newText = atLineStart ? `${line}${lineBreak}` : `${lineBreak}${line}`;
  return [{ span: span(at, at), newText }];
}

/** What stands between a name and its value, and around the value. */
interface Style {
  readonly equals: string;
  readonly quote: Scalar['quote'] | undefined;
}

function styleOf(text: string, model: Entry | undefined): Style {
  const value = model?.value?.kind === 'scalar' ? model.value : undefined;
  const written = model && value ? text.slice(model.key.span.end, value.span.start) : '=';
  const quote = value === undefined || value.quote === 'none' ? undefined : value.quote;
  return { equals: /^[ \t]*=[ \t]*$/.test(written) ? written : '=', quote };
}

function newLine(entry: NewEntry, prefix: string, place: DotenvPlace, style: Style): string | undefined {
  const name = writeDotenvName(entry.name, { ...place, before: prefix, after: '=' }, false);
  if (name === undefined) return undefined;
  const before = `${prefix}${name}${style.equals}`;
  const value = newValue(entry.value, { ...place, before }, style.quote);
  if (value === undefined) return undefined;
  const comments = entry.comment === undefined ? [] : entry.comment.split(/\r\n|\n|\r/);
  const above = comments.map((comment) => `# ${comment}`.trimEnd());
  if (above.some((comment) => [...place.forbidden].some((quote) => comment.includes(quote))))
    return undefined;
  return [...above, `${before}${value}`].join(place.lineBreak);
}

function newValue(
  value: NewEntry['value'],
  place: DotenvPlace,
  quote: Scalar['quote'] | undefined,
): string | undefined {
  if ('source' in value) return isDotenvValue(value.source, place) ? value.source : undefined;
  const text = dotenvText(value.data);
  return text === undefined ? undefined : writeDotenvValue(text, place, quote);
}

/** Where a piece of an entry is written; `infix` comes before it. */
function placeAt(document: Document, entry: Entry, at: Span, infix: string): DotenvPlace {
  const { text } = document.file;
  const lines = linesOf(text, entry);
  return {
    before: text.slice(lines.start, at.start) + infix,
    after: text.slice(at.end, lines.end),
    lineBreak: lineBreakOf(document),
    forbidden: openQuotes(document, lines.start),
  };
}

/** The lines of an entry, from the start of its first to the end of its last, line break included. */
function linesOf(text: string, entry: Entry): Span {
  return span(lineStart(text, entry.span.start), afterBreak(text, lineEnd(text, entry.span.end)));
}

function beforeBreak(text: string, at: number): number {
  if (at > 1 && text.charCodeAt(at - 1) === 10 && text.charCodeAt(at - 2) === 13) return at - 2;
  return Math.max(0, at - 1);
}

const lineBreakOf = memo((document: Document): string => /\r\n|\n|\r/.exec(document.file.text)?.[0] ?? '\n');

/** Where each quote stands that is never closed; there is at most one of each kind. */
const neverClosed = memo((document: Document): readonly { quote: string; at: number }[] => {
  const { text } = document.file;
  if (document.problems.length === 0) return [];
  return scanDotenv(text)
    .filter(({ reason }) => reason === 'open-value' || reason === 'open-name')
    .map((it) => ({ quote: text.charAt(it.valueStart < 0 ? it.keyStart : it.valueStart), at: it.start }));
});

function openQuotes(document: Document, at: number): ReadonlySet<string> {
  return new Set(
    neverClosed(document)
      .filter((open) => open.at < at)
      .map((open) => open.quote),
  );
}
