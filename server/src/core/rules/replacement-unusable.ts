import { openRecordFor } from '../migration/records-for.ts';
import { bareType } from '../schema/bare-type.ts';
import type { FieldType } from '../schema/field-type.ts';
import { schemasOf } from '../schema/readers.ts';
import type { Field, Place, SettingsSchema } from '../schema/schema.ts';
import type { Snapshot } from '../snapshot.ts';
import { isSlip } from '../text/nearest.ts';
import { firstLine } from '../text/span.ts';
import { type DeprecatedField, deprecatedFields } from './deprecated-fields.ts';
import type { Fix } from './finding.ts';
import { fieldReference, readerName, variableName } from './reader-name.ts';
import type { Rule } from './rule.ts';
import { writtenField } from './written-field.ts';

/** Page: replacement-unusable.md */
export const replacementUnusable: Rule = {
  id: 'replacement-unusable',
  severity: 'error',
  summary: 'What is said to take the place of a deprecated key cannot take it.',
  since: '0.1.0',

  *check({ snapshot, file }) {
    if (!file.path.endsWith('.py')) return;
    for (const it of deprecatedFields(schemasOf(snapshot))) {
      if (it.deprecated.place.path !== file.path) continue;
      const problem = problemOf(snapshot, it);
      if (problem === undefined) continue;
      yield {
        span: firstLine(file.text, it.deprecated.place.span),
        message: problem.message,
        key: variableName(it.schema, it.field),
        service: it.schema.service,
        field: fieldReference(it.schema, it.field),
        fixes: problem.fixes,
        ...(problem.place ? { related: [{ ...problem.place, message: 'what should take its place' }] } : {}),
      };
    }
  },
};

function problemOf(
  snapshot: Snapshot,
  it: DeprecatedField,
): { readonly message: string; readonly place?: Place; readonly fixes: readonly Fix[] } | undefined {
  const { schema, field } = it;
  const { replacement } = it.deprecated;
  if (replacement === undefined || schema.form !== 'class') return undefined;
  // A migration that is under way declares the field when its turn comes, and converts what has to be converted.
  if (openRecordFor(snapshot, variableName(schema, field))) return undefined;
  const service = schemasOf(snapshot).filter((it) => it.service === schema.service);
  const found = [schema, ...service].flatMap((it) => fieldCalled(it, replacement) ?? [])[0];
  if (!found) {
    // The field may be one that a migration is to add; a name that differs by a letter is a slip.
    const others = service.flatMap((it) => it.fields).filter((it) => it.name !== field.name);
    const near = others.find((it) => isSlip(it.name, replacement));
    if (!near || service.some((it) => it.open.length > 0)) return undefined;
    const message = `\`${replacement}\` should take the place of \`${field.name}\`, and \`${readerName(schema)}\` has no such field but \`${near.name}\``;
    return { message, place: near.place, fixes: spelled(snapshot, it, near.name) };
  }
  if (takes(field.type, found.type)) return undefined;
  return {
    message: `\`${replacement}\` is \`${found.annotation}\` and cannot take the values of \`${field.name}\`, which is \`${field.annotation}\``,
    place: found.place,
    fixes: converting(schema, field, found),
  };
}

/** The name as the class has it, in the text of the deprecation or in `x-replacement`. */
function spelled(
  snapshot: Snapshot,
  { schema, field, deprecated }: DeprecatedField,
  name: string,
): readonly Fix[] {
  const written = writtenField(snapshot, schema, field);
  const { replacement = '' } = deprecated;
  if (!written?.call || replacement === '') return [];
  const { span } = written.call;
  const text = written.text.slice(span.start, span.end);
  const places = [...text.matchAll(new RegExp(`(["\`])${replacement.replace(/[^\w]/g, '\\$&')}\\1`, 'g'))];
  const edits = places.map(({ index }) => {
    const start = span.start + index + 1;
    return { path: written.path, span: { start, end: start + replacement.length }, newText: name };
  });
  if (edits.length === 0) return [];
  return [{ title: `Name \`${name}\``, safety: 'unsafe', kind: 'quickfix', edits }];
}

/** A migration asks how the one becomes the other. */
function converting(schema: SettingsSchema, field: Field, found: Field): readonly Fix[] {
  const from = variableName(schema, field);
  const to = variableName(schema, found);
  return [
    {
      title: `Migrate \`${from}\` to \`${to}\` with a conversion…`,
      safety: 'unsafe',
      kind: 'refactor.rewrite.crossfade.migrate',
      edits: [],
      migrate: { kind: 'rename', from, to, convert: 'custom', settings: schema.id },
    },
  ];
}

function fieldCalled(schema: SettingsSchema, name: string): Field | undefined {
  const wanted = name.toLowerCase();
  return schema.fields.find(
    (field) =>
      field.name.toLowerCase() === wanted ||
      field.inputs.some((it) => it.environment.toLowerCase() === wanted),
  );
}

const SIMPLE: ReadonlySet<string> = new Set([
  'bool',
  'int',
  'float',
  'date',
  'datetime',
  'uuid',
  'timedelta',
]);
/** What a text of the one kind is for the other, as far as it is always accepted. */
const ACCEPTED: Readonly<Record<string, readonly string[]>> = {
  int: ['float', 'timedelta'],
  date: ['datetime'],
};

/** False only where a value that the one type takes is no value of the other: both are plain, and differ. */
function takes(from: FieldType, to: FieldType): boolean {
  const a = bareType(from);
  const b = bareType(to);
  const isList = (type: FieldType) => type.kind === 'list' || type.kind === 'dict' || type.kind === 'set';
  if (SIMPLE.has(b.kind) && (a.kind === 'str' || isList(a))) return false;
  if (isList(b) && (a.kind === 'str' || SIMPLE.has(a.kind))) return false;
  if (!SIMPLE.has(a.kind) || !SIMPLE.has(b.kind) || a.kind === b.kind) return true;
  return ACCEPTED[a.kind]?.includes(b.kind) ?? false;
}
