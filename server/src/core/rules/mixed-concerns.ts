import { concernsOf } from '../schema/concern.ts';
import { schemasOf } from '../schema/readers.ts';
import type { Field, SettingsSchema } from '../schema/schema.ts';
import { firstLine } from '../text/span.ts';
import type { Finding } from './finding.ts';
import { readerName } from './reader-name.ts';
import type { Rule } from './rule.ts';

/** Page: mixed-concerns.md */
export const mixedConcerns: Rule = {
  id: 'mixed-concerns',
  severity: 'off',
  summary: 'One class decides what people see and how the service runs.',
  since: '0.1.0',

  *check({ snapshot, file }) {
    if (!file.path.endsWith('.py')) return;
    for (const schema of schemasOf(snapshot)) {
      if (schema.place.path !== file.path || schema.form !== 'class') continue;
      const finding = findingOf(schema);
      if (finding) yield { ...finding, span: firstLine(file.text, finding.span) };
    }
  },
};

/** Fewer of a concern are an exception, not a mixture. */
const ENOUGH = 2;

function findingOf(schema: SettingsSchema): Finding | undefined {
  const content = schema.fields.filter((it) => concernsOf(it.name).has('content'));
  const running = schema.fields.filter((it) => concernsOf(it.name).has('infrastructure'));
  if (content.length < ENOUGH || running.length < ENOUGH) return undefined;
  return {
    span: schema.place.span,
    message: `\`${readerName(schema)}\` decides what people see (${named(content)}) and how the service runs (${named(running)}): who changes the one has to be trusted with the other`,
    service: schema.service,
    related: [
      ...content.map((it) => ({ ...it.place, message: `\`${it.name}\` is content` })),
      ...running.map((it) => ({ ...it.place, message: `\`${it.name}\` is infrastructure` })),
    ],
  };
}

function named(fields: readonly Field[]): string {
  const [first, second] = fields;
  const shown = [first, second].flatMap((it) => (it ? [`\`${it.name}\``] : [])).join(', ');
  return fields.length > ENOUGH ? `${shown} and ${fields.length - ENOUGH} more` : shown;
}
