import { pairFields } from './pairs.ts';
import { isSameCode, isSameField } from './same-field.ts';
import type { Side } from './side.ts';

/** One version of the code. */
type CodeSide = Pick<Side, 'snapshot' | 'schema'>;

/** True where two versions of settings do the same with the same input. */
export function isSameSchema(before: CodeSide, after: CodeSide): boolean {
  const [a, b] = [before.schema, after.schema];
  return (
    a.loading.extra === b.loading.extra &&
    a.loading.envPrefix === b.loading.envPrefix &&
    a.loading.version === b.loading.version &&
    isSameCode(before, a.modelUndecided, after, b.modelUndecided) &&
    pairFields({ from: a, to: b }).every(({ from, to }) => from && to && isSameField(before, from, after, to))
  );
}
