import type { Resolution } from '../binding/resolution.ts';
import type { Undecided } from '../schema/schema.ts';

/** One reason at one place, with the names of all fields that it leaves open; none where it is the whole object. */
export interface UndecidedReason {
  readonly why: Undecided;
  readonly fields: readonly string[];
}

/** Each reason once, in the order of the fields. */
export function undecidedReasons({ undecided }: Resolution): readonly UndecidedReason[] {
  const found = new Map<string, { readonly why: Undecided; readonly fields: string[] }>();
  for (const { field, ...why } of undecided) {
    const key = `${why.path}:${why.span.start}:${why.reason}`;
    const known = found.get(key) ?? { why, fields: [] };
    found.set(key, known);
    if (field !== undefined) known.fields.push(field);
  }
  return [...found.values()];
}
