import { compose } from '../../server/src/core/supply/compose.ts';
import type { SuppliedVariable } from '../../server/src/core/supply/supply.ts';
import type { Document } from '../../server/src/core/syntax/document.ts';

/** The variables of a compose file, with what is known of their values, in order of the file. */
export function composeVariablesIn({ file }: Document): readonly (Pick<
  SuppliedVariable,
  'entry' | 'shape'
> & {
  readonly name: string;
  readonly value: string | undefined;
})[] {
  return compose
    .supplied([file])
    .workloads.flatMap((it) => it.sources)
    .flatMap((source) => (source.kind === 'variables' ? source.variables : []))
    .map(({ name, value, entry, shape }) => ({
      name,
      value: value.kind === 'unknown' ? undefined : value.text,
      shape,
      ...(entry ? { entry } : {}),
    }));
}
