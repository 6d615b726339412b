import { suppliedSlips } from '../binding/supplied-entries.ts';
import { tombstoneFor } from '../migration/records-for.ts';
import { renameVariable } from '../supply/edit-variable.ts';
import { readerName } from './reader-name.ts';
import type { Rule } from './rule.ts';

/** Page: near-miss-environment-key.md */
export const nearMissEnvironmentKey: Rule = {
  id: 'near-miss-environment-key',
  severity: 'warning',
  summary:
    'A variable of the process environment whose name is almost that of a field, and that nothing reads.',
  since: '0.1.0',

  *check({ snapshot, file, document }) {
    if (!document) return;
    for (const { supplied, meant } of suppliedSlips(snapshot, file.path)) {
      const { entry, variable, readers } = supplied;
      const { name } = variable;
      const [first] = readers;
      if (!first || tombstoneFor(snapshot, name)) continue;
      const edits = renameVariable(document, variable, meant);
      const fix = {
        title: `Rename to \`${meant}\``,
        safety: 'unsafe',
        kind: 'quickfix',
        edits: edits.map((edit) => ({ ...edit, path: file.path })),
      } as const;
      yield {
        span: entry.key.span,
        message: `\`${name}\` is read by nothing, and its value has no effect; did you mean \`${meant}\`?`,
        key: name,
        environments: [...new Set(readers.flatMap((it) => it.environments))],
        service: first.schema.service,
        related: [{ ...first.schema.place, message: `\`${readerName(first.schema)}\` may be meant` }],
        fixes: edits.length > 0 ? [fix] : [],
      };
    }
  },
};
