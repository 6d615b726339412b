import { namesOf } from '../binding/names.ts';
import { type FileReader, readersOf } from '../binding/unknown.ts';
import type { Document, Entry } from '../syntax/document.ts';
import { entryNames } from '../syntax/entry-names.ts';
import { memo } from '../text/memo.ts';
import type { Finding, Fix } from './finding.ts';
import { readerName } from './reader-name.ts';
import type { Rule } from './rule.ts';

/** Page: case-duplicate-key.md */
export const caseDuplicateKey: Rule = {
  id: 'case-duplicate-key',
  severity: 'warning',
  summary: 'Two keys that differ only in case are one to the reader; the last one counts.',
  since: '0.1.0',

  *check({ snapshot, document, file }) {
    if (!document) return;
    const seen = new Set<Entry>();
    for (const reader of readersOf(snapshot).get(file.path) ?? []) {
      if (reader.schema.loading.caseSensitive || reader.layer.kind === 'file' || reader.layer.variables)
        continue;
      for (const { hidden, by } of pairs(document, reader)) {
        if (seen.has(hidden)) continue;
        seen.add(hidden);
        yield finding(document, reader, hidden, by);
      }
    }
  },
};

interface Pair {
  readonly hidden: Entry;
  readonly by: Entry;
}

/** Entries below which one of another spelling takes their place, where a field reads them. */
function pairs(document: Document, { schema }: FileReader): readonly Pair[] {
  if (!differsInCase(entryNames(document.root))) return [];
  const { fields, fold } = namesOf(schema);
  const last = new Map<string, Entry>();
  const found: Pair[] = [];
  for (const entry of document.root.entries) {
    const name = fold(entry.key.name);
    const before = last.get(name);
    if (before && before.key.name !== entry.key.name && fields.has(name))
      found.push({ hidden: before, by: entry });
    last.set(name, entry);
  }
  return found;
}

/** True for names of which two differ in nothing but case: mostly there are none, and names change seldom. */
const differsInCase = memo(
  (names: readonly string[]): boolean =>
    new Set(names.map((name) => name.toLowerCase())).size < new Set(names).size,
);

function finding(
  document: Document,
  { schema, environments }: FileReader,
  hidden: Entry,
  by: Entry,
): Finding {
  const name = hidden.key.name;
  const edits = document.format.remove(document, hidden);
  const fix: Fix = {
    title: 'Remove this line',
    safety: 'unsafe',
    kind: 'quickfix',
    edits: edits.map((edit) => ({ ...edit, path: document.file.path })),
  };
  return {
    span: hidden.key.span,
    message: `\`${name}\` and \`${by.key.name}\` are one key to \`${readerName(schema)}\`, so this value is never read`,
    tags: ['unnecessary'],
    key: name,
    environments,
    service: schema.service,
    related: [{ path: document.file.path, span: by.key.span, message: 'this one counts' }],
    fixes: edits.length > 0 ? [fix] : [],
  };
}
