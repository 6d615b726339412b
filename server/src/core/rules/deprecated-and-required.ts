import { schemasOf } from '../schema/readers.ts';
import { firstLine } from '../text/span.ts';
import { deprecatedFields } from './deprecated-fields.ts';
import { fieldReference, readerName, variableName } from './reader-name.ts';
import type { Rule } from './rule.ts';

/** Page: deprecated-and-required.md */
export const deprecatedAndRequired: Rule = {
  id: 'deprecated-and-required',
  severity: 'warning',
  summary: 'A deprecated field that the service does not start without, so that nobody can stop setting it.',
  since: '0.1.0',

  *check({ snapshot, file }) {
    if (!file.path.endsWith('.py')) return;
    for (const { schema, field } of deprecatedFields(schemasOf(snapshot))) {
      if (field.place.path !== file.path || !field.required) continue;
      yield {
        span: firstLine(file.text, field.place.span),
        message: `\`${field.name}\` is deprecated and required: \`${readerName(schema)}\` does not start where somebody stops setting it`,
        key: variableName(schema, field),
        service: schema.service,
        field: fieldReference(schema, field),
      };
    }
  },
};
