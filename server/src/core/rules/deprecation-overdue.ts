import { openRecordFor } from '../migration/records-for.ts';
import { schemasOf } from '../schema/readers.ts';
import type { Snapshot } from '../snapshot.ts';
import { firstLine } from '../text/span.ts';
import { type DeprecatedField, deprecatedFields } from './deprecated-fields.ts';
import { fieldHolders } from './field-holders.ts';
import type { Finding, Fix } from './finding.ts';
import { fieldReference, variableName } from './reader-name.ts';
import type { Rule } from './rule.ts';

/** Page: deprecation-overdue.md */
export const deprecationOverdue: Rule = {
  id: 'deprecation-overdue',
  severity: 'warning',
  summary: 'A deprecated field whose last day has passed.',
  since: '0.1.0',
  dated: true,

  *check({ snapshot, file }) {
    if (!file.path.endsWith('.py')) return;
    for (const it of deprecatedFields(schemasOf(snapshot))) {
      const { until, place } = it.deprecated;
      if (place.path !== file.path || until === undefined || until >= snapshot.today) continue;
      yield finding(snapshot, file.text, it);
    }
  },
};

function finding(snapshot: Snapshot, text: string, { schema, field, deprecated }: DeprecatedField): Finding {
  const holders = fieldHolders(snapshot, schema, field);
  const names = holders.map((it) => it.environment);
  const set = names.length > 0 ? `still set in ${names.join(', ')}` : 'set in no environment that is seen';
  return {
    span: firstLine(text, deprecated.place.span),
    message: `\`${field.name}\` should be gone since ${deprecated.until} and is ${set}`,
    key: variableName(schema, field),
    environments: names,
    service: schema.service,
    field: fieldReference(schema, field),
    fixes: migration(snapshot, { schema, field, deprecated }),
    related: holders.map((it) => ({ ...it.place, message: `set for ${it.environment}` })),
  };
}

/** A migration that takes it away, or moves it to what takes its place; none where one is under way. */
function migration(snapshot: Snapshot, { schema, field, deprecated }: DeprecatedField): readonly Fix[] {
  const from = variableName(schema, field);
  if (openRecordFor(snapshot, from)) return [];
  const next = schema.fields.find((it) => it.name === deprecated.replacement);
  const to = next && variableName(schema, next);
  return [
    {
      title: to ? `Migrate \`${from}\` to \`${to}\`…` : `Start a migration that removes \`${from}\`…`,
      safety: 'unsafe',
      kind: 'refactor.rewrite.crossfade.migrate',
      edits: [],
      migrate: { kind: to ? 'rename' : 'remove', from, ...(to ? { to } : {}), settings: schema.id },
    },
  ];
}
