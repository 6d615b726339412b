import {
  insertVariable,
  removeVariable,
  renameVariable,
  replaceVariable,
} from '../../supply/edit-variable.ts';
import type { SuppliedVariable } from '../../supply/supply.ts';
import { str } from '../../syntax/data.ts';
import type { Document, Entry } from '../../syntax/document.ts';
import { holdingMapping } from '../../syntax/holding-mapping.ts';
import type { Edit } from '../../text/edit.ts';
import type { EntryFacts } from '../facts.ts';

/** One variable of a layer that has to be there, and what is written for it. */
export interface Wanted {
  readonly key: string;
  /** `source`: the value of the entry beside it, as it stands. */
  readonly value: { readonly text: string } | 'source';
}

/**
 * Adds variables next to another one, written as that one is. Undefined where one of them cannot be written there.
 * @param comment a line of its own above the first of them
 */
export function addBeside(
  document: Document,
  beside: EntryFacts,
  wanted: readonly Wanted[],
  comment?: string,
): readonly Edit[] | undefined {
  const all: Edit[] = [];
  for (const [at, { key, value }] of wanted.entries()) {
    const above = at === 0 ? comment : undefined;
    const text = value === 'source' ? undefined : value.text;
    const edits = insertOne(document, beside, { key, text, comment: above });
    if (edits.length === 0) return undefined;
    all.push(...edits);
  }
  return all;
}

interface Added {
  readonly key: string;
  readonly text: string | undefined;
  readonly comment: string | undefined;
}

function insertOne(document: Document, beside: EntryFacts, added: Added): readonly Edit[] {
  const { entry, supplied } = beside;
  if (entry === undefined) return [];
  const { text } = added;
  const comment = added.comment === undefined ? {} : { comment: added.comment };
  const name = spelled(entry, added.key);
  if (supplied !== undefined) {
    if (!isOwn(document, supplied) || (text === undefined && !copies(supplied))) return [];
    return insertVariable(document, supplied, { name, ...(text === undefined ? {} : { text }), ...comment });
  }
  const source =
    entry.value === undefined ? '' : document.file.text.slice(entry.value.span.start, entry.value.span.end);
  const value = text === undefined ? { source } : { data: str(text) };
  const parent = holdingMapping(document, entry);
  if (parent === undefined) return [];
  return document.format.insert(document, parent, { name, value, ...comment }, entry);
}

/** A variable that is written in this file under its own name, and not taken over from elsewhere. */
function isOwn(document: Document, { entry, name, path }: SuppliedVariable): boolean {
  return entry !== undefined && entry.key.name === name && path === document.file.path;
}

function copies({ entry, shape }: SuppliedVariable): boolean {
  return shape === 'name-value' || (entry?.value?.kind === 'scalar' && entry.value.data.kind !== 'none');
}

/** Takes a variable out, with the lines that it hides; undefined where that is not possible. */
export function takeOut(document: Document, it: EntryFacts): readonly Edit[] | undefined {
  const hidden = takeOutHidden(document, it);
  const edits = it.supplied
    ? isOwn(document, it.supplied)
      ? removeVariable(document, it.supplied)
      : []
    : it.entry === undefined
      ? []
      : document.format.remove(document, it.entry);
  return edits.length === 0 || hidden === undefined ? undefined : [...edits, ...hidden];
}

/** Takes out the lines that a variable hides: they would count without it. */
function takeOutHidden(document: Document, { hidden = [] }: EntryFacts): readonly Edit[] | undefined {
  const gone = hidden.map((entry) => document.format.remove(document, entry));
  return gone.some((it) => it.length === 0) ? undefined : gone.flat();
}

/** Gives a variable another name, and another text where one is given; undefined where that is not possible. */
export function turnInto(
  document: Document,
  it: EntryFacts,
  { key, value }: Wanted,
): readonly Edit[] | undefined {
  const { entry, supplied } = it;
  if (entry === undefined) return undefined;
  if (supplied !== undefined && (!isOwn(document, supplied) || !copies(supplied))) return undefined;
  const name = spelled(entry, key);
  const renames =
    name === entry.key.name
      ? []
      : supplied
        ? renameVariable(document, supplied, name)
        : document.format.rename(document, entry, name);
  if (name !== entry.key.name && renames.length === 0) return undefined;
  // Under the same key, what is hidden stays so.
  const hidden = name === entry.key.name ? [] : takeOutHidden(document, it);
  if (hidden === undefined) return undefined;
  if (value === 'source') return [...renames, ...hidden];
  // A list item `KEY=value` is written as a whole.
  if (supplied?.shape === 'assignment') {
    const added = insertVariable(document, supplied, { name, text: value.text });
    const removed = removeVariable(document, supplied);
    return added.length === 0 || removed.length === 0 ? undefined : [...added, ...removed];
  }
  const replaces = supplied
    ? replaceVariable(document, supplied, value.text)
    : document.format.replace(document, entry, str(value.text));
  return replaces.length === 0 ? undefined : [...renames, ...replaces, ...hidden];
}

