import type { Snapshot } from '../snapshot.ts';
import { withConstraint } from './constraint-answer.ts';
import type { EntryFacts, LayerFacts, ReaderFacts } from './facts.ts';
import { acceptsText, holdsDefault } from './field-values.ts';
import { allNames, type Names } from './gather-readers.ts';

/** What a layer has of all keys of a migration, and of the first key of each side. */
export function entriesOf(
  names: Names,
  entryOf: (name: string) => EntryFacts | undefined,
): Pick<LayerFacts, 'old' | 'new' | 'entries'> {
  const entries = new Map(
    allNames(names).flatMap((name) => {
      const entry = entryOf(name);
      return entry ? [[name, entry] as const] : [];
    }),
  );
  const old = entries.get(names.from);
  const next = names.to === undefined ? undefined : entries.get(names.to);
  return { ...(old ? { old } : {}), ...(next ? { new: next } : {}), entries };
}

/** A text, and what the field of its key makes of it; a new key that is not declared yet has the field of the old one. */
export function judgedText(
  snapshot: Snapshot,
  { schema, fields, old, new: next }: ReaderFacts,
  { from, to, constraints }: Names,
  name: string,
  text: string,
): Pick<EntryFacts, 'text' | 'valid' | 'validAfter' | 'isDefault'> {
  const own = name === from ? old : name === to ? (next ?? old) : undefined;
  const field = fields.get(name) ?? own;
  if (field === undefined) return { text };
  const valid = acceptsText(snapshot, schema, field, text);
  const after = constraints && acceptsText(snapshot, schema, withConstraint(field, constraints), text);
  const isDefault = holdsDefault(snapshot, schema, field, text);
  return {
    text,
    ...(valid === undefined ? {} : { valid }),
    ...(after === undefined ? {} : { validAfter: after }),
    ...(isDefault === undefined ? {} : { isDefault }),
  };
}
