import type { Span } from '../../text/span.ts';
import type { Document, Entry, Mapping, Value } from '../document.ts';
import { rootsOf } from '../document.ts';
import { lineEnd, lineStart, nextLine } from '../lines.ts';
import { isBreak } from './yaml-cursor.ts';
import { readTokens } from './yaml-tokens.ts';

/** Where a mapping stands in its document. */
export interface MappingPlace {
  readonly mapping: Mapping;
  /** In braces. */
  readonly flow: boolean;
  /** In braces or brackets, its own or those around it. */
  readonly inFlow: boolean;
  /** The entry whose value it is; undefined at the top and for items of sequences. */
  readonly owner: Entry | undefined;
}

/** An entry that an alias or a merge key brings here is written elsewhere: all its spans are one. */
export function isBrought(entry: Entry): boolean {
  const { key, value, span } = entry;
  return value !== undefined && same(key.span, span) && same(value.span, span) && span.end > span.start;
}

function same(a: Span, b: Span): boolean {
  return a.start === b.start && a.end === b.end;
}

/** The mapping that holds an entry; undefined when no text of this document writes that entry there. */
export function placeOfEntry(document: Document, entry: Entry): MappingPlace | undefined {
  if (isBrought(entry)) return undefined;
  return search(document, (mapping) =>
    mapping.entries.some((it) => same(it.span, entry.span) && same(it.key.span, entry.key.span)),
  );
}

/** The place of a mapping; undefined when it is an alias's copy. */
export function placeOfMapping(document: Document, mapping: Mapping): MappingPlace | undefined {
  return search(
    document,
    (it) => it === mapping || (it.entries.length > 0 && it.entries === mapping.entries),
  );
}

function search(document: Document, found: (mapping: Mapping) => boolean): MappingPlace | undefined {
  const text = document.file.text;
  const visit = (value: Value, owner: Entry | undefined, around: boolean): MappingPlace | undefined => {
    if (value.kind === 'scalar' || text.charAt(value.span.start) === '*') return undefined;
    const opening = text.charAt(value.span.start);
    if (value.kind === 'sequence') {
      const inFlow = around || opening === '[';
      return firstOf(value.items, (item) => visit(item, undefined, inFlow));
    }
    const flow = opening === '{' && text.charAt(value.span.end - 1) === '}';
    const inFlow = around || flow;
    if (found(value)) return { mapping: value, flow, inFlow, owner };
    return firstOf(value.entries, (entry) =>
      entry.value === undefined || isBrought(entry) ? undefined : visit(entry.value, entry, inFlow),
    );
  };
  return firstOf(rootsOf(document), (root) => visit(root, undefined, false));
}

function firstOf<T, R>(items: readonly T[], find: (item: T) => R | undefined): R | undefined {
  for (const item of items) {
    const result = find(item);
    if (result !== undefined) return result;
  }
  return undefined;
}

/** True when an alias elsewhere stands for something written in this entry, so that it cannot change alone. */
export function isReferredTo(document: Document, entry: Entry): boolean {
  const { text } = document.file;
  const { start, end } = entry.span;
  if (!text.slice(start, end).includes('&')) return false;
  const { references } = readTokens(text, { characters: text.length * 10 });
  const inside = (at: number) => start <= at && at < end;
  const names = new Set(
    references.filter((it) => it.kind === 'anchor' && inside(it.start)).map((it) => it.name),
  );
  return references.some((it) => it.kind === 'alias' && !inside(it.start) && names.has(it.name));
}

/** Steps over blanks, line breaks and comments. */
export function skipTrivia(text: string, from: number): number {
  let at = from;
  for (;;) {
    const code = text.charCodeAt(at);
    if (code === 32 || code === 9 || isBreak(code)) at++;
    else if (code === 35) at = lineEnd(text, at);
    else return at;
  }
}

/** Steps over blanks on one line. */
export function skipBlanks(text: string, from: number): number {
  let at = from;
  while (text.charCodeAt(at) === 32 || text.charCodeAt(at) === 9) at++;
  return at;
}

/** True when only blanks stand between the start of the line and an offset. */
export function isFirstOnLine(text: string, offset: number): boolean {
  return skipBlanks(text, lineStart(text, offset)) >= offset;
}

/** True when only blanks and a comment stand between an offset and the end of its line. */
export function isLastOnLine(text: string, offset: number): boolean {
  const at = skipBlanks(text, offset);
  return at >= text.length || text.charCodeAt(at) === 35 || isBreak(text.charCodeAt(at));
}

/** Behind the `:` of an entry; undefined where it has none. */
export function behindColon(text: string, entry: Entry): number | undefined {
  const at = skipTrivia(text, entry.key.span.end);
  return text.charAt(at) === ':' && at < entry.span.end ? at + 1 : undefined;
}

/** Comments that are indented deeper than an entry belong to it; left behind they could join a block text above. */
export function behindItsComments(text: string, from: number, column: number): number {
  let end = from;
  for (let line = from; line < text.length; line = nextLine(text, line)) {
    const first = skipBlanks(text, line);
    if (text.charAt(first) === '#' && first - line > column) end = nextLine(text, line);
    else if (first < lineEnd(text, line)) break;
  }
  return end;
}