/**
 * True where the value, copied as it stands under another name, is the same value: an expression in it may refer to
 * other variables, but to none of these.
 */
export function copiesWhole({ entry, supplied }: EntryFacts, keys: readonly string[]): boolean {
  if (supplied !== undefined) return true;
  const parts = entry?.value?.kind === 'scalar' ? (entry.value.parts ?? []) : [];
  const names = new Set(keys.map((it) => it.toUpperCase()));
  return parts.every((part) => part.kind !== 'variable' || !names.has(part.name.toUpperCase()));
}

/**
 * The edits after which what is put together from old keys is put together from the new ones: `${OLD}` becomes `${NEW}`.
 * Undefined where the new key does not say the same, or is not set by then.
 * @param names the key that takes the place of each, where one says the same
 * @param from where the new keys are set from: the offset of the first of them that a reference may stand behind
 */
export function referenceEdits(
  document: Document,
  held: readonly EntryFacts[],
  names: ReadonlyMap<string, string | undefined>,
  from: number,
): readonly Edit[] | undefined {
  const gone = new Set(held.flatMap((it) => [it.entry, ...(it.hidden ?? [])]));
  const { text } = document.file;
  const edits: Edit[] = [];
  for (const entry of document.root.entries) {
    const parts = entry.value?.kind === 'scalar' ? (entry.value.parts ?? []) : [];
    for (const part of parts) {
      if (gone.has(entry) || part.kind !== 'variable' || !namesAny(part.name, names)) continue;
      const to = names.get(part.name);
      const at = text.indexOf(part.name, part.span.start);
      if (to === undefined || entry.span.start < from || at < 0 || at >= part.span.end) return undefined;
      edits.push({ span: { start: at, end: at + part.name.length }, newText: to });
    }
  }
  return edits;
}

function namesAny(name: string, names: ReadonlyMap<string, unknown>): boolean {
  return [...names.keys()].some((it) => it.toUpperCase() === name.toUpperCase());
}

/**
 * True where an entry that stays is put together from one of these keys.
 * @param among the entries that are looked at; all of the document by default
 */
export function isReferredTo(
  document: Document,
  held: readonly EntryFacts[],
  keys: readonly string[],
  among?: readonly EntryFacts[],
): boolean {
  const gone = new Set(held.map((it) => it.entry));
  const entries = among ? among.flatMap((it) => it.entry ?? []) : document.root.entries;
  return entries.some((entry) => !gone.has(entry) && !copiesWhole({ entry }, keys));
}

/** The text that stands in the file, where it is written out and not put together when the file is read. */
export function writtenText({ entry, supplied, text }: EntryFacts): string | undefined {
  if (supplied !== undefined) return supplied.value.kind === 'text' ? supplied.value.text : undefined;
  const parts = entry?.value?.kind === 'scalar' ? (entry.value.parts ?? []) : [];
  return parts.every((part) => part.kind === 'text') ? text : undefined;
}

/**
 * Takes out a variable that this comment stands above, and the comment; undefined where it does not stand there, or
 * the variable cannot be taken out.
 */
export function takeOutMarked(
  document: Document,
  it: EntryFacts,
  comment: string,
): readonly Edit[] | undefined {
  const [above] = it.entry === undefined ? [] : commentAbove(document, it.entry, comment);
  const gone = above && takeOut(document, { ...it, hidden: [] });
  const [first, ...more] = gone ?? [];
  if (above === undefined || first === undefined) return undefined;
  if (more.length > 0 || first.span.start >= above.span.end) return [above, first, ...more];
  // The last line of a file without a final line break takes the break before it along.
  const { text } = document.file;
  const start = /(?:\r\n|\r|\n)?$/.exec(text.slice(0, above.span.start))?.index ?? above.span.start;
  return [{ span: { start, end: Math.max(above.span.end, first.span.end) }, newText: first.newText }];
}

/** The comment line directly above an entry that is this text, with its line break. */
function commentAbove(document: Document, entry: Entry, comment: string): readonly Edit[] {
  const { text } = document.file;
  const found = document.comments.find(
    (it) =>
      it.ownLine &&
      it.text === comment &&
      /^[^\r\n]*(?:\r\n|\r|\n)[ \t]*(?:export[ \t]+)?(?:- )?$/.test(
        text.slice(it.span.end, entry.span.start),
      ),
  );
  if (found === undefined) return [];
  const start = /[^\r\n]*$/.exec(text.slice(0, found.span.start))?.index ?? found.span.start;
  const end = found.span.end + (/^[^\r\n]*(?:\r\n|\r|\n)?/.exec(text.slice(found.span.end))?.[0].length ?? 0);
  return [{ span: { start, end }, newText: '' }];
}

/** NEW in lower case where the file writes OLD so. */
function spelled(entry: Entry, to: string): string {
  const { name } = entry.key;
  return name === name.toLowerCase() && name !== name.toUpperCase() ? to.toLowerCase() : to;
}
