import type { Data } from '../../syntax/data.ts';
import { type Document, type Entry, rootsOf, type Scalar, type Value } from '../../syntax/document.ts';
import { memo } from '../../text/memo.ts';

/** Where texts that aliases and merge keys bring are written, by what was made of them. */
interface Originals {
  readonly entries: ReadonlyMap<Data, Entry>;
  readonly scalars: ReadonlyMap<Data, Scalar>;
  /** What carries an anchor behind the key of an entry, by its name, in the order of the text. */
  readonly anchored: ReadonlyMap<string, readonly Value[]>;
}

/** The entry as it is written: for one that an alias or a merge key brings, the one in the anchored mapping. */
export function originalEntry(document: Document, entry: Entry): Entry {
  if (!isBrought(entry)) return entry;
  const { entries } = originals(document);
  const known = entries.get(entry.key.data);
  if (known) return known;
  const target = anchoredAt(document, entry.span.start);
  const named = target?.kind === 'mapping' && target.entries.find((it) => it.key.name === entry.key.name);
  return named && named !== entry ? originalEntry(document, named) : entry;
}

/** The scalar as it is written. */
export function originalScalar(document: Document, scalar: Scalar): Scalar {
  const { text } = document.file;
  if (text.charAt(scalar.span.start) !== '*') return scalar;
  const known = originals(document).scalars.get(scalar.data);
  if (known) return known;
  const target = anchoredAt(document, scalar.span.start);
  return target?.kind === 'scalar' ? target : scalar;
}

/**
 * What an alias stands for. A block of which only an anchor's place changed is not read again, so that what it brings
 * may be equal to what the anchor holds now without being the same object.
 */
function anchoredAt(document: Document, alias: number): Value | undefined {
  const name = /^\*([^\s,\]}]+)/.exec(document.file.text.slice(alias, alias + 200))?.[1];
  const all = name === undefined ? [] : (originals(document).anchored.get(name) ?? []);
  return all.findLast((it) => it.span.start < alias);
}

/** All spans of what is brought are the one that brings it. */
function isBrought({ key, value, span }: Entry): boolean {
  return (
    value !== undefined &&
    key.span.start === span.start &&
    key.span.end === span.end &&
    value.span.start === span.start &&
    value.span.end === span.end
  );
}

const originals = memo((document: Document): Originals => {
  const entries = new Map<Data, Entry>();
  const scalars = new Map<Data, Scalar>();
  const anchored = new Map<string, readonly Value[]>();
  const { text } = document.file;
  const visit = (value: Value): void => {
    if (text.charAt(value.span.start) === '*') return;
    if (value.kind === 'scalar') scalars.set(value.data, value);
    else if (value.kind === 'sequence') value.items.forEach(visit);
    else for (const entry of value.entries) visitEntry(entry);
  };
  const visitEntry = (entry: Entry): void => {
    if (isBrought(entry)) return;
    entries.set(entry.key.data, entry);
    if (!entry.value) return;
    const name = /&([^\s,\]}]+)/.exec(text.slice(entry.key.span.end, entry.value.span.start))?.[1];
    if (name !== undefined) anchored.set(name, [...(anchored.get(name) ?? []), entry.value]);
    visit(entry.value);
  };
  for (const root of rootsOf(document)) visit(root);
  return { entries, scalars, anchored };
});
