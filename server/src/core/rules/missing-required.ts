import { callLibrary } from '../binding/call-libraries.ts';
import { classLibrary } from '../binding/class-libraries.ts';
import { type MissingField, missingFields } from '../binding/missing.ts';
import type { FieldType } from '../schema/field-type.ts';
import { schemasOf } from '../schema/readers.ts';
import type { Snapshot } from '../snapshot.ts';
import { str } from '../syntax/data.ts';
import { documentOf } from '../syntax/formats.ts';
import { memo } from '../text/memo.ts';
import { firstLine } from '../text/span.ts';
import type { Finding, Fix } from './finding.ts';
import { fieldReference, readerName, variableName } from './reader-name.ts';
import type { Rule } from './rule.ts';

/** Page: missing-required.md */
export const missingRequired: Rule = {
  id: 'missing-required',
  severity: 'error',
  summary: 'A required field is set nowhere in an environment, so the service does not start there.',
  since: '0.1.0',

  *check({ snapshot, file }) {
    for (const missing of missingByPath(snapshot).get(file.path) ?? [])
      yield finding(snapshot, file.text, missing);
  },
};

const missingByPath = memo((snapshot: Snapshot): ReadonlyMap<string, readonly MissingField[]> => {
  const found = new Map<string, MissingField[]>();
  for (const schema of schemasOf(snapshot)) {
    for (const missing of missingFields(snapshot, schema)) {
      const known = found.get(missing.anchor.path);
      if (known) known.push(missing);
      else found.set(missing.anchor.path, [missing]);
    }
  }
  return found;
});

function finding(snapshot: Snapshot, text: string, missing: MissingField): Finding {
  const { schema, environment, field, anchor, related } = missing;
  const key = variableName(schema, field);
  const guess = environment.guess === undefined ? '' : ` (${environment.guess})`;
  return {
    span: firstLine(text, anchor.span),
    message: `\`${key}\` is required by \`${readerName(schema)}\` and nothing sets it in ${environment.name}: the service does not start there${guess}`,
    key,
    environments: [environment.name],
    service: schema.service,
    field: fieldReference(schema, field),
    upstream: {
      type: (schema.form === 'calls' ? callLibrary : classLibrary)(schema.reader).missing,
      loc: [field.loc],
    },
    related: related ? [{ ...related, message: `\`${field.name}\` is declared here without a default` }] : [],
    fixes: addition(snapshot, missing, key),
  };
}

/** A line to fill in, for types that take any text; for others a placeholder would only be the next error. */
function addition(snapshot: Snapshot, { anchor, field }: MissingField, key: string): readonly Fix[] {
  const file = snapshot.files.get(anchor.path);
  const document = file && anchor.entry && documentOf(file);
  if (!document || !takesAnyText(field.type)) return [];
  const edits = document.format.insert(document, document.root, { name: key, value: { data: str('TODO') } });
  if (edits.length === 0) return [];
  return [
    {
      title: `Add \`${key}=TODO\` to \`${anchor.path}\`, to fill in`,
      safety: 'unsafe',
      kind: 'quickfix',
      edits: edits.map((edit) => ({ ...edit, path: anchor.path })),
    },
  ];
}

function takesAnyText(type: FieldType): boolean {
  return type.kind === 'str' || type.kind === 'secret';
}
