import { nearest } from '../text/nearest.ts';
import { unitOf, withoutUnit } from '../values/units.ts';

/** Endings that say a unit, and as often something else: a minimum, a region. */
const AMBIGUOUS = /_(?:MIN|US|H|S)$/i;

/** True where one key may be the new name of another: it is alike, or differs by the unit that it says. */
export function isAlikeName(old: string, next: string): boolean {
  if (nearest(old, [next]).length > 0) return true;
  const [stem, other] = [old, next].map((it) => withoutUnit(it).toUpperCase());
  if (stem !== other) return false;
  const units = [old, next].filter((it) => unitOf(it) !== undefined);
  return units.length === 2 || units.some((it) => !AMBIGUOUS.test(it));
}

/** True where one key is the other with words before it or after it: `POOL` of `POOL_SIZE`, `TTL` of `CACHE_TTL`. */
export function isPartOfName(old: string, next: string): boolean {
  const [short, long] = [old, next].map((it) => it.toUpperCase()).sort((a, b) => a.length - b.length);
  if (short === undefined || long === undefined || short.length < 3) return false;
  return long.startsWith(`${short}_`) || long.endsWith(`_${short}`);
}
