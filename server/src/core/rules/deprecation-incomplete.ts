import { openRecordFor } from '../migration/records-for.ts';
import { schemasOf } from '../schema/readers.ts';
import { firstLine } from '../text/span.ts';
import { type DeprecatedField, deprecatedFields } from './deprecated-fields.ts';
import type { Finding } from './finding.ts';
import { fieldReference, variableName } from './reader-name.ts';
import type { Rule } from './rule.ts';

/** Page: deprecation-incomplete.md */
export const deprecationIncomplete: Rule = {
  id: 'deprecation-incomplete',
  severity: 'hint',
  summary: 'A deprecated field without a reason, or of which nobody says what takes its place.',
  since: '0.1.0',

  *check({ snapshot, file }) {
    if (!file.path.endsWith('.py')) return;
    for (const it of deprecatedFields(schemasOf(snapshot))) {
      if (it.deprecated.place.path !== file.path) continue;
      const missing = missingParts(it);
      // A migration that is under way says the rest.
      if (missing.length === 0 || openRecordFor(snapshot, variableName(it.schema, it.field))) continue;
      yield finding(file.text, it, missing);
    }
  },
};

function missingParts({ deprecated }: DeprecatedField): readonly string[] {
  const { message, replacement, final } = deprecated;
  return [
    ...(message?.trim() ? [] : ['why']),
    ...(replacement === undefined && !final ? ['what takes its place'] : []),
  ];
}

function finding(
  text: string,
  { schema, field, deprecated }: DeprecatedField,
  missing: readonly string[],
): Finding {
  const key = variableName(schema, field);
  return {
    span: firstLine(text, deprecated.place.span),
    message: `\`${field.name}\` is deprecated, and nothing says ${missing.join(' or ')}`,
    key,
    service: schema.service,
    field: fieldReference(schema, field),
  };
}
