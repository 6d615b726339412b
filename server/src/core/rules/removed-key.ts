import { meaningOf, namesOf } from '../binding/names.ts';
import { type SuppliedEntry, suppliedEntries } from '../binding/supplied-entries.ts';
import { readersOf, unknownKeys } from '../binding/unknown.ts';
import { namesEntry } from '../catalogs/find-entry.ts';
import { hasRecords, tombstoneFor } from '../migration/records-for.ts';
import type { Snapshot } from '../snapshot.ts';
import { removeVariable } from '../supply/edit-variable.ts';
import type { Document, Entry } from '../syntax/document.ts';
import { entryNames } from '../syntax/entry-names.ts';
import type { Edit } from '../text/edit.ts';
import type { Finding, Fix } from './finding.ts';
import { frameworkKey } from './framework-key.ts';
import { frameworkSettings } from './framework-settings.ts';
import { readerName } from './reader-name.ts';
import type { Rule, RuleContext } from './rule.ts';

/** Page: removed-key.md */
export const removedKey: Rule = {
  id: 'removed-key',
  severity: 'warning',
  summary: 'A key that has no effect any more; where the reader is strict it stops the start.',
  since: '0.1.0',

  *check(context) {
    const { snapshot, file, document } = context;
    for (const it of frameworkSettings(snapshot, file, document))
      if (it.state === 'removed') yield it.finding;
    if (!document) return;
    for (const it of suppliedEntries(snapshot, document.file.path)) {
      if (tombstoneFor(snapshot, it.entry.key.name)) yield* suppliedTombstone(context, document, it);
    }
    if (!hasRecords(snapshot) && !namesEntry(entryNames(document.root))) return;
    for (const entry of document.root.entries) {
      if (tombstoneFor(snapshot, entry.key.name)) yield* tombstone(context, document, entry);
      else {
        const known = frameworkKey(snapshot, document, entry);
        if (known?.state === 'removed') yield known.finding;
      }
    }
  },
};

/** Left with a migration that is done. Silent where some reader of the file still declares the name. */
function* tombstone({ snapshot, file }: RuleContext, document: Document, entry: Entry): Generator<Finding> {
  const unknown = unknownKeys(snapshot, document).find((it) => it.entry === entry);
  if (!unknown || (readersOf(snapshot).get(file.path) ?? []).length === 0) return;
  const name = entry.key.name;
  const [strict] = unknown.refusedBy;
  yield {
    span: entry.key.span,
    severity: strict ? 'error' : 'warning',
    message: strict
      ? `\`${name}\` was removed, and \`${readerName(strict.schema)}\` refuses unknown keys: the service does not start`
      : `\`${name}\` was removed and has no effect any more`,
    tags: ['deprecated'],
    key: name,
    environments: [...new Set(unknown.refusedBy.flatMap((it) => it.environments))],
    related: recordPlace(snapshot, name),
    fixes: removal(document, entry, 'safe'),
  };
}

/** The same for a variable that a workload sets: silent where a service that it runs declares the name. */
function* suppliedTombstone(
  { snapshot }: RuleContext,
  document: Document,
  { entry, variable, readers }: SuppliedEntry,
): Generator<Finding> {
  const name = entry.key.name;
  const isRead = readers.some(
    ({ schema }) => schema.open.length > 0 || meaningOf(namesOf(schema), name).kind !== 'extra',
  );
  if (isRead) return;
  yield {
    span: entry.key.span,
    severity: 'warning',
    message: `\`${name}\` was removed and has no effect any more`,
    tags: ['deprecated'],
    key: name,
    environments: [...new Set(readers.flatMap((it) => it.environments))],
    related: recordPlace(snapshot, name),
    fixes: fixOf(document, name, removeVariable(document, variable), 'unsafe'),
  };
}

function recordPlace(snapshot: Snapshot, name: string): NonNullable<Finding['related']> {
  const record = tombstoneFor(snapshot, name);
  if (!record) return [];
  const span = record.spans.get('from') ?? { start: 0, end: 0 };
  return [{ path: record.file.path, span, message: 'removed by this migration' }];
}

function removal(document: Document, entry: Entry, safety: Fix['safety']): readonly Fix[] {
  return fixOf(document, entry.key.name, document.format.remove(document, entry), safety);
}

function fixOf(
  document: Document,
  name: string,
  edits: readonly Edit[],
  safety: Fix['safety'],
): readonly Fix[] {
  if (edits.length === 0) return [];
  return [
    {
      title: `Remove \`${name}\``,
      safety,
      kind: 'quickfix',
      edits: edits.map((edit) => ({ ...edit, path: document.file.path })),
    },
  ];
}
