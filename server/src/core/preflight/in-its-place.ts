import type { Field } from '../schema/schema.ts';

/**
 * The field that the new code declares where the old one declared `gone`: between the same neighbours, alone there on
 * both sides, and of the same type as written. Undefined where there is none: then nothing speaks for a new name.
 */
export function inItsPlace(gone: Field, old: readonly Field[], next: readonly Field[]): Field | undefined {
  const names = new Set(next.map((it) => it.name));
  const at = old.indexOf(gone);
  const above = old.slice(0, at).findLast((it) => names.has(it.name))?.name;
  const below = old.slice(at + 1).find((it) => names.has(it.name))?.name;
  const [one, ...others] = between(old, above, below);
  const [heir, ...rivals] = between(next, above, below);
  if (one !== gone || others.length > 0 || rivals.length > 0) return undefined;
  return heir?.annotation === gone.annotation ? heir : undefined;
}

/** The fields after one name and before another, each absent at an end of the class. */
function between(
  fields: readonly Field[],
  above: string | undefined,
  below: string | undefined,
): readonly Field[] {
  const start = fields.findIndex((it) => it.name === above) + 1;
  const end = below === undefined ? fields.length : fields.findIndex((it) => it.name === below);
  return fields.slice(start, end);
}
