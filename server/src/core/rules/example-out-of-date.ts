import { isTemplate, leftOut, refusedIn, templateReaders } from '../binding/templates.ts';
import type { Field, SettingsSchema } from '../schema/schema.ts';
import { str } from '../syntax/data.ts';
import type { Document } from '../syntax/document.ts';
import { baseName } from '../text/relative-path.ts';
import type { Finding } from './finding.ts';
import { fieldReference, readerName, variableName } from './reader-name.ts';
import type { Rule } from './rule.ts';

/** Page: example-out-of-date.md */
export const exampleOutOfDate: Rule = {
  id: 'example-out-of-date',
  severity: 'hint',
  summary:
    'A template such as `.env.example` lacks a key that the code requires, or has one that it refuses.',
  since: '0.1.0',

  *check({ snapshot, file, document }) {
    if (!document || !isTemplate(file.path) || document.problems.length > 0) return;
    const schemas = templateReaders(snapshot, file.path);
    for (const schema of schemas) {
      for (const field of leftOut(snapshot, schema, document)) yield* lacking(document, schema, field);
    }
    for (const { entry, schema } of refusedIn(snapshot, schemas, document)) {
      yield {
        span: entry.key.span,
        message: `\`${entry.key.name}\` is no field of \`${readerName(schema)}\`, which refuses unknown keys: with a copy of this file the service does not start`,
        key: entry.key.name,
        service: schema.service,
        fixes: [
          {
            title: `Remove \`${entry.key.name}\` from this template`,
            safety: 'unsafe',
            kind: 'quickfix',
            edits: document.format.remove(document, entry).map((edit) => ({ ...edit, path: file.path })),
          },
        ],
      };
    }
  },
};

function* lacking(document: Document, schema: SettingsSchema, field: Field): Generator<Finding> {
  const [first] = document.root.entries;
  const { path } = document.file;
  if (!first) return;
  const key = variableName(schema, field);
  const near = document.root.entries.at(-1);
  const edits = document.format.insert(
    document,
    document.root,
    { name: key, value: { data: str('') } },
    near,
  );
  yield {
    span: first.key.span,
    message: `\`${key}\` is required by \`${readerName(schema)}\` and \`${baseName(path)}\` does not name it: with a copy of this file the service does not start`,
    key,
    service: schema.service,
    field: fieldReference(schema, field),
    related: [{ ...field.place, message: `\`${field.name}\` is declared here without a default` }],
    fixes:
      edits.length === 0
        ? []
        : [
            {
              title: `Add \`${key}\` to this template`,
              safety: 'unsafe',
              kind: 'quickfix',
              edits: edits.map((edit) => ({ ...edit, path })),
            },
          ],
  };
}
