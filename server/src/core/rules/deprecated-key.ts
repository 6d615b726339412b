import { bindLayer } from '../binding/bind.ts';
import { suppliedEntries } from '../binding/supplied-entries.ts';
import { type FileReader, readersOf } from '../binding/unknown.ts';
import { namesEntry } from '../catalogs/find-entry.ts';
import { hasRecords, openRecordFor } from '../migration/records-for.ts';
import type { Field } from '../schema/schema.ts';
import type { Document, Entry } from '../syntax/document.ts';
import { entryNames } from '../syntax/entry-names.ts';
import { memo } from '../text/memo.ts';
import type { Finding } from './finding.ts';
import { frameworkKey } from './framework-key.ts';
import { frameworkSettings } from './framework-settings.ts';
import { fieldReference, readerName } from './reader-name.ts';
import type { Rule, RuleContext } from './rule.ts';

/** Page: deprecated-key.md */
export const deprecatedKey: Rule = {
  id: 'deprecated-key',
  severity: 'warning',
  summary: 'A key that still works and is on its way out.',
  since: '0.1.0',

  *check(context) {
    const { snapshot, document, file } = context;
    for (const it of frameworkSettings(snapshot, file, document))
      if (it.state === 'deprecated') yield it.finding;
    if (!document) return;
    const seen = new Set<Entry>();
    const supplied = new Map(suppliedEntries(snapshot, file.path).map((it) => [it.entry, it.readers]));
    for (const reader of readersOf(snapshot).get(file.path) ?? []) {
      for (const { entry, field } of deprecatedEntries(reader, document)) {
        if (seen.has(entry)) continue;
        seen.add(entry);
        const readers = supplied.get(entry) ?? [reader];
        yield openRecordFor(snapshot, entry.key.name)
          ? underWay(context, entry, readers)
          : declared(entry, field, reader, readers);
      }
    }
    for (const [entry, readers] of supplied) {
      if (!seen.has(entry) && openRecordFor(snapshot, entry.key.name))
        yield underWay(context, entry, readers);
    }
    if (!hasRecords(snapshot) && !namesEntry(entryNames(document.root))) return;
    for (const entry of document.root.entries) {
      if (seen.has(entry)) continue;
      if (openRecordFor(snapshot, entry.key.name)) yield underWay(context, entry, []);
      else {
        const known = frameworkKey(snapshot, document, entry);
        if (known?.state === 'deprecated') yield known.finding;
      }
    }
  },
};

const deprecates = memo((schema: FileReader['schema']): boolean => schema.fields.some((it) => it.deprecated));

function* deprecatedEntries(
  { schema, layer }: FileReader,
  document: Document,
): Generator<{ readonly entry: Entry; readonly field: Field }> {
  if (!deprecates(schema)) return;
  for (const it of bindLayer(layer, schema, document).entries) {
    if (it.kind === 'field' && it.field.deprecated) yield { entry: it.entry, field: it.field };
  }
}

function declared(
  entry: Entry,
  field: Field,
  { schema }: FileReader,
  readers: readonly FileReader[],
): Finding {
  const name = entry.key.name;
  const { deprecated } = field;
  const reason = deprecated?.message?.trim().replace(/\.$/, '');
  const to = deprecated?.replacement === undefined ? undefined : inCaseOf(name, deprecated.replacement);
  const instead = reason ? `: ${lowerFirst(reason)}` : to ? `; \`${to}\` takes its place` : '';
  return {
    span: entry.key.span,
    message: `\`${name}\` is deprecated in \`${readerName(schema)}\`${instead}`,
    tags: ['deprecated'],
    key: name,
    environments: environmentsOf(readers.filter((it) => it.schema === schema)),
    service: schema.service,
    field: fieldReference(schema, field),
    related: [{ ...(deprecated?.place ?? field.place), message: 'deprecated here' }],
    fixes: [
      {
        title: to ? `Migrate \`${name}\` to \`${to}\`…` : `Start a migration that removes \`${name}\`…`,
        safety: 'unsafe',
        kind: 'refactor.rewrite.crossfade.migrate',
        edits: [],
        migrate: { kind: to ? 'rename' : 'remove', from: name, ...(to ? { to } : {}), settings: schema.id },
      },
    ],
  };
}

/** A migration of the key is under way: it says when the key may go, so this is no more than a reminder. */
function underWay({ snapshot }: RuleContext, entry: Entry, readers: readonly FileReader[]): Finding {
  const [reader] = readers;
  const name = entry.key.name;
  const record = openRecordFor(snapshot, name);
  const [to] = record?.to ?? [];
  return {
    span: entry.key.span,
    severity: 'info',
    message: `\`${name}\` is on its way out${to ? ` and becomes \`${to}\`` : ''}: see \`${record?.file.path}\`, phase ${record?.phase}`,
    tags: ['deprecated'],
    key: name,
    ...(reader ? { environments: environmentsOf(readers), service: reader.schema.service } : {}),
    related: record
      ? [
          {
            path: record.file.path,
            span: record.spans.get('phase') ?? { start: 0, end: 0 },
            message: 'the migration',
          },
        ]
      : [],
  };
}

/** Where several environments are built from one file, each of them. */
function environmentsOf(readers: readonly FileReader[]): readonly string[] {
  return [...new Set(readers.flatMap((it) => it.environments))];
}

/** Field names are lower case, variables mostly upper. */
function inCaseOf(name: string, replacement: string): string {
  return name === name.toUpperCase() ? replacement.toUpperCase() : replacement;
}

function lowerFirst(text: string): string {
  return /^[A-Z][a-z]/.test(text) ? text.charAt(0).toLowerCase() + text.slice(1) : text;
}
