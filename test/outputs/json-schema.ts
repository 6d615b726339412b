import * as z from 'zod';
import { CHECK, DIAGNOSTIC } from './check.ts';
import { DIFF, MATRIX } from './matrix.ts';
import { EVIDENCE, GATES, MIGRATE, PLAN, STATUS } from './migrations.ts';
import { PREFLIGHT } from './preflight.ts';
import { RESOLVE } from './resolve.ts';

/** The outputs of the command line by command; `check-line` is a line of `check --format jsonl`. */
const OUTPUTS = {
  check: CHECK,
  'check-line': DIAGNOSTIC,
  diff: DIFF,
  gates: GATES,
  'gates-evidence': EVIDENCE,
  matrix: MATRIX,
  migrate: MIGRATE,
  plan: PLAN,
  preflight: PREFLIGHT,
  resolve: RESOLVE,
  status: STATUS,
} as const;

/** JSON Schema (2020-12) of what the commands print as JSON, one definition for each. */
export function outputsJsonSchema(): Readonly<Record<string, unknown>> {
  const definitions = Object.entries(OUTPUTS).map(([name, schema]) => {
    const { $schema: _schema, ...own } = z.toJSONSchema(schema, {
      io: 'output',
      // Within a version keys may be added: tests take none that is not described, readers have to.
      override: ({ jsonSchema }) => {
        if (jsonSchema.additionalProperties === false) delete jsonSchema.additionalProperties;
      },
    });
    return [name, own];
  });
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: 'Output of the commands of Crossfade with --format json',
    description:
      'Version 1, within which keys may be added. `#/$defs/check` is what `crossfade check --format json` prints, and so on.',
    $defs: Object.fromEntries(definitions),
  };
}
