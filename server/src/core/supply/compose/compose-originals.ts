import type { Data } from '../../syntax/data.ts';
import { type Document, type Entry, rootsOf, type Scalar, type Value } from '../../syntax/document.ts';
import { memo } from '../../text/memo.ts';

/** Where texts that aliases and merge keys bring are written, by what was made of them. */
interface Originals {
  readonly entries: ReadonlyMap<Data, Entry>;
  readonly scalars: ReadonlyMap<Data, Scalar>;
}

/** The entry as it is written: for one that an alias or a merge key brings, the one in the anchored mapping. */
export function originalEntry(document: Document, entry: Entry): Entry {
  return isBrought(entry) ? (originals(document).entries.get(entry.key.data) ?? entry) : entry;
}

/** The scalar as it is written. */
export function originalScalar(document: Document, scalar: Scalar): Scalar {
  const { text } = document.file;
  if (text.charAt(scalar.span.start) !== '*') return scalar;
  return originals(document).scalars.get(scalar.data) ?? scalar;
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
    if (entry.value) visit(entry.value);
  };
  for (const root of rootsOf(document)) visit(root);
  return { entries, scalars };
});
