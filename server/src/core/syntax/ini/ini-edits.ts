import type { Edit } from '../../text/edit.ts';
import { span } from '../../text/span.ts';
import type { Data } from '../data.ts';
import type { Document, Entry, Mapping, NewEntry } from '../document.ts';
import { lineBreakAt, lineEnd, lineStart, nextLine } from '../lines.ts';
import { nearestRelative } from '../nearest-relative.ts';
import { skipSpace, trimEnd } from '../python-space.ts';
import { type IniPlace, iniText, isIniName, isIniSection, isIniValue, writeIniValue } from './ini-write.ts';

/** Takes the lines of an option out, or those of a whole section. See `Format.remove`. */
export function removeIni(document: Document, entry: Entry): readonly Edit[] {
  if (entry.value?.kind === 'mapping' && wouldGoOn(document, entry)) return [];
  const { text } = document.file;
  const start = lineStart(text, entry.span.start);
  const end = nextLine(text, entry.span.end);
  const endsLine = lineEnd(text, entry.span.end) < text.length;
  const before = text.startsWith('\r\n', start - 2) ? start - 2 : start - 1;
  return [{ span: span(endsLine || start === 0 ? start : before, end), newText: '' }];
}

/** True where the header below a section is indented so that it would become a line of the value above. */
function wouldGoOn({ file, root }: Document, section: Entry): boolean {
  const at = root.entries.indexOf(section);
  const below = root.entries[at + 1];
  if (at < 1 || below === undefined) return false;
  const above = root.entries[at - 1];
  const last = above?.value?.kind === 'mapping' ? above.value.entries.at(-1) : undefined;
  const indent = (entry: Entry) => entry.span.start - lineStart(file.text, entry.span.start);
  const headerStart = below.span.start - lineStart(file.text, below.span.start);
  return last !== undefined && headerStart > indent(last);
}

/** Gives an option another value; nothing for sections and where no text is read as that value. See `Format.replace`. */
export function replaceIni(document: Document, entry: Entry, data: Data): readonly Edit[] {
  const { text } = document.file;
  const wanted = iniText(data);
  if (wanted === undefined || entry.value?.kind === 'mapping') return [];
  const place = placeOf(text, entry);
  const written = writeIniValue(wanted, text.slice(entry.key.span.start, entry.key.span.end), place);
  if (written === undefined) return [];
  if (entry.value === undefined) {
    const at = entry.key.span.end;
    return [{ span: span(at, at), newText: ` = ${written}` }];
  }
  const { start, end } = entry.value.span;
  // Where the first line holds nothing, no blank stands behind the delimiter.
  if (/^[\r\n]|^$/.test(written)) {
    const signEnd = trimEnd(text, entry.key.span.end, start);
    return [{ span: span(signEnd, end), newText: written }];
  }
  const lead = /^\s+[=:]$/.test(place.delimiter) ? ' ' : '';
  return [{ span: span(start, end), newText: lead + written }];
}

/** How an option is written. */
function placeOf(text: string, entry: Entry): IniPlace {
  const start = lineStart(text, entry.span.start);
  const written = entry.value && text.slice(entry.key.span.end, entry.value.span.start);
  return {
    indent: text.slice(start, entry.span.start),
    delimiter: written === undefined || /[\r\n]/.test(written) ? ' = ' : written,
    lineBreak: lineBreakAt(text, entry.span.start),
  };
}

/** Gives an option or a section another name; nothing when that is taken or no name. See `Format.rename`. */
export function renameIni(document: Document, entry: Entry, name: string): readonly Edit[] {
  const section = entry.value?.kind === 'mapping';
  const parent = section ? document.root : sectionOf(document, entry);
  const readAs = section ? name : name.toLowerCase();
  if (parent === undefined || parent.entries.some((it) => it !== entry && it.key.name === readAs)) return [];
  const valid = section ? isIniSection(name) : isIniName(name, placeOf(document.file.text, entry));
  return valid ? [{ span: entry.key.span, newText: name }] : [];
}

function sectionOf(document: Document, entry: Entry): Mapping | undefined {
  for (const { value } of document.root.entries)
    if (value?.kind === 'mapping' && value.entries.includes(entry)) return value;
  return undefined;
}

