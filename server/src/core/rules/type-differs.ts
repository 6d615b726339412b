import { differentKinds, type KindDifference } from '../binding/different-kinds.ts';
import { schemasOf } from '../schema/readers.ts';
import type { Snapshot } from '../snapshot.ts';
import { memo } from '../text/memo.ts';
import { firstLine } from '../text/span.ts';
import { valueSpan } from './invalid-values.ts';
import { fieldReference, variableName } from './reader-name.ts';
import type { Rule } from './rule.ts';

/** Page: type-differs.md */
export const typeDiffers: Rule = {
  id: 'type-differs',
  severity: 'warning',
  summary: 'A text that is a number in all other environments is none in one.',
  since: '0.1.0',

  *check({ snapshot, file }) {
    for (const { schema, field, environment, others, entry } of differencesByPath(snapshot).get(file.path) ??
      []) {
      const key = variableName(schema, field);
      yield {
        span: firstLine(file.text, valueSpan(file.text, entry)),
        message: `\`${key}\` is a number in ${others.join(', ')} and none in ${environment.name}`,
        key,
        environments: [environment.name],
        service: schema.service,
        field: fieldReference(schema, field),
        related: [{ ...field.place, message: `declared here as \`${field.annotation}\`, which takes both` }],
      };
    }
  },
};

const differencesByPath = memo((snapshot: Snapshot): ReadonlyMap<string, readonly KindDifference[]> => {
  const found = new Map<string, KindDifference[]>();
  for (const difference of schemasOf(snapshot).flatMap((schema) => differentKinds(snapshot, schema)))
    found.set(difference.path, [...(found.get(difference.path) ?? []), difference]);
  return found;
});
