import { keyOf } from './pairs.ts';
import { foundOf, type Side } from './side.ts';

/** What takes the place of keys, as the record of a migration has it. */
export interface Successor {
  readonly from: readonly string[];
  readonly to: readonly string[];
  /** The new keys say it in another way, so that equal values would mean different things. */
  readonly converts: boolean;
  /** The texts of the new keys that mean what these of the old ones mean; undefined where that is not known. */
  readonly convert: (old: ReadonlyMap<string, string>) => ReadonlyMap<string, string> | undefined;
}

/**
 * Whether the new keys hold in new code what the old ones hold in old code; undefined where that is not known. Values
 * are compared in memory and never leave this function.
 */
export function holdsTheSame(old: Side, next: Side, { from, to, convert }: Successor): boolean | undefined {
  const meant = convert(textsOf(old, from));
  if (meant === undefined) return undefined;
  const held = textsOf(next, to);
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

/** `2500` and `2500.0` are one number. */
function isSameText(a: string | undefined, b: string | undefined): boolean {
  if (a === undefined || b === undefined) return false;
  return a === b || (a.trim() !== '' && b.trim() !== '' && Number(a) === Number(b));
}