/**
 * Adds an option below `near`, its nearest relative or the last of its section, with their indentation and delimiter;
 * to the root a whole section. Nothing when the name is taken or cannot be read. See `Format.insert`.
 */
export function insertIni(
  document: Document,
  parent: Mapping,
  entry: NewEntry,
  near?: Entry,
): readonly Edit[] {
  if (document.problems.length > 0) return [];
  if (parent === document.root) return insertSection(document, entry);
  const section = document.root.entries.find((it) => it.value === parent);
  const options = parent.entries;
  if (section === undefined || options.some((it) => it.key.name === entry.name.toLowerCase())) return [];
  const { text } = document.file;
  const wished = near !== undefined && options.includes(near) ? near : nearestRelative(options, entry.name);
  const after = wished ?? options.at(-1);
  const model = after ?? document.root.entries.flatMap(firstOption)[0];
  const place = model === undefined ? NO_MODEL : placeOf(text, model);
  const here: IniPlace = {
    indent: after === undefined ? '' : place.indent,
    delimiter: plainDelimiter(place.delimiter),
    lineBreak: lineBreakAt(text, section.span.start),
  };
  const line = optionLine(entry, here);
  if (line === undefined) return [];
  return insertLines(
    text,
    after?.span.end ?? section.span.start,
    [...commentLines(document, entry), line],
    here,
  );
}

const NO_MODEL: IniPlace = { indent: '', delimiter: ' = ', lineBreak: '\n' };

function firstOption({ value }: Entry): readonly Entry[] {
  return value?.kind === 'mapping' ? value.entries.slice(0, 1) : [];
}

/** Of an empty value the blank behind the delimiter may be gone. */
function plainDelimiter(written: string): string {
  return /^\s+[=:]$/.test(written) ? `${written} ` : written;
}

function optionLine({ name, value }: NewEntry, place: IniPlace): string | undefined {
  if (!isIniName(name, place)) return undefined;
  const source = 'source' in value ? value.source : textFor(value.data, name, place);
  if (source === undefined || ('source' in value && !isIniValue(source, name, place))) return undefined;
  return `${name}${place.delimiter}${source}`.trimEnd();
}

function textFor(data: Data, name: string, place: IniPlace): string | undefined {
  const text = iniText(data);
  return text === undefined ? undefined : writeIniValue(text, name, place);
}

/** With the sign that the comments of the file have. */
function commentLines({ file, comments }: Document, { comment }: NewEntry): readonly string[] {
  if (comment === undefined) return [];
  const sign = file.text.charAt(comments[0]?.span.start ?? -1) === ';' ? ';' : '#';
  return comment.split(/\r\n|\n|\r/).map((line) => `${sign} ${line}`.trimEnd());
}

/** Puts lines behind the line of an offset; a file without a final line break keeps having none. */
function insertLines(
  text: string,
  near: number,
  lines: readonly string[],
  { indent, lineBreak }: IniPlace,
): readonly Edit[] {
  const end = lineEnd(text, near);
  const at = nextLine(text, near);
  const newText =
    end < text.length
      ? lines.map((line) => indent + line + lineBreak).join('')
      : lines.map((line) => lineBreak + indent + line).join('');
  return [{ span: span(at, at), newText }];
}

/** A section of its own at the end of the file. */
function insertSection(document: Document, { name, value }: NewEntry): readonly Edit[] {
  const { text } = document.file;
  const taken = document.root.entries.some((it) => it.key.name === name);
  if (taken || !isIniSection(name) || !('data' in value) || value.data.kind !== 'dict') return [];
  const lineBreak = lineBreakAt(text, text.length);
  const place = { ...NO_MODEL, lineBreak };
  const lines = [`[${name}]`];
  for (const [key, data] of value.data.entries) {
    const line = key.kind === 'str' ? optionLine({ name: key.value, value: { data } }, place) : undefined;
    if (line === undefined) return [];
    lines.push(line);
  }
  const whole = text === '' || lineStart(text, text.length) === text.length;
  const gap = skipSpace(text, 0) === text.length ? '' : lineBreak;
  const block = lines.join(lineBreak);
  const newText = whole ? gap + block + lineBreak : lineBreak + gap + block;
  return [{ span: span(text.length, text.length), newText }];
}
