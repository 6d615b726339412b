import { namesOf, type SchemaNames } from '../binding/names.ts';
import { unknownKeys } from '../binding/unknown.ts';
import type { FieldType } from '../schema/field-type.ts';
import type { Field, SettingsSchema } from '../schema/schema.ts';
import { memo } from '../text/memo.ts';
import type { Finding } from './finding.ts';
import { fieldReference, readerName } from './reader-name.ts';
import type { Rule } from './rule.ts';

/** Page: nested-delimiter-typo.md */
export const nestedDelimiterTypo: Rule = {
  id: 'nested-delimiter-typo',
  severity: 'warning',
  summary:
    'A part of a nested setting is written with another delimiter than the class has, so nothing reads it.',
  since: '0.1.0',

  *check({ snapshot, document }) {
    if (!document) return;
    for (const { entry, refusedBy, ignoredBy } of unknownKeys(snapshot, document)) {
      // A strict reader stops at the key, which is said as an error already.
      if (refusedBy.length > 0) continue;
      for (const { schema, layer, environments } of ignoredBy) {
        const meant = layer.kind === 'file' ? undefined : meantPart(schema, entry.key.name);
        if (!meant) continue;
        const upper = entry.key.name === entry.key.name.toUpperCase();
        const name = upper ? meant.name.toUpperCase() : meant.name;
        const edits = document.format.rename(document, entry, name);
        const finding: Finding = {
          span: entry.key.span,
          message: `\`${entry.key.name}\` sets nothing: the parts of \`${meant.field.name}\` in \`${readerName(schema)}\` are named with \`${schema.loading.nestedDelimiter}\``,
          key: entry.key.name,
          environments,
          service: schema.service,
          field: fieldReference(schema, meant.field),
          fixes: [
            {
              title: `Rename to \`${name}\``,
              safety: 'unsafe',
              kind: 'quickfix',
              edits: edits.map((edit) => ({ ...edit, path: document.file.path })),
            },
          ],
        };
        yield finding;
        break;
      }
    }
  },
};

interface Part {
  readonly field: Field;
  readonly name: string;
}

/** The part whose name has the same letters when delimiters are taken for single `_`. */
function meantPart(schema: SettingsSchema, name: string): Part | undefined {
  const { nestedDelimiter } = schema.loading;
  if (nestedDelimiter === undefined || nestedDelimiter === '_') return undefined;
  const names = namesOf(schema);
  return partsOf(names).get(flat(names.fold(name)));
}

function flat(name: string): string {
  return name.replace(/[_.-]+/g, '_');
}

/** The parts of all nested fields by their flat names; those that two parts share are left out. */
const partsOf = memo((names: SchemaNames): ReadonlyMap<string, Part> => {
  const found = new Map<string, Part | undefined>();
  const delimiter = names.fold(names.schema.loading.nestedDelimiter ?? '');
  for (const [field, inputs] of names.inputs) {
    for (const { name: base } of inputs) {
      for (const below of pathsIn(field.type)) {
        const name = [base, ...below.map(names.fold)].join(delimiter);
        found.set(flat(name), found.has(flat(name)) ? undefined : { field, name });
      }
    }
  }
  return new Map([...found].flatMap(([name, part]) => (part ? [[name, part] as const] : [])));
});

const MAX_DEPTH = 5;

function pathsIn(type: FieldType, depth = 0): readonly (readonly string[])[] {
  if (depth > MAX_DEPTH) return [];
  switch (type.kind) {
    case 'optional':
    case 'constrained':
      return pathsIn(type.inner, depth);
    case 'model':
      if (type.flavour === 'root') return pathsIn(type.fields[0]?.type ?? { kind: 'any' }, depth + 1);
      return type.fields.flatMap((field) => {
        const name = field.inputs[0]?.key ?? field.name;
        return [[name], ...pathsIn(field.type, depth + 1).map((below) => [name, ...below])];
      });
    default:
      return [];
  }
}
