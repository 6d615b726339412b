import type { Edit } from '../../text/edit.ts';
import { span } from '../../text/span.ts';
import type { Document, Entry, Scalar } from '../document.ts';
import { rootsOf } from '../document.ts';
import { lineEnd, lineStart, nextLine } from '../lines.ts';
import type { MappingPlace } from './yaml-place.ts';
import {
  behindColon,
  behindItsComments,
  isFirstOnLine,
  isLastOnLine,
  isReferredTo,
  placeOfEntry,
  skipBlanks,
  skipTrivia,
} from './yaml-place.ts';

/** Takes an entry out with its line, or with its comma in braces. A mapping that gets empty becomes `{}`. */
export function removeEntry(document: Document, entry: Entry): readonly Edit[] {
  const place = placeOfEntry(document, entry);
  if (place === undefined || isReferredTo(document, entry)) return [];
  const { text } = document.file;
  if (place.flow) return fromBraces(text, place, entry);
  if (place.inFlow) return [{ span: entry.span, newText: '{}' }];
  return fromLines(document, place, entry);
}

function fromLines(document: Document, place: MappingPlace, entry: Entry): readonly Edit[] {
  const { text } = document.file;
  const { mapping } = place;
  const only = mapping.span.start === entry.span.start && mapping.span.end === entry.span.end;
  // The `---` below an empty document would become its own.
  if (only && (mapping !== document.root || document.stream)) return emptied(text, place, entry);
  // Nothing but comments may stand before the end marker of an empty document.
  if (only && /^\.\.\./m.test(text)) return [{ span: entry.span, newText: '{}' }];
  if (isFirstOnLine(text, entry.span.start)) return [wholeLines(document, entry)];
  const next = skipBlanks(text, nextLine(text, entry.span.end));
  const following = skipBlankLines(text, next);
  return [{ span: span(entry.span.start, only ? entry.span.end : following), newText: '' }];
}

/** Behind lines that hold nothing, and the blanks of the line after them. */
function skipBlankLines(text: string, from: number): number {
  let at = from;
  while (at < text.length && (text.charAt(at) === '\n' || text.charAt(at) === '\r')) {
    at = skipBlanks(text, nextLine(text, at));
  }
  return at;
}

function wholeLines(document: Document, entry: Entry): Edit {
  const { text } = document.file;
  const start = lineStart(text, entry.span.start);
  let end = behindItsComments(text, nextLine(text, entry.span.end), entry.span.start - start);
  const above = blockTextBefore(document, start);
  if (above !== undefined && text.slice(above.span.end, start).trim() === '') {
    end = behindLinesThatJoin(text, end, above);
  }
  const cut = end === text.length && lineEnd(text, end - 1) === text.length && start > 0;
  // Without the line break before it a block text would lose its own last line break.
  if (!cut || above !== undefined) return { span: span(start, end), newText: '' };
  const before = text.startsWith('\r\n', start - 2) ? start - 2 : start - 1;
  return { span: span(before, end), newText: '' };
}

/** Deeper blanks would join a block text that comes to stand before them, empty lines one that keeps those. */
function behindLinesThatJoin(text: string, from: number, above: Scalar): number {
  const keeps = /^[|>][1-9]?\+/.test(text.slice(above.span.start, above.span.end));
  const body = text.slice(above.content.start, above.content.end);
  const indent = /^( *)\S/m.exec(body)?.[1]?.length ?? 0;
  let end = from;
  while (end < text.length) {
    const blanks = skipBlanks(text, end) - end;
    if (end + blanks < lineEnd(text, end) || (blanks <= indent && !keeps)) break;
    end = nextLine(text, end);
  }
  return end;
}

/** The block text that ends right before an offset, if one does. */
function blockTextBefore(document: Document, before: number): Scalar | undefined {
  const visit = (entries: readonly Entry[]): Scalar | undefined => {
    let value = entries.filter((it) => it.span.start < before).at(-1)?.value;
    while (value?.kind === 'sequence') value = value.items.at(-1);
    if (value?.kind === 'mapping') return visit(value.entries);
    return value?.kind === 'scalar' && value.quote === 'block' ? value : undefined;
  };
  const root = rootsOf(document).findLast((it) => it.span.start < before);
  return root?.kind === 'mapping' ? visit(root.entries) : undefined;
}

function emptied(text: string, place: MappingPlace, entry: Entry): readonly Edit[] {
  const { owner } = place;
  const colon = owner === undefined ? undefined : behindColon(text, owner);
  if (colon === undefined || !isFirstOnLine(text, entry.span.start)) {
    return [{ span: entry.span, newText: '{}' }];
  }
  const properties = /^(?:[ \t]+[&!][^\s]*)*/.exec(text.slice(colon, lineEnd(text, colon)))?.[0].length ?? 0;
  if (skipTrivia(text, colon + properties) !== entry.span.start) return [{ span: entry.span, newText: '{}' }];
  const head = colon + properties;
  const gone = span(lineStart(text, entry.span.start), nextLine(text, entry.span.end));
  const atEnd = gone.end === text.length && lineEnd(text, entry.span.end) === text.length;
  const breakLength = text.startsWith('\r\n', gone.start - 2) ? 2 : 1;
  return [
    { span: span(head, head), newText: ' {}' },
    { span: span(atEnd ? gone.start - breakLength : gone.start, gone.end), newText: '' },
  ];
}

function fromBraces(text: string, place: MappingPlace, entry: Entry): readonly Edit[] {
  const start = entry.span.start;
  const comma = skipTrivia(text, entry.span.end);
  const hasComma = text.charAt(comma) === ',';
  const end = hasComma ? comma + 1 : entry.span.end;
  if (
    isFirstOnLine(text, start) &&
    isLastOnLine(text, end) &&
    lineStart(text, start) > place.mapping.span.start
  ) {
    return [{ span: span(lineStart(text, start), nextLine(text, end)), newText: '' }];
  }
  if (hasComma) {
    const behind = skipBlanks(text, end);
    const blanks = isLastOnLine(text, end) || text.charAt(behind) === '}' ? end : behind;
    return [{ span: span(start, blanks), newText: '' }];
  }
  const before = commaBefore(text, place, start);
  return [{ span: span(before ?? start, entry.span.end), newText: '' }];
}

/** The comma that separates an entry from the one before it, on the same line. */
function commaBefore(text: string, place: MappingPlace, start: number): number | undefined {
  let at = start;
  while (at > place.mapping.span.start && (text.charAt(at - 1) === ' ' || text.charAt(at - 1) === '\t')) at--;
  return text.charAt(at - 1) === ',' ? at - 1 : undefined;
}
