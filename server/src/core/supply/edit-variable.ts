import { type Data, str } from '../syntax/data.ts';
import type { Document, Entry } from '../syntax/document.ts';
import { holdingMapping } from '../syntax/holding-mapping.ts';
import { type ItemPlace, insertItem, placeOfItem, removeItem } from '../syntax/sequence-item.ts';
import { isReferredTo } from '../syntax/yaml/yaml-place.ts';
import { writeText } from '../syntax/yaml/yaml-write.ts';
import type { Edit } from '../text/edit.ts';
import { type Span, textAt } from '../text/span.ts';
import type { SuppliedVariable } from './supply.ts';

/** A variable as it stands in a document; of one that stands elsewhere nothing is edited. */
export type PlacedVariable = Pick<SuppliedVariable, 'entry' | 'shape'>;

/**
 * Takes a variable out of its document with the line, item or separator that only it needs. No edits where its text
 * cannot go alone: it is put together from other values, or something refers to it.
 */
export function removeVariable(document: Document, variable: PlacedVariable): readonly Edit[] {
  const { entry, shape } = variable;
  if (!entry) return [];
  if (shape === 'entry' || shape === 'line') return document.format.remove(document, entry);
  const place = itemOf(document, variable);
  return place ? removeItem(document, place) : [];
}

/** Gives a variable another name, in the quotes of the old one. */
export function renameVariable(document: Document, variable: PlacedVariable, name: string): readonly Edit[] {
  const { entry, shape } = variable;
  if (!entry) return [];
  if (shape === 'entry' || shape === 'line') return document.format.rename(document, entry, name);
  if (!itemOf(document, variable)) return [];
  const edit = nameEdit(document, entry, name);
  return edit ? [edit] : [];
}

/** Gives a variable another text, in the quotes of the old one where they can hold it. */
export function replaceVariable(document: Document, variable: PlacedVariable, text: string): readonly Edit[] {
  const { entry, shape } = variable;
  if (!entry) return [];
  if (shape === 'entry') return document.format.replace(document, entry, str(text));
  if (shape === 'line')
    return entry.value && isOneLine(text) ? [{ span: entry.value.span, newText: text }] : [];
  const place = itemOf(document, variable);
  if (!place) return [];
  if (shape === 'assignment') {
    const written = assignmentText(document, place, `${entry.key.name}=${text}`);
    return written === undefined ? [] : [{ span: place.item.span, newText: written }];
  }
  const value = entry.value?.kind === 'scalar' ? entry.value : undefined;
  if (!value || value.quote === 'block' || textAt(document.file.text, value.span).startsWith('*')) return [];
  return [{ span: value.span, newText: quoted(document, value.span, text, place.inFlow) }];
}

/**
 * Adds a variable behind another, written as that one is: with its value as it stands (quotes, references and all), or
 * with `text`. `comment` becomes a line of its own above it where the form has lines.
 */
export function insertVariable(document: Document, near: PlacedVariable, added: Added): readonly Edit[] {
  const { entry, shape } = near;
  if (!entry) return [];
  if (shape === 'entry') return insertEntry(document, entry, added);
  if (shape === 'line') return insertLine(document, entry, added);
  const place = itemOf(document, near);
  const written = place && itemText(document, place, entry, shape, added);
  return place && written !== undefined ? insertItem(document, place, written, added.comment) : [];
}

interface Added {
  readonly name: string;
  readonly text?: string;
  readonly comment?: string;
}

function insertEntry(document: Document, near: Entry, { name, text, comment }: Added): readonly Edit[] {
  const value = text === undefined ? { source: sourceOf(document, near) } : { data: str(text) };
  return insertNear(document, near, name, value, comment);
}

/** Quotes would be a part of the value. */
function insertLine(document: Document, near: Entry, { name, text, comment }: Added): readonly Edit[] {
  const source = text ?? sourceOf(document, near);
  return isOneLine(source) ? insertNear(document, near, name, { source }, comment) : [];
}

function sourceOf({ file }: Document, { value }: Entry): string {
  return value ? textAt(file.text, value.span) : '';
}

function isOneLine(text: string): boolean {
  return !/[\r\n]/.test(text);
}

function insertNear(
  document: Document,
  near: Entry,
  name: string,
  value: { readonly source: string } | { readonly data: Data },
  comment: string | undefined,
): readonly Edit[] {
  const parent = holdingMapping(document, near);
  if (!parent) return [];
  const added = { name, value, ...(comment === undefined ? {} : { comment }) };
  return document.format.insert(document, parent, added, near);
}

/** The list item that a variable is; undefined where it is none, or an alias elsewhere stands for a part of it. */
function itemOf(document: Document, { entry, shape }: PlacedVariable): ItemPlace | undefined {
  if (!entry || (shape !== 'assignment' && shape !== 'name-value')) return undefined;
  const place = placeOfItem(document, entry.span);
  return place && !isReferredTo(document, entry) ? place : undefined;
}

function nameEdit(document: Document, { key }: Entry, name: string): Edit | undefined {
  const written = textAt(document.file.text, key.span);
  const quote = /^["']/.exec(written)?.[0] ?? '';
  if (written !== `${quote}${key.name}${quote}`) return undefined;
  return { span: key.span, newText: `${quote}${name}${quote}` };
}

/** The text of a new item: that of another with its name, and its value where one is given, replaced. */
function itemText(
  document: Document,
  place: ItemPlace,
  near: Entry,
  shape: SuppliedVariable['shape'],
  { name, text }: { readonly name: string; readonly text?: string },
): string | undefined {
  if (shape === 'assignment' && text !== undefined) return assignmentText(document, place, `${name}=${text}`);
  const own = textAt(document.file.text, place.item.span);
  if (/(?:^|[\s[{,])[&!]/.test(own)) return undefined;
  const renamed = nameEdit(document, near, name);
  if (!renamed) return undefined;
  const edits = [renamed];
  if (text !== undefined) {
    if (near.value?.kind !== 'scalar' || near.value.quote === 'block') return undefined;
    edits.push({
      span: near.value.span,
      newText: quoted(document, near.value.span, text, place.inFlow),
    });
  }
  return replacedIn(own, place.item.span.start, edits);
}

/** A text with edits of its part of the file made. */
function replacedIn(own: string, offset: number, edits: readonly Edit[]): string {
  let result = own;
  for (const { span, newText } of edits.toSorted((a, b) => b.span.start - a.span.start)) {
    result = result.slice(0, span.start - offset) + newText + result.slice(span.end - offset);
  }
  return result;
}

/** `KEY=value` in the quotes that the item has. Undefined for items over several lines. */
function assignmentText(document: Document, place: ItemPlace, text: string): string | undefined {
  const { item } = place;
  const fits = item.kind === 'scalar' && isOneLine(textAt(document.file.text, item.span));
  return fits ? quoted(document, item.span, text, place.inFlow) : undefined;
}

function quoted(document: Document, old: Span, text: string, inFlow: boolean): string {
  const first = document.file.text.charAt(old.start);
  const quote = first === '"' ? 'double' : first === "'" ? 'single' : undefined;
  return writeText(text, inFlow ? 'flow-value' : 'value', quote);
}
