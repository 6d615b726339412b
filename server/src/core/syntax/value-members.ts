import type { Entry, Mapping, Value } from './document.ts';

/** The entry of a mapping's key, the last where it stands twice; undefined where the value is no mapping. */
export function memberEntry(value: Value | undefined, name: string): Entry | undefined {
  return value?.kind === 'mapping' ? value.entries.findLast((it) => it.key.name === name) : undefined;
}

/** The value below a path of keys. */
export function memberAt(value: Value | undefined, ...path: readonly string[]): Value | undefined {
  return path.reduce<Value | undefined>((held, name) => memberEntry(held, name)?.value, value);
}

/** The entries of a mapping; none of anything else. */
export function entriesOf(value: Value | undefined): readonly Entry[] {
  return value?.kind === 'mapping' ? value.entries : [];
}

/** Pairs of the entries and their mappings; what is no mapping is left out. */
export function mappingsIn(
  value: Value | undefined,
): readonly { readonly entry: Entry; readonly body: Mapping }[] {
  return entriesOf(value).flatMap((entry) =>
    entry.value?.kind === 'mapping' ? [{ entry, body: entry.value }] : [],
  );
}

/** The items of a list; none where the value is no list. */
export function itemsOf(value: Value | undefined): readonly Value[] {
  return value?.kind === 'sequence' ? value.items : [];
}

/** The items of a list; a single value counts as a list of one. */
export function oneOrMany(value: Value | undefined): readonly Value[] {
  if (value === undefined) return [];
  return value.kind === 'sequence' ? value.items : [value];
}

/** A text or a number as the name it stands for; undefined for anything else. */
export function nameIn(value: Value | undefined): string | undefined {
  if (value?.kind !== 'scalar') return undefined;
  const { data } = value;
  if (data.kind === 'str') return data.value;
  return data.kind === 'int' ? String(data.value) : undefined;
}

/** The text at a path of keys. */
export function nameAt(value: Value | undefined, ...path: readonly string[]): string | undefined {
  return nameIn(memberAt(value, ...path));
}
