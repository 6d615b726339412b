/** What becomes of a replica. `value` is undefined where nothing reads the key any more. */
export type Fate =
  | { readonly kind: 'value'; readonly value: unknown }
  | { readonly kind: 'crash' }
  | { readonly kind: 'reject' };

/** What is said to become of one; `wrong`: it runs, and holds none of what it should. */
export type SaidFate = Fate | { readonly kind: 'wrong'; readonly meant: readonly unknown[] };

/** Whether a replica fared as is said. */
export function faredSo(said: SaidFate, real: Fate): boolean {
  if (said.kind !== 'wrong') return sameFate(said, real);
  return real.kind === 'value' && !said.meant.some((it) => JSON.stringify(it) === JSON.stringify(real.value));
}

/** Whether two fates are one. Where nothing reads the key, any start is as good as another. */
export function sameFate(a: Fate, b: Fate): boolean {
  if (a.kind !== 'value' || b.kind !== 'value') return a.kind === b.kind;
  if (a.value === undefined || b.value === undefined) return true;
  return JSON.stringify(a.value) === JSON.stringify(b.value);
}

/** A fate in a few words, for reports of tests: every value of a case is made up. */
export function fateWords(fate: SaidFate | undefined): string {
  if (fate === undefined) return 'not decided';
  if (fate.kind === 'wrong') return 'starts with another value';
  return fate.kind === 'value' ? `starts with ${JSON.stringify(fate.value)}` : fate.kind;
}
