import { applyEdits, type Edit } from '../../text/edit.ts';
import { sourceFile } from '../../text/source-file.ts';
import { span } from '../../text/span.ts';
import { type Data, sameData } from '../data.ts';
import type { Document, Entry, Mapping, NewEntry, TextPart, Value } from '../document.ts';
import { afterBreak, lineEnd } from '../lines.ts';
import { removeDotenv } from './dotenv-edits.ts';
import { dotenvText } from './dotenv-write.ts';

/** Takes the lines of an entry out; nothing where another entry would be read otherwise then. */
export function removeInDialect(document: Document, entry: Entry): readonly Edit[] {
  const index = document.root.entries.indexOf(entry);
  return checked(document, removeDotenv(document, entry), (after) =>
    sameEntries(after, document.root.entries.toSpliced(index, 1)),
  );
}

/** Gives an entry another value, in its own quotes where they can hold it; nothing where no way of writing does. */
export function replaceInDialect(document: Document, entry: Entry, value: Data): readonly Edit[] {
  const wanted = dotenvText(value);
  if (wanted === undefined) return [];
  const scalar = entry.value?.kind === 'scalar' ? entry.value : undefined;
  const at = scalar?.span ?? span(entry.key.span.end, entry.key.span.end);
  for (const way of dialectWays(wanted, scalar?.quote)) {
    const edits = replacing(
      document,
      entry,
      [{ span: at, newText: scalar === undefined ? `=${way}` : way }],
      wanted,
    );
    if (edits.length > 0) return edits;
  }
  return [];
}

/** The edits, where after them the entry reads as the text and all others as before; else none. */
function replacing(
  document: Document,
  entry: Entry,
  edits: readonly Edit[],
  wanted: string,
): readonly Edit[] {
  const { entries } = document.root;
  const index = entries.indexOf(entry);
  return checked(document, edits, (after) => {
    const now = after[index];
    if (now === undefined || now.key.name !== entry.key.name || plainText(now) !== wanted) return false;
    return sameEntries(after, entries.with(index, now));
  });
}

/** Gives an entry another name; nothing where the program would not read it as one. */
export function renameInDialect(document: Document, entry: Entry, name: string): readonly Edit[] {
  const { entries } = document.root;
  const index = entries.indexOf(entry);
  return checked(document, [{ span: entry.key.span, newText: name }], (after) => {
    const renamed = { ...entry, key: { ...entry.key, name } };
    return sameEntries(after, entries.with(index, renamed));
  });
}

/** Adds an entry below `near`, with its `export`, or at the end; nothing where the program would not read it so. */
export function insertInDialect(
  document: Document,
  _parent: Mapping,
  entry: NewEntry,
  near?: Entry,
): readonly Edit[] {
  const { text } = document.file;
  const { entries } = document.root;
  const at = near === undefined ? text.length : afterBreak(text, lineEnd(text, near.span.end));
  const index = near === undefined ? entries.length : entries.indexOf(near) + 1;
  const lineBreak = /\r\n|\n|\r/.exec(text)?.[0] ?? '\n';
  const prefix = near !== undefined && near.key.span.start > near.span.start ? 'export ' : '';
  const above = (entry.comment?.split(/\r\n|\n|\r/) ?? []).map((it) => `# ${it}`.trimEnd());
  const wanted = 'source' in entry.value ? undefined : dotenvText(entry.value.data);
  if (!('source' in entry.value) && wanted === undefined) return [];
  const ways = 'source' in entry.value ? [entry.value.source] : dialectWays(wanted ?? '', undefined);
  for (const way of ways) {
    const line = [...above, `${prefix}${entry.name}=${way}`].join(lineBreak);
    const fresh = at === 0 || /[\r\n]/.test(text.charAt(at - 1));
    const edit = { span: span(at, at), newText: fresh ? `${line}${lineBreak}` : `${lineBreak}${line}` };
    const edits = checked(document, [edit], (after) => {
      const added = after[index];
      if (added?.key.name !== entry.name || (wanted !== undefined && plainText(added) !== wanted))
        return false;
      return sameEntries(after, entries.toSpliced(index, 0, added));
    });
    if (edits.length > 0) return edits;
  }
  return [];
}

/** Ways to write a text that one dialect or another reads as that text, most usual first. */
function* dialectWays(
  text: string,
  own: 'none' | 'single' | 'double' | 'block' | undefined,
): Generator<string> {
  const single = `'${text}'`;
  const double = `"${text.replace(/[\\"$`]/g, '\\$&').replaceAll('\n', '\\n')}"`;
  if (own === 'none' || (own === undefined && /^[\w.,:/@%+=~-]*$/.test(text))) yield text;
  if (own === 'single') yield single;
  if (own === 'double') yield `"${text}"`;
  yield single;
  yield `"${text}"`;
  yield double;
  yield `"${text.replace(/[\\"$`]/g, '\\$&')}"`;
  yield `"${text.replace(/[\\"]/g, '\\$&')}"`;
  yield `'${text.replaceAll("'", "'\\''")}'`;
  yield `'${text.replaceAll("'", "\\'")}'`;
  yield text.replaceAll('$', '$$$$');
  yield text;
}

/** The text of an entry's value where nothing has to be put in it; undefined else. */
export function plainText({ value }: Entry): string | undefined {
  if (value?.kind !== 'scalar' || value.data.kind !== 'str') return undefined;
  if (value.parts === undefined) return value.data.value;
  const texts = value.parts.map((it) => (it.kind === 'text' ? it.text : undefined));
  return texts.includes(undefined) ? undefined : texts.join('');
}

/** The edits, where what is read after them is as `holds` says and nothing new is wrong; else none. */
function checked(
  document: Document,
  edits: readonly Edit[],
  holds: (entries: readonly Entry[]) => boolean,
): readonly Edit[] {
  if (edits.length === 0) return [];
  const { format, file } = document;
  const after = format.parse(sourceFile(file.path, applyEdits(file.text, edits)));
  if (after.problems.length > document.problems.length) return [];
  return holds(after.root.entries) ? edits : [];
}

function sameEntries(a: readonly Entry[], b: readonly Entry[]): boolean {
  return (
    a.length === b.length &&
    a.every((entry, index) => {
      const other = b[index];
      return (
        other !== undefined && entry.key.name === other.key.name && sameReading(entry.value, other.value)
      );
    })
  );
}

function sameReading(a: Value | undefined, b: Value | undefined): boolean {
  if (a?.kind !== 'scalar' || b?.kind !== 'scalar') return a === b;
  return sameData(a.data, b.data) && pieces(a.parts) === pieces(b.parts);
}

/** Without spans, which move. */
function pieces(parts: readonly TextPart[] | undefined): string | undefined {
  return JSON.stringify(parts, (key, value: unknown) => (key === 'span' ? undefined : value));
}
