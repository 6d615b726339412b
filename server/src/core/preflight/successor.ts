import { keyOf } from './pairs.ts';
import { foundOf, type Side } from './side.ts';

/** What takes the place of keys, as the record of a migration has it. */
export interface Successor {
  readonly from: readonly string[];
  readonly to: readonly string[];
  /** The new keys say it in another way, so that equal values would mean different things. */
  readonly converts: boolean;
  /** The texts of `to` that mean what these of `from` mean; undefined where that is not known. */
  readonly convert: (from: ReadonlyMap<string, string>) => ReadonlyMap<string, string> | undefined;
  /** The code goes back: what is converted are the keys that it comes to read again, and those are `from`. */
  readonly reversed?: true;
}

/**
 * Whether the keys that come hold in new code what those that go hold in old code; undefined where that is not known. Values
 * are compared in memory and never leave this function.
 */
export function holdsTheSame(old: Side, next: Side, successor: Successor): boolean | undefined {
  const { from, to, convert, reversed } = successor;
  const meant = convert(textsOf(reversed ? next : old, from));
  if (meant === undefined) return undefined;
  const held = textsOf(reversed ? old : next, to);
  return to.every((key) => isSameText(held.get(key), meant.get(key)));
}

function textsOf(side: Side, keys: readonly string[]): ReadonlyMap<string, string> {
  const texts = new Map<string, string>();
  for (const field of side.schema.fields) {
    const key = keyOf(side.schema, field);
    const found = keys.includes(key) ? foundOf(side, field) : undefined;
    if (found?.state === 'set' && typeof found.raw === 'string') texts.set(key, found.raw);
  }
  return texts;
}

/** The keys that code comes to read in place of those that it no longer reads. */
export function comingKeys({ from, to, reversed }: Successor): readonly string[] {
  return reversed ? from : to;
}

/** `2500` and `2500.0` are one number. */
function isSameText(a: string | undefined, b: string | undefined): boolean {
  if (a === undefined || b === undefined) return false;
  return a === b || (a.trim() !== '' && b.trim() !== '' && Number(a) === Number(b));
}
