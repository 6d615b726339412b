import { readersOf } from '../binding/unknown.ts';
import { schemasOf } from '../schema/readers.ts';
import type { SettingsSchema } from '../schema/schema.ts';
import type { Snapshot } from '../snapshot.ts';
import { memo } from '../text/memo.ts';
import { firstLine } from '../text/span.ts';
import { readerName } from './reader-name.ts';
import type { Rule } from './rule.ts';

/** Page: open-schema.md */
export const openSchema: Rule = {
  id: 'open-schema',
  severity: 'info',
  summary: 'Code that cannot be followed, so nothing is said of unknown keys and of keys that are missing.',
  since: '0.1.0',

  *check({ snapshot, file }) {
    if (!file.path.endsWith('.py')) return;
    for (const schema of schemasOf(snapshot)) {
      const [first] = schema.open;
      if (!first || first.path !== file.path || !loading(snapshot).has(schema)) continue;
      yield {
        span: firstLine(file.text, first.span),
        message: `nothing is said of unknown or missing keys of \`${readerName(schema)}\`: ${first.reason}`,
        service: schema.service,
        related: [{ ...schema.place, message: `\`${readerName(schema)}\`` }],
      };
    }
  },
};

/** The schemas that read a file of the workspace: of the others nothing would be said anyway. */
const loading = memo(
  (snapshot: Snapshot): ReadonlySet<SettingsSchema> =>
    new Set([...readersOf(snapshot).values()].flatMap((it) => it.map((reader) => reader.schema))),
);
