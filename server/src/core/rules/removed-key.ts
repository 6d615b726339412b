import { readersOf, unknownKeys } from '../binding/unknown.ts';
import { findEntry } from '../catalogs/find-entry.ts';
import { frameworkVersion, isAtLeast } from '../catalogs/framework-version.ts';
import { tombstoneFor } from '../migration/records-for.ts';
import type { Document, Entry } from '../syntax/document.ts';
import type { Finding, Fix } from './finding.ts';
import { readerName } from './reader-name.ts';
import type { Rule, RuleContext } from './rule.ts';

/** Page: removed-key.md */
export const removedKey: Rule = {
  id: 'removed-key',
  severity: 'warning',
  summary: 'A key that has no effect any more; where the reader is strict it stops the start.',
  since: '0.1.0',

  *check(context) {
    const { snapshot, document } = context;
    if (!document) return;
    for (const entry of document.root.entries) {
      if (tombstoneFor(snapshot, entry.key.name)) yield* tombstone(context, document, entry);
      else if (findEntry(entry.key.name)) yield* fromCatalog(context, document, entry);
    }
  },
};

/** Left with a migration that is done. Silent where some reader of the file still declares the name. */
function* tombstone({ snapshot, file }: RuleContext, document: Document, entry: Entry): Generator<Finding> {
  const unknown = unknownKeys(snapshot, document).find((it) => it.entry === entry);
  if (!unknown || (readersOf(snapshot).get(file.path) ?? []).length === 0) return;
  const name = entry.key.name;
  const record = tombstoneFor(snapshot, name);
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
    related: record
      ? [
          {
            path: record.file.path,
            span: record.spans.get('from') ?? { start: 0, end: 0 },
            message: 'removed by this migration',
          },
        ]
      : [],
    fixes: removal(document, entry, 'safe'),
  };
}

function* fromCatalog({ snapshot, file }: RuleContext, document: Document, entry: Entry): Generator<Finding> {
  if (document.format.name !== 'dotenv') return;
  const name = entry.key.name;
  const hit = findEntry(name);
  if (!hit || hit.entry.to !== undefined) return;
  const { catalog, entry: change } = hit;
  const version = frameworkVersion(snapshot, file.path, catalog.distribution);
  if (version === undefined || !isAtLeast(version, catalog.since)) return;
  yield {
    span: entry.key.span,
    message: `\`${name}\` has had no effect since ${catalog.framework} ${catalog.since}${change.note ? `: ${change.note}` : ''}`,
    tags: ['deprecated'],
    key: name,
    fixes: removal(document, entry, 'unsafe'),
  };
}

function removal(document: Document, entry: Entry, safety: Fix['safety']): readonly Fix[] {
  const edits = document.format.remove(document, entry);
  if (edits.length === 0) return [];
  return [
    {
      title: `Remove \`${entry.key.name}\``,
      safety,
      kind: 'quickfix',
      edits: edits.map((edit) => ({ ...edit, path: document.file.path })),
    },
  ];
}
