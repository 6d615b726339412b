import { defaultOutcome } from '../binding/resolve-field.ts';
import { schemasOf } from '../schema/readers.ts';
import type { SettingsSchema } from '../schema/schema.ts';
import type { Engines, Snapshot } from '../snapshot.ts';
import { memo } from '../text/memo.ts';
import { firstLine } from '../text/span.ts';
import type { Finding } from './finding.ts';
import { fieldReference } from './reader-name.ts';
import type { Rule } from './rule.ts';

/** Page: default-violates-constraint.md */
export const defaultViolatesConstraint: Rule = {
  id: 'default-violates-constraint',
  severity: 'error',
  summary: 'A default that its own field refuses: without a value the service does not start.',
  since: '0.1.0',

  *check({ snapshot, file }) {
    if (!file.path.endsWith('.py')) return;
    const seen = new Set<string>();
    for (const schema of schemasOf(snapshot)) {
      for (const { finding, path } of refusedDefaults(snapshot)(schema)) {
        const id = `${finding.span.start}`;
        if (path !== file.path || seen.has(id)) continue;
        seen.add(id);
        yield { ...finding, span: firstLine(file.text, finding.span) };
      }
    }
  },
};

interface Refused {
  readonly path: string;
  readonly finding: Finding;
}

const refusedDefaults = (snapshot: Snapshot) => byEngines(snapshot.engines);

const byEngines = memo((engines: Engines) =>
  memo((schema: SettingsSchema): readonly Refused[] => {
    if (schema.form !== 'class') return [];
    return schema.fields.flatMap((field) => {
      if (field.required || field.default === undefined) return [];
      const { resolution } = defaultOutcome(schema, field, engines);
      const [error] = resolution.errors;
      if (resolution.state !== 'invalid' || !error) return [];
      const finding: Finding = {
        span: field.place.span,
        message: `the default of \`${field.name}\` ${error.message}: without a value the service does not start`,
        key: field.name,
        service: schema.service,
        field: fieldReference(schema, field),
        upstream: { type: error.type, loc: [field.name, ...error.loc] },
      };
      return [{ path: field.place.path, finding }];
    });
  }),
);
