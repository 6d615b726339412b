import { bindLayer } from '../binding/bind.ts';
import type { FileReader } from '../binding/unknown.ts';
import { readersOf } from '../binding/unknown.ts';
import type { Field } from '../schema/schema.ts';
import { entryContents } from '../syntax/content-of.ts';
import { dataKey } from '../syntax/data.ts';
import type { Document, Entry } from '../syntax/document.ts';
import { memo } from '../text/memo.ts';
import type { SourceFile } from '../text/source-file.ts';
import { firstLine } from '../text/span.ts';
import type { Finding, Fix } from './finding.ts';
import { invalidFinding, invalidValues, isEmpty } from './invalid-values.ts';
import { fieldReference } from './reader-name.ts';
import type { Rule } from './rule.ts';

/** Page: empty-is-not-unset.md */
export const emptyIsNotUnset: Rule = {
  id: 'empty-is-not-unset',
  severity: 'error',
  summary: 'A key without a value is set to an empty text: its default does not count.',
  since: '0.1.0',

  *check({ snapshot, file }) {
    for (const invalid of invalidValues(snapshot, file.path)) {
      if (!isEmpty(invalid)) continue;
      const { resolution, entry, document } = invalid;
      yield { ...invalidFinding(file.text, invalid), fixes: removal(resolution.field, entry, document) };
    }
    const seen = new Set<Entry>();
    for (const reader of readersOf(snapshot).get(file.path) ?? []) yield* emptyTexts(file, reader, seen);
  },
};

/** Texts that are empty where the default is another one. */
function* emptyTexts(file: SourceFile, reader: FileReader, seen: Set<Entry>): Generator<Finding> {
  const { schema, layer, environments } = reader;
  const { document } = layer;
  if (!document || layer.kind === 'file' || layer.variables || layer.unproven || layer.personal) return;
  if (schema.loading.ignoreEmpty || schema.open.length > 0 || !holdsEmptyText(document)) return;
  for (const it of bindLayer(layer, schema, document).entries) {
    if (it.kind !== 'field' || it.hidden || seen.has(it.entry) || !isEmptyText(it.entry)) continue;
    if (!takesEmpty(it.field) || !hasOtherDefault(it.field)) continue;
    seen.add(it.entry);
    yield {
      span: firstLine(file.text, it.entry.key.span),
      severity: 'hint',
      message: `\`${it.entry.key.name}\` is set to an empty text, which is not the same as unset: the default does not count`,
      key: it.entry.key.name,
      environments,
      service: schema.service,
      field: fieldReference(schema, it.field),
      related: [{ ...it.field.place, message: `\`${it.field.name}\` and its default` }],
      fixes: removal(it.field, it.entry, document),
    };
  }
}

const holdsEmptyText = memo((document: Document): boolean => entryContents(document.root).some(isEmptyText));

function isEmptyText({ value }: Entry): boolean {
  return value?.kind === 'scalar' && !value.parts && value.data.kind === 'str' && value.data.value === '';
}

/** A text of which nothing says that it may not be empty, or that code looks at its length. */
function takesEmpty({ type, undecided }: Field): boolean {
  const inner = type.kind === 'optional' ? type.inner : type;
  return undecided.length === 0 && (inner.kind === 'str' || inner.kind === 'secret');
}

function hasOtherDefault({ default: standard }: Field): boolean {
  return standard !== undefined && standard.kind !== 'none' && dataKey(standard) !== 'str:""';
}

/** Without the line the default counts, where the field has one. */
function removal(field: Field, entry: Entry, document: Document | undefined): readonly Fix[] {
  if (field.required || !document?.root.entries.includes(entry)) return [];
  const edits = document.format.remove(document, entry);
  if (edits.length === 0) return [];
  return [
    {
      title: `Remove \`${entry.key.name}\`, so that the default counts`,
      safety: 'unsafe',
      kind: 'quickfix',
      edits: edits.map((edit) => ({ ...edit, path: document.file.path })),
    },
  ];
}
