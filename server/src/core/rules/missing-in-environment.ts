import { type AbsentField, absentFields } from '../binding/absent.ts';
import { schemasOf } from '../schema/readers.ts';
import type { Snapshot } from '../snapshot.ts';
import { str } from '../syntax/data.ts';
import { memo } from '../text/memo.ts';
import { firstLine } from '../text/span.ts';
import type { Finding, Fix } from './finding.ts';
import { fieldReference, readerName, variableName } from './reader-name.ts';
import type { Rule } from './rule.ts';

/** Page: missing-in-environment.md */
export const missingInEnvironment: Rule = {
  id: 'missing-in-environment',
  severity: 'warning',
  summary: 'One environment lacks a key that the others set, so the default of the code counts there.',
  since: '0.1.0',

  *check({ snapshot, file }) {
    for (const absent of absentByPath(snapshot).get(file.path) ?? []) yield finding(file.text, absent);
  },
};

const absentByPath = memo((snapshot: Snapshot): ReadonlyMap<string, readonly AbsentField[]> => {
  const found = new Map<string, AbsentField[]>();
  for (const absent of schemasOf(snapshot).flatMap((schema) => absentFields(snapshot, schema))) {
    const { path } = absent.anchor;
    found.set(path, [...(found.get(path) ?? []), absent]);
  }
  return found;
});

function finding(text: string, absent: AbsentField): Finding {
  const { schema, environment, field, setIn, anchor, related } = absent;
  const key = variableName(schema, field);
  return {
    span: firstLine(text, anchor.span),
    message: `\`${key}\` is set in ${setIn.join(', ')} and not in ${environment.name}, where the default of \`${readerName(schema)}\` counts`,
    key,
    environments: [environment.name],
    service: schema.service,
    field: fieldReference(schema, field),
    related: related ? [{ ...related, message: `\`${field.name}\` and its default` }] : [],
    fixes: writtenDown(absent, key),
  };
}

/** The default as a line of its own: what is read stays the same, and that it is meant can be seen. */
function writtenDown({ environment, field, anchor }: AbsentField, key: string): readonly Fix[] {
  const document = environment.layers.find((it) => it.path === anchor.path)?.document;
  const { default: standard } = field;
  if (!anchor.entry || !document || field.secret) return [];
  if (standard?.kind !== 'str' && standard?.kind !== 'int') return [];
  const data = str(String(standard.value));
  const edits = document.format.insert(document, document.root, { name: key, value: { data } });
  if (edits.length === 0) return [];
  return [
    {
      title: `Write the default of \`${key}\` to \`${anchor.path}\``,
      safety: 'unsafe',
      kind: 'quickfix',
      edits: edits.map((edit) => ({ ...edit, path: anchor.path })),
    },
  ];
}
