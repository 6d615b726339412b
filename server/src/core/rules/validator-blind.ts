import { schemasOf } from '../schema/readers.ts';
import { firstLine } from '../text/span.ts';
import { readerName } from './reader-name.ts';
import type { Rule } from './rule.ts';

/** Page: validator-blind.md */
export const validatorBlind: Rule = {
  id: 'validator-blind',
  severity: 'warning',
  summary: 'A validator asks for a key that no field declares: the process environment never brings it.',
  since: '0.1.0',

  *check({ snapshot, file }) {
    if (!file.path.endsWith('.py')) return;
    const seen = new Set<number>();
    for (const schema of schemasOf(snapshot)) {
      for (const { key, validator, place, declare } of schema.blindKeys ?? []) {
        if (place.path !== file.path || seen.has(place.span.start)) continue;
        seen.add(place.span.start);
        const edits = declare
          ? [
              {
                path: file.path,
                span: { start: declare.at, end: declare.at },
                newText: declare.text,
              },
            ]
          : [];
        yield {
          span: firstLine(file.text, place.span),
          message: `\`${validator}\` never sees \`${key}\` of the process environment, since no field of \`${readerName(schema)}\` declares it; declare a field for it`,
          key,
          service: schema.service,
          fixes: declare ? [{ title: `Declare \`${key}\``, safety: 'unsafe', kind: 'quickfix', edits }] : [],
        };
      }
    }
  },
};
