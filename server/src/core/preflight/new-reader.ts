import { schemasOf } from '../schema/readers.ts';
import type { Snapshot } from '../snapshot.ts';
import { compareField } from './compare-field.ts';
import { variablesOf } from './pairs.ts';
import type { Problem } from './report.ts';
import type { Side } from './side.ts';

/**
 * What a reader that is new needs of an environment that is not wholly seen: required keys that nothing of the service
 * read before.
 * @param before the old code
 */
export function newReader(before: Snapshot, after: Side): readonly Problem[] {
  const old = schemasOf(before).filter((it) => it.service === after.schema.service);
  // Of a service that is new, nothing runs that the deploy could break.
  if (old.length === 0) return [];
  const known = new Set(old.flatMap((it) => it.fields.flatMap((field) => variablesOf(it, field))));
  const fresh = after.schema.fields.filter(
    (it) => !variablesOf(after.schema, it).some((name) => known.has(name)),
  );
  return fresh.flatMap((to) => compareField(after, after, { to }).flatMap((it) => it.problem ?? []));
}
