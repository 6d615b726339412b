import type { Edit } from '../../text/edit.ts';
import { type Span, span, textAt } from '../../text/span.ts';
import type { Data } from '../data.ts';
import type { Document, Entry } from '../document.ts';
import { type TomlMention, tomlOrigin } from './toml-document.ts';
import { afterLine, lineBreakBefore, lineStart } from './toml-lines.ts';
import { type TomlInline, type TomlPair, tomlEnd } from './toml-syntax.ts';
import { writeToml, writeTomlKey } from './toml-write.ts';

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
  return ranges.map((range) => ({ span: withoutLastBreak(text, range), newText: '' }));
}

/** At the end of a file without a final line break, lines go with the line break before them. */
function withoutLastBreak(text: string, range: Span): Span {
  const last = range.end === text.length && text.charAt(range.end - 1) !== '\n';
  const wholeLines = range.start > 0 && text.charAt(range.start - 1) === '\n';
  return last && wholeLines ? span(range.start - lineBreakBefore(text, range.start), range.end) : range;
}

function rangeOf(text: string, { statement, inline }: TomlMention): Span {
  if (inline !== undefined && 'value' in statement) return inlineRange(inline, statement);
  const from = 'header' in statement ? statement.header.start : statement.span.start;
  return span(lineStart(text, from), afterLine(text, tomlEnd(statement)));
}

/** A pair between braces, with the comma or the blanks that only it needs. */
function inlineRange({ pairs, span: braces }: TomlInline, pair: TomlPair): Span {
  const at = pairs.indexOf(pair);
  const before = pairs[at - 1];
  const after = pairs[at + 1];
  if (before !== undefined) return span(before.span.end, pair.span.end);
  if (after !== undefined) return span(pair.span.start, after.span.start);
  const spaced = pair.span.start > braces.start + 1;
  return spaced ? span(braces.start + 1, braces.end - 1) : pair.span;
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
