import type { Edit } from '../../text/edit.ts';
import { span } from '../../text/span.ts';
import type { Data } from '../data.ts';
import type { Document, Entry, Mapping, NewEntry, Value } from '../document.ts';
import { lineBreakAt, lineEnd, lineStart, nextLine } from '../lines.ts';
import { nearestRelative } from '../nearest-relative.ts';
import type { MappingPlace } from './yaml-place.ts';
import { behindItsComments, isBrought, isFirstOnLine, placeOfMapping, skipTrivia } from './yaml-place.ts';
import { writeText, writeValue } from './yaml-write.ts';

/** Adds an entry after `near`, its nearest relative or the last of a mapping, in the style of that sibling. */
export function insertEntry(
  document: Document,
  parent: Mapping,
  entry: NewEntry,
  near?: Entry,
): readonly Edit[] {
  const place = placeOfMapping(document, parent);
  if (place === undefined) return [];
  const siblings = parent.entries.filter((it) => !isBrought(it));
  const relative = near ?? nearestRelative(siblings, entry.name);
  const after = relative !== undefined && siblings.includes(relative) ? relative : last(siblings);
  if (place.flow) return intoBraces(document, place, entry, after);
  if (place.inFlow) return [];
  if (after !== undefined) return belowSibling(document, entry, siblings, after);
  return parent === document.root ? intoEmpty(document, entry) : [];
}

function last(entries: readonly Entry[]): Entry | undefined {
  return entries.reduce<Entry | undefined>(
    (found, it) => (found === undefined || it.span.start > found.span.start ? it : found),
    undefined,
  );
}

function write(entry: NewEntry, inFlow: boolean, model: Entry | undefined): string {
  const name = writeText(entry.name, inFlow ? 'flow-key' : 'key');
  const { value } = entry;
  const text =
    'source' in value
      ? value.source
      : writeValue(value.data, inFlow ? 'flow-value' : 'value', quoteOf(value.data, model));
  return text === '' ? `${name}:` : `${name}: ${text}`;
}

/** A text has the quotes of the sibling it stands below. */
function quoteOf(data: Data, model: Entry | undefined): 'single' | 'double' | undefined {
  const quote = model?.value?.kind === 'scalar' ? model.value.quote : undefined;
  return data.kind === 'str' && (quote === 'single' || quote === 'double') ? quote : undefined;
}

function commentLine(comment: string): string {
  return `# ${comment.replace(/[\r\n\u0085\u2028\u2029]+/g, ' ').trim()}`;
}

function linesOf(entry: NewEntry, model: Entry | undefined): readonly string[] {
  const lines = entry.comment === undefined ? [] : [commentLine(entry.comment)];
  return [...lines, write(entry, false, model)];
}

function belowSibling(
  document: Document,
  entry: NewEntry,
  siblings: readonly Entry[],
  after: Entry,
): readonly Edit[] {
  const { text } = document.file;
  const eol = lineBreakAt(text, after.span.start);
  const first = siblings.reduce((a, b) => (b.span.start < a.span.start ? b : a));
  const column = first.span.start - lineStart(text, first.span.start);
  const indent = ' '.repeat(column);
  const lines = linesOf(entry, after);
  const end = lineEnd(text, after.span.end);
  if (end === text.length && endsInBlockText(after.value)) {
    // A line break behind the block text would become part of it.
    const before = lines.map((line) => `${line}${eol}${indent}`).join('');
    return [{ span: span(after.span.start, after.span.start), newText: before }];
  }
  if (end === text.length) {
    return [{ span: span(end, end), newText: lines.map((line) => `${eol}${indent}${line}`).join('') }];
  }
  const at = behindItsComments(text, nextLine(text, end), column);
  if (at === text.length && lineStart(text, at) < at) {
    return [{ span: span(at, at), newText: lines.map((line) => `${eol}${indent}${line}`).join('') }];
  }
  return [{ span: span(at, at), newText: lines.map((line) => `${indent}${line}${eol}`).join('') }];
}

function endsInBlockText(value: Value | undefined): boolean {
  if (value === undefined) return false;
  if (value.kind === 'scalar') return value.quote === 'block';
  return endsInBlockText(value.kind === 'sequence' ? value.items.at(-1) : value.entries.at(-1)?.value);
}

function intoEmpty(document: Document, entry: NewEntry): readonly Edit[] {
  const { text } = document.file;
  if (document.problems.length > 0) return [];
  const bare = text.replace(/^---(?=[ \t]*(?:#.*)?$)/m, '');
  if (skipTrivia(bare, 0) < bare.length) return [];
  const eol = lineBreakAt(text, text.length);
  const missing = text === '' || lineStart(text, text.length) === text.length ? '' : eol;
  const lines = linesOf(entry, undefined).join(eol);
  return [
    {
      span: span(text.length, text.length),
      newText: missing === '' ? `${lines}${eol}` : `${missing}${lines}`,
    },
  ];
}

function intoBraces(
  document: Document,
  place: MappingPlace,
  entry: NewEntry,
  after: Entry | undefined,
): readonly Edit[] {
  const { text } = document.file;
  const written = write(entry, true, after);
  if (after === undefined) {
    const at = place.mapping.span.start + 1;
    const following = skipTrivia(text, at) < place.mapping.span.end - 1 ? ', ' : '';
    return [{ span: span(at, at), newText: `${written}${following}` }];
  }
  const end = after.span.end;
  const ownLines = entry.comment !== undefined || isFirstOnLine(text, after.span.start);
  if (!ownLines) return [{ span: span(end, end), newText: `, ${written}` }];
  const indent = ' '.repeat(after.span.start - lineStart(text, after.span.start));
  const eol = lineBreakAt(text, after.span.start);
  const comment = entry.comment === undefined ? '' : `${eol}${indent}${commentLine(entry.comment)}`;
  const comma = skipTrivia(text, end);
  if (text.charAt(comma) === ',') {
    const lineBehind = /^[ \t]*(?:#.*)?$/.test(text.slice(comma + 1, lineEnd(text, comma)));
    const at = lineBehind ? lineEnd(text, comma) : comma + 1;
    return [{ span: span(at, at), newText: `${comment}${eol}${indent}${written},` }];
  }
  const at = lineEnd(text, end);
  const tail = text.slice(end, at);
  if (!/^[ \t]*(?:#.*)?$/.test(tail))
    return [{ span: span(end, end), newText: `,${comment}${eol}${indent}${written}` }];
  if (tail.trim() === '') return [{ span: span(end, end), newText: `,${comment}${eol}${indent}${written}` }];
  return [
    { span: span(end, end), newText: ',' },
    { span: span(at, at), newText: `${comment}${eol}${indent}${written}` },
  ];
}
