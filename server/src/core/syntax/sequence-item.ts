import type { Edit } from '../text/edit.ts';
import { type Span, span } from '../text/span.ts';
import { type Document, rootsOf, type Sequence, type Value } from './document.ts';
import { lineBreakAt, lineEnd, lineStart, nextLine } from './lines.ts';
import {
  behindColon,
  behindItsComments,
  isFirstOnLine,
  isLastOnLine,
  skipBlanks,
  skipTrivia,
} from './yaml/yaml-place.ts';

/** Where an item of a list stands in a document of YAML or JSON. */
export interface ItemPlace {
  readonly sequence: Sequence;
  readonly item: Value;
  /** In brackets, else one line or more behind a dash. */
  readonly flow: boolean;
  /** In brackets or braces, its own or those around it. */
  readonly inFlow: boolean;
  /** Behind the colon of the entry whose value the list is; undefined for lists in lists. */
  readonly colon: number | undefined;
}

/** The item of a list that stands at exactly this span; undefined where there is none, or an alias brings it. */
export function placeOfItem(document: Document, at: Span): ItemPlace | undefined {
  const { text } = document.file;
  const visit = (value: Value, colon: number | undefined, around: boolean): ItemPlace | undefined => {
    const { start, end } = value.span;
    if (value.kind === 'scalar' || start > at.start || end < at.end || text.charAt(start) === '*') {
      return undefined;
    }
    const opening = text.charAt(start);
    const inFlow = around || opening === '[' || opening === '{';
    if (value.kind === 'mapping') {
      for (const entry of value.entries) {
        const found = entry.value && visit(entry.value, behindColon(text, entry), inFlow);
        if (found) return found;
      }
      return undefined;
    }
    for (const item of value.items) {
      if (item.span.start === at.start && item.span.end === at.end && text.charAt(at.start) !== '*') {
        return { sequence: value, item, flow: opening === '[', inFlow, colon };
      }
      const found = visit(item, undefined, inFlow);
      if (found) return found;
    }
    return undefined;
  };
  for (const root of rootsOf(document)) {
    const found = visit(root, undefined, false);
    if (found) return found;
  }
  return undefined;
}

/**
 * Takes an item out of its list, with its line and dash or with its comma. A list that gets empty becomes `[]`. No
 * edits where something else hangs on the item: an anchor, a tag, a list that starts on the same line.
 */
export function removeItem(document: Document, place: ItemPlace): readonly Edit[] {
  const { text } = document.file;
  const { sequence, item, flow } = place;
  if (flow) return fromBrackets(text, sequence, item);
  if (place.inFlow) return [];
  const dash = dashOf(text, item);
  if (dash === undefined || !isFirstOnLine(text, dash)) return [];
  return sequence.items.length === 1
    ? emptied(text, place.colon, dash, item)
    : [wholeLines(text, dash, item)];
}

/** Writes another item behind one of a list, in the form of that one: with a dash and its indent, or with a comma. */
export function insertItem(
  document: Document,
  place: ItemPlace,
  written: string,
  comment: string | undefined,
): readonly Edit[] {
  const { text } = document.file;
  const { item, flow } = place;
  if (flow) return intoBrackets(text, item, written);
  if (place.inFlow) return [];
  const dash = dashOf(text, item);
  if (dash === undefined || !isFirstOnLine(text, dash)) return [];
  const indent = text.slice(lineStart(text, dash), dash);
  const eol = lineBreakAt(text, dash);
  const note = comment === undefined ? '' : `${indent}# ${comment}${eol}`;
  const line = `${indent}${text.slice(dash, item.span.start)}${written}`;
  const from = nextLine(text, item.span.end);
  const hasBreak = lineEnd(text, item.span.end) < text.length;
  return hasBreak
    ? [{ span: span(from, from), newText: `${note}${line}${eol}` }]
    : [{ span: span(text.length, text.length), newText: `${eol}${note}${line}` }];
}

/** The dash before an item, where nothing but blanks stands between them. */
function dashOf(text: string, item: Value): number | undefined {
  let at = item.span.start - 1;
  while (text.charAt(at) === ' ' || text.charAt(at) === '\t') at--;
  return text.charAt(at) === '-' ? at : undefined;
}

function wholeLines(text: string, dash: number, item: Value): Edit {
  const start = lineStart(text, dash);
  const end = behindItsComments(text, nextLine(text, item.span.end), dash - start);
  const isCut = end === text.length && lineEnd(text, end - 1) === text.length && start > 0;
  if (!isCut) return { span: span(start, end), newText: '' };
  const before = text.startsWith('\r\n', start - 2) ? start - 2 : start - 1;
  return { span: span(before, end), newText: '' };
}

function emptied(text: string, colon: number | undefined, dash: number, item: Value): readonly Edit[] {
  if (colon === undefined) return [];
  const between = text.slice(colon, dash);
  // An anchor or tag of the list, or comments of its own, stay where they are.
  if (/[&!]/.test(between.replace(/#.*/g, '')) || skipTrivia(text, colon) !== dash) return [];
  const start = lineStart(text, dash);
  const end = behindItsComments(text, nextLine(text, item.span.end), dash - start);
  const isCut = end === text.length && lineEnd(text, end - 1) === text.length;
  const before = isCut ? (text.startsWith('\r\n', start - 2) ? start - 2 : start - 1) : start;
  return [
    { span: span(colon, colon), newText: ' []' },
    { span: span(before, end), newText: '' },
  ];
}

function fromBrackets(text: string, sequence: Sequence, { span: own }: Value): readonly Edit[] {
  const comma = skipTrivia(text, own.end);
  const hasComma = text.charAt(comma) === ',';
  const end = hasComma ? comma + 1 : own.end;
  const isOwnLine =
    isFirstOnLine(text, own.start) &&
    isLastOnLine(text, end) &&
    lineStart(text, own.start) > sequence.span.start;
  if (isOwnLine && hasComma) {
    return [{ span: span(lineStart(text, own.start), nextLine(text, end)), newText: '' }];
  }
  if (hasComma) {
    const behind = skipBlanks(text, end);
    return [{ span: span(own.start, isLastOnLine(text, end) ? end : behind), newText: '' }];
  }
  const before = commaBefore(text, sequence, own.start);
  return [{ span: span(before ?? own.start, own.end), newText: '' }];
}

/** The comma that separates an item from the one before it; JSON allows none behind the last. */
function commaBefore(text: string, sequence: Sequence, start: number): number | undefined {
  let at = start;
  while (at > sequence.span.start && /\s/.test(text.charAt(at - 1))) at--;
  return text.charAt(at - 1) === ',' ? at - 1 : undefined;
}

function intoBrackets(text: string, { span: own }: Value, written: string): readonly Edit[] {
  const start = lineStart(text, own.start);
  const isOwnLine = isFirstOnLine(text, own.start);
  const lead = isOwnLine ? `${lineBreakAt(text, own.start)}${text.slice(start, own.start)}` : ' ';
  return [{ span: span(own.end, own.end), newText: `,${lead}${written}` }];
}
