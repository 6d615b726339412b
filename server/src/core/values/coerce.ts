import type { Data } from '../syntax/data.ts';

/** An error as pydantic reports it: its type and the location below the field. */
export interface ValueError {
  readonly type: string;
  readonly loc: readonly (string | number)[];
  /** The keys that lead to the value, where `loc` names a member of a union on the way. */
  readonly path?: readonly (string | number)[];
  /** Ours, in our words; never holds the value. */
  readonly message: string;
  /** Class of the exception, where it is another than the one the library refuses texts with. */
  readonly raised?: string;
}

/** What a settings library makes of one value: a value, errors, or no decision with the reason. */
export type Coercion =
  | { readonly kind: 'value'; readonly data: Data }
  | { readonly kind: 'errors'; readonly errors: readonly ValueError[] }
  | { readonly kind: 'undecided'; readonly reason: string };
