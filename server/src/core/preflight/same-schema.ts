import { pairFields } from './pairs.ts';
import { isSameCode, isSameField } from './same-field.ts';
import type { Side } from './side.ts';
import { unitChange } from './unit-change.ts';

/** One version of the code. */
type CodeSide = Pick<Side, 'snapshot' | 'schema'>;

/** True where two versions of settings do the same with the same input, under the same names and in the same units. */
export function isSameSchema(before: CodeSide, after: CodeSide): boolean {
  const [a, b] = [before.schema, after.schema];
  return (
    a.loading.extra === b.loading.extra &&
    a.loading.envPrefix === b.loading.envPrefix &&
    a.loading.version === b.loading.version &&
    isSameCode(before, a.modelUndecided, after, b.modelUndecided) &&
    pairFields({ from: a, to: b }).every(
      ({ from, to }) =>
        from &&
        to &&
        from.name === to.name &&
        isSameField(before, from, after, to) &&
        unitChange(before, from, after, to) === undefined,
    )
  );
}
