import { readersOf } from '../binding/unknown.ts';
import type { Module } from '../python/tree.ts';
import { parseModule } from '../schema/python-file.ts';
import { schemasOf } from '../schema/readers.ts';
import type { SettingsSchema } from '../schema/schema.ts';
import type { Snapshot } from '../snapshot.ts';
import { memo } from '../text/memo.ts';
import type { SourceFile } from '../text/source-file.ts';
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
    const problem = keptBack(snapshot, file);
    if (problem) {
      for (const schema of declaredIn(snapshot, file.path)) {
        const name = `\`${readerName(schema)}\``;
        const message = `Python does not accept this code; until it does, ${name} counts as it stood before`;
        yield { span: firstLine(file.text, problem.span), message, service: schema.service };
      }
      return;
    }
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

/** What is wrong with a file of which an earlier version is taken, that Python accepts. */
function keptBack(snapshot: Snapshot, file: SourceFile): Module['problems'][number] | undefined {
  if (file.lastGood === undefined) return undefined;
  return parseModule(snapshot.engines.python, file).problems[0];
}

/** The schemas of which a part is declared in a file, and which read a file of the workspace. */
function declaredIn(snapshot: Snapshot, path: string): readonly SettingsSchema[] {
  const isHere = (it: SettingsSchema) =>
    it.place.path === path || it.fields.some((field) => field.place.path === path);
  return [...loading(snapshot)].filter(isHere);
}

/** The schemas that read a file of the workspace: of the others nothing would be said anyway. */
const loading = memo(
  (snapshot: Snapshot): ReadonlySet<SettingsSchema> =>
    new Set([...readersOf(snapshot).values()].flatMap((it) => it.map((reader) => reader.schema))),
);
