import { pyString } from '../migration/generate/python-text.ts';
import { openRecordFor } from '../migration/records-for.ts';
import { schemasOf } from '../schema/readers.ts';
import type { Snapshot } from '../snapshot.ts';
import type { FileEdit } from '../text/file-edit.ts';
import { isSlip } from '../text/nearest.ts';
import { firstLine } from '../text/span.ts';
import { type DeprecatedField, deprecatedFields } from './deprecated-fields.ts';
import type { Finding, Fix } from './finding.ts';
import { fieldReference, variableName } from './reader-name.ts';
import type { Rule } from './rule.ts';
import { addArgument, type WrittenField, writtenField } from './written-field.ts';

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
      yield finding(snapshot, file.text, it, missing);
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

function finding(snapshot: Snapshot, text: string, it: DeprecatedField, missing: readonly string[]): Finding {
  const { schema, field, deprecated } = it;
  const key = variableName(schema, field);
  return {
    span: firstLine(text, deprecated.place.span),
    message: `\`${field.name}\` is deprecated, and nothing says ${missing.join(' or ')}`,
    key,
    service: schema.service,
    field: fieldReference(schema, field),
    fixes: completed(it, writtenField(snapshot, schema, field)),
  };
}

/** What only people know is asked for in the text; that one thing takes the place of the other is for them to choose. */
function completed(it: DeprecatedField, written: WrittenField | undefined): readonly Fix[] {
  const call = written?.call;
  const said = call?.args.find((argument) => argument.name === 'deprecated');
  if (!written || !call || !said || call.args.some((argument) => argument.name === 'json_schema_extra'))
    return [];
  const { path } = written;
  const fix = (title: string, edits: readonly FileEdit[]): Fix => ({
    title,
    safety: 'unsafe',
    kind: 'quickfix',
    edits,
  });
  const reason = (text: string): readonly FileEdit[] =>
    it.deprecated.message?.trim() ? [] : [{ path, span: said.value.span, newText: pyString(text) }];
  const add = (value: string) => addArgument(written, call, `json_schema_extra={"x-replacement": ${value}}`);
  const next = successorOf(it);
  return [
    ...(next === undefined
      ? []
      : [
          fix(
            `Say that \`${next}\` takes its place`,
            it.deprecated.message?.trim() ? [add(pyString(next))] : reason(`Use \`${next}\``),
          ),
        ]),
    fix('Say that nothing takes its place', [...reason('TODO(owner): why'), add('None')]),
  ];
}

/** The field whose name begins like this one's, or the other way round, and that is not deprecated itself. */
function successorOf({ schema, field }: DeprecatedField): string | undefined {
  const others = schema.fields.filter((it) => it !== field && !it.deprecated);
  const close = others.filter(
    ({ name }) =>
      name.startsWith(`${field.name}_`) || field.name.startsWith(`${name}_`) || isSlip(name, field.name),
  );
  return close.length === 1 ? close[0]?.name : undefined;
}
