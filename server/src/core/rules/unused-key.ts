import { unknownKeys } from '../binding/unknown.ts';
import { tombstoneFor } from '../migration/records-for.ts';
import { isSlip } from '../text/nearest.ts';
import { readerName } from './reader-name.ts';
import type { Rule } from './rule.ts';

/** Page: unused-key.md */
export const unusedKey: Rule = {
  id: 'unused-key',
  severity: 'off',
  summary: 'A key that its readers pass over and that nothing else in the workspace names: it can go.',
  since: '0.1.0',

  *check({ snapshot, document }) {
    if (!document) return;
    for (const { entry, refusedBy, ignoredBy, near } of unknownKeys(snapshot, document)) {
      const { name } = entry.key;
      const [first] = ignoredBy;
      // What is refused, most likely misspelled, or removed on purpose has a rule of its own.
      if (refusedBy.length > 0 || !first || tombstoneFor(snapshot, name)) continue;
      if (near.some((it) => isSlip(name, it))) continue;
      const edits = document.format.remove(document, entry);
      yield {
        span: entry.key.span,
        message: `\`${name}\` is read by nothing in this workspace`,
        tags: ['unnecessary'],
        key: name,
        environments: [...new Set(ignoredBy.flatMap((it) => it.environments))],
        service: first.schema.service,
        related: [{ ...first.schema.place, message: `\`${readerName(first.schema)}\` reads this file` }],
        fixes:
          edits.length === 0
            ? []
            : [
                {
                  title: `Remove \`${name}\``,
                  safety: 'unsafe',
                  kind: 'quickfix',
                  edits: edits.map((edit) => ({ ...edit, path: document.file.path })),
                },
              ],
      };
    }
  },
};
