import { schemasOf } from '../schema/readers.ts';
import type { Field, SettingsSchema } from '../schema/schema.ts';
import { firstLine } from '../text/span.ts';
import { fieldReference } from './reader-name.ts';
import type { Rule } from './rule.ts';

/** Page: bool-of-string.md */
export const boolOfString: Rule = {
  id: 'bool-of-string',
  severity: 'warning',
  summary: 'The `bool()` of a variable is true for every text but the empty one, `false` and `0` included.',
  since: '0.1.0',

  *check({ snapshot, file }) {
    if (!file.path.endsWith('.py')) return;
    for (const schema of schemasOf(snapshot)) {
      if (schema.place.path !== file.path) continue;
      for (const field of schema.fields.filter((it) => isTruthOfText(schema, it))) {
        yield {
          span: firstLine(file.text, field.place.span),
          message: `\`bool()\` is true for every text but the empty one, so \`${field.name}=false\` counts as true`,
          key: field.name,
          service: schema.service,
          field: fieldReference(schema, field),
        };
      }
    }
  },
};

function isTruthOfText({ reader }: SettingsSchema, { type }: Field): boolean {
  if (reader !== 'os-environ') return false;
  return type.kind === 'bool' || (type.kind === 'or-empty' && type.inner.kind === 'bool');
}
