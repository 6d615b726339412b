import { type LostPrefix, lostPrefix } from '../binding/lost-prefix.ts';
import { type UnknownKey, unknownKeys } from '../binding/unknown.ts';
import { tombstoneFor } from '../migration/records-for.ts';
import type { Document } from '../syntax/document.ts';
import type { Finding } from './finding.ts';
import { fieldReference, readerName } from './reader-name.ts';
import type { Rule } from './rule.ts';

/** Page: prefix-lost-by-alias.md */
export const prefixLostByAlias: Rule = {
  id: 'prefix-lost-by-alias',
  severity: 'warning',
  summary: 'A key has the prefix of the class before an alias, which takes none, so nothing reads it.',
  since: '0.1.0',

  *check({ snapshot, document }) {
    if (!document) return;
    for (const unknown of unknownKeys(snapshot, document)) {
      const lost = lostPrefix(document, unknown);
      if (lost && !tombstoneFor(snapshot, unknown.entry.key.name)) yield finding(document, unknown, lost);
    }
  },
};

function finding(
  document: Document,
  { entry, refusedBy, ignoredBy }: UnknownKey,
  { schema, field, meant }: LostPrefix,
): Finding {
  const { name } = entry.key;
  const isRefused = refusedBy.length > 0;
  const edits = document.format.rename(document, entry, meant);
  const outcome = isRefused
    ? 'the class refuses unknown keys, so the service does not start'
    : 'its value has no effect';
  return {
    span: entry.key.span,
    ...(isRefused ? { severity: 'error' } : {}),
    message: `\`${name}\` is not read by \`${readerName(schema)}\`: \`${field.name}\` has an alias, which takes no prefix; ${outcome}`,
    key: name,
    environments: [...new Set((isRefused ? refusedBy : ignoredBy).flatMap((it) => it.environments))],
    service: schema.service,
    field: fieldReference(schema, field),
    related: [{ ...field.place, message: `\`${field.name}\` and its alias` }],
    fixes:
      edits.length === 0
        ? []
        : [
            {
              title: `Rename to \`${meant}\``,
              safety: 'unsafe',
              kind: 'quickfix',
              edits: edits.map((edit) => ({ ...edit, path: document.file.path })),
            },
          ],
  };
}
