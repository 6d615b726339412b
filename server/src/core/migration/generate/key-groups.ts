import { type Conversion, conversionNamed } from '../conversion.ts';
import type { MigrationFacts } from '../facts.ts';

/** Old keys and the new keys that take their place together. */
export interface KeyGroup {
  readonly from: readonly string[];
  readonly to: readonly string[];
  /** Every key of the migration. */
  readonly all: readonly string[];
  /** Undefined where the record names none that serves these keys. */
  readonly conversion: Conversion | undefined;
}

type Keys = Pick<MigrationFacts, 'fromKeys' | 'toKeys' | 'convert' | 'answers'>;

/** The keys of a migration as they belong together: all of a split or a merge, each pair of a move or a rename. */
export function keyGroups({ fromKeys, toKeys, convert, answers }: Keys): readonly KeyGroup[] {
  const all = [...new Set([...fromKeys, ...toKeys])];
  if (toKeys.length === 0)
    return fromKeys.map((key) => ({ from: [key], to: [], all, conversion: undefined }));
  if (convert !== 'same' || fromKeys.length !== toKeys.length) {
    const conversion = conversionNamed(convert, { from: fromKeys, to: toKeys, answers });
    return [{ from: fromKeys, to: toKeys, all, conversion }];
  }
  return fromKeys.map((key, at) => {
    const [from, to] = [[key], toKeys.slice(at, at + 1)];
    return { from, to, all, conversion: conversionNamed('same', { from, to, answers }) };
  });
}
