import { schemasOf } from '../schema/readers.ts';
import type { Field, SettingsSchema } from '../schema/schema.ts';
import type { Snapshot } from '../snapshot.ts';
import { memo } from '../text/memo.ts';
import { firstLine } from '../text/span.ts';
import { fieldReference } from './reader-name.ts';
import type { Rule } from './rule.ts';

/** Page: bool-of-string.md */
export const boolOfString: Rule = {
  id: 'bool-of-string',
  severity: 'warning',
  summary: 'The `bool()` of a variable is true for every text but the empty one, `false` and `0` included.',
  since: '0.1.0',

  *check({ snapshot, file }) {
    if (!file.path.endsWith('.py')) return;
    const otherwise = readOtherwise(snapshot);
    for (const schema of schemasOf(snapshot)) {
      if (schema.place.path !== file.path) continue;
      for (const field of schema.fields.filter((it) => isTruthOfText(schema, it))) {
        // Whether a text is there at all is asked of what is no switch.
        if (otherwise.has(field.name) || NO_SWITCH.test(field.name)) continue;
        yield {
          span: firstLine(file.text, field.place.span),
          message: `\`bool()\` is true for every text but the empty one, so \`${field.name}=false\` counts as true`,
          key: field.name,
          service: schema.service,
          field: fieldReference(schema, field),
        };
      }
    }
  },
};

/** What the last word of a name says is no switch, and what counts by being there: no-color.org. */
const NO_SWITCH =
  /^(?:NO|FORCE)_COLOR$|(?:^|_)(?:URLS?|URI|DSN|ENDPOINT|HOST|HOSTNAME|ADDRESS|DOMAIN|PORT|PATH|FILE|DIR|FOLDER|BUCKET|ID|NAME|USER|USERNAME|EMAIL|TENANT|PROFILE|REGION|LEVEL|VERSION|KEY|TOKEN|PASSWORD|SECRET|CREDENTIALS|COMMAND)$/i;

/** Names of variables that some code reads as another thing than a truth. */
const readOtherwise = memo(
  (snapshot: Snapshot): ReadonlySet<string> =>
    new Set(
      schemasOf(snapshot).flatMap((schema) =>
        schema.fields.filter((it) => !isTruthOfText(schema, it)).map((it) => it.name),
      ),
    ),
);

function isTruthOfText({ reader }: SettingsSchema, { type }: Field): boolean {
  if (reader !== 'os-environ') return false;
  return type.kind === 'bool' || (type.kind === 'or-empty' && type.inner.kind === 'bool');
}
