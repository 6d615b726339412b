import type { Document, Entry } from '../document.ts';
import { type InterpolatedText, interpolatedText, type KnownVariable } from '../interpolated-text.ts';
import type { DotenvDialect } from './dotenv-dialect.ts';

/** What a name of a file becomes. `inherited`: it keeps what the process has, if it has anything. */
export type DialectValue =
  | Exclude<InterpolatedText, { readonly kind: 'refused' }>
  | { readonly kind: 'inherited' };

/** What a program takes from a file. */
export interface DialectValues {
  /** One value per entry of the document, in its order. */
  readonly values: readonly DialectValue[];
  /** Why the program takes nothing from the file, where it gives it up. */
  readonly refused?: string;
}

/** The most characters that the interpolated values of one file may have together. */
const MOST_CHARACTERS = 1 << 24;

const NONE: ReadonlyMap<string, KnownVariable> = new Map();

/** Dialects in which the process environment wins over earlier lines of the file when variables are put in. */
const ENVIRON_FIRST: ReadonlySet<DotenvDialect> = new Set(['compose']);

/**
 * The values of a document's entries as the program of its dialect computes them, python-dotenv left aside
 * (`interpolate` knows its modes).
 * @param environ what the process environment holds where the file is read, by exact name
 * @param before what the files hold that the program has read before, which counts as if it stood above
 */
export function dialectValues(
  document: Document,
  dialect: DotenvDialect,
  environ: (name: string) => KnownVariable,
  before: ReadonlyMap<string, KnownVariable> = NONE,
): DialectValues {
  const earlier = new Map<string, KnownVariable>(before);
  const fromFile = (name: string): KnownVariable => earlier.get(name) ?? { kind: 'unset' };
  const lookup = (name: string): KnownVariable => {
    const own = fromFile(name);
    if (!ENVIRON_FIRST.has(dialect) && own.kind !== 'unset') return own;
    const outside = environ(name);
    return own.kind !== 'unset' && (outside.kind === 'unset' || outside.kind === 'unseen') ? own : outside;
  };
  const values: DialectValue[] = [];
  let refused = document.problems.find((it) => it.refuses)?.message;
  let budget = MOST_CHARACTERS;
  for (const entry of document.root.entries) {
    const value = valueOfEntry(entry, lookup, budget);
    if (value.kind === 'refused') refused ??= value.reason;
    const known: DialectValue = value.kind === 'refused' ? { kind: 'unknown', reason: value.reason } : value;
    if (value.kind === 'text') budget -= value.text.length;
    values.push(known);
    const own = known.kind === 'inherited' ? environ(entry.key.name) : known;
    if (known.kind !== 'inherited' || dialect !== 'shell') earlier.set(entry.key.name, own);
  }
  return refused === undefined ? { values } : { values, refused };
}

function valueOfEntry(
  { value }: Entry,
  lookup: (name: string) => KnownVariable,
  budget: number,
): InterpolatedText | { readonly kind: 'inherited' } {
  if (value?.kind !== 'scalar') return { kind: 'inherited' };
  if (value.parts) return interpolatedText(value.parts, lookup, budget);
  return { kind: 'text', text: value.data.kind === 'str' ? value.data.value : '' };
}
