/** What becomes of a replica. `value` is undefined where nothing reads the key any more. */
export type Fate =
  | { readonly kind: 'value'; readonly value: unknown }
  | { readonly kind: 'crash' }
  | { readonly kind: 'reject' };

/** Whether two fates are one. Where nothing reads the key, any start is as good as another. */
export function sameFate(a: Fate, b: Fate): boolean {
  if (a.kind !== 'value' || b.kind !== 'value') return a.kind === b.kind;
  if (a.value === undefined || b.value === undefined) return true;
  return JSON.stringify(a.value) === JSON.stringify(b.value);
}

/** A fate in a few words, for reports of tests: every value of a case is made up. */
export function fateWords(fate: Fate | undefined): string {
  if (fate === undefined) return 'not decided';
  return fate.kind === 'value' ? `starts with ${JSON.stringify(fate.value)}` : fate.kind;
}
