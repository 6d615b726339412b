import type { Entry, Value } from '../syntax/document.ts';

/** The entry of a mapping's key, the last where it stands twice; undefined where the value is no mapping. */
export function memberEntry(value: Value | undefined, name: string): Entry | undefined {
  return value?.kind === 'mapping' ? value.entries.findLast((it) => it.key.name === name) : undefined;
}

/** The value below a path of keys. */
export function memberAt(value: Value | undefined, ...path: readonly string[]): Value | undefined {
  return path.reduce<Value | undefined>((held, name) => memberEntry(held, name)?.value, value);
}

/** The items of a list; none where the value is no list. */
export function itemsOf(value: Value | undefined): readonly Value[] {
  return value?.kind === 'sequence' ? value.items : [];
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
