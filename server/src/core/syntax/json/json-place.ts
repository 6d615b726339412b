import type { Entry, Mapping, Value } from '../document.ts';

/** The mapping that holds an entry, at any depth. */
export function jsonParentOf(root: Mapping, entry: Entry): Mapping | undefined {
  return find(root, (mapping) => mapping.entries.includes(entry));
}

/** True for a mapping that is written in the document of `root`. */
export function isJsonHomeOf(root: Mapping, mapping: Mapping): boolean {
  return find(root, (it) => it === mapping) !== undefined;
}

function find(value: Value, wanted: (mapping: Mapping) => boolean): Mapping | undefined {
  if (value.kind === 'scalar') return undefined;
  if (value.kind === 'mapping' && wanted(value)) return value;
  const values =
    value.kind === 'sequence' ? value.items : value.entries.flatMap((entry) => entry.value ?? []);
  for (const inner of values) {
    const found = find(inner, wanted);
    if (found !== undefined) return found;
  }
  return undefined;
}
