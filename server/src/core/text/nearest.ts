import { distance } from 'fastest-levenshtein';

/** How far a candidate may be to be worth naming: a third of the longer name, and never more than four edits. */
function limit(a: string, b: string): number {
  return Math.min(4, Math.max(1, Math.floor(Math.max(a.length, b.length) / 3)));
}

/**
 * The candidates that somebody who wrote `name` may have meant, nearest first, at most five. Case and separators do
 * not count, and neither does the order of the words (`POOL_DB` is near `DB_POOL`). A name that has all words of the
 * other (`POOL_SIZE`, `DB_POOL_SIZE`) is near as well. The name itself is never among them.
 */
export function nearest(name: string, candidates: Iterable<string>): string[] {
  const words = segments(name);
  const scored: { readonly candidate: string; readonly score: number }[] = [];
  for (const candidate of new Set(candidates)) {
    if (candidate === name) continue;
    const score = nearness(words, segments(candidate));
    if (score !== undefined) scored.push({ candidate, score });
  }
  scored.sort((a, b) => a.score - b.score || (a.candidate < b.candidate ? -1 : 1));
  return scored.slice(0, 5).map((it) => it.candidate);
}

/** The words of a name in lower case: `dbPoolSize`, `DB_POOL_SIZE` and `db-pool-size` have the same. */
function segments(name: string): readonly string[] {
  return name
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '');
}

function nearness(a: readonly string[], b: readonly string[]): number | undefined {
  const left = a.join('_');
  const right = b.join('_');
  if (left === '' || right === '') return undefined;
  const direct = distance(left, right);
  const sorted = distance([...a].sort().join('_'), [...b].sort().join('_'));
  const edits = Math.min(direct, sorted + 0.5);
  if (edits <= limit(left, right)) return edits;
  return contains(a, b) || contains(b, a) ? 4 + Math.abs(a.length - b.length) : undefined;
}

/** All words of the part stand in the whole; a single short word says too little. */
function contains(whole: readonly string[], part: readonly string[]): boolean {
  return (part.length > 1 || (part[0]?.length ?? 0) > 4) && part.every((word) => whole.includes(word));
}

/**
 * True when one name is most likely a slip of the other: at most two edits in a name of six characters or more, one in
 * a shorter one, and never in a digit, since `DB_1` and `DB_2` are two names.
 */
export function isSlip(name: string, other: string): boolean {
  const a = segments(name).join('_');
  const b = segments(other).join('_');
  if (a === b) return name !== other;
  if (a.replace(/\D/g, '') !== b.replace(/\D/g, '')) return false;
  const shortest = Math.min(a.length, b.length);
  return shortest > 3 && distance(a, b) <= (shortest >= 6 ? 2 : 1);
}
