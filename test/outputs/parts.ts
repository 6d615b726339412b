import * as z from 'zod';

/** What several outputs hold. */

export const version = z.literal(1);
export const text = z.string();
export const flag = z.boolean();
/** One-based: a line or a column. */
export const ordinal = z.int().min(1);
export const count = z.int().min(0);
export const range = z.strictObject({
  start: z.strictObject({ line: ordinal, column: ordinal }),
  end: z.strictObject({ line: ordinal, column: ordinal }),
});
/** As pydantic gives it. */
export const location = z.array(z.union([text, count]));

const open = z.strictObject({ settings: text, reason: text, path: text, line: ordinal });

/** What was seen and what was not. */
export const coverage = z.strictObject({
  environments: z.strictObject({
    seen: z.array(text),
    unseen: z.array(text),
    opaque: z.array(text).describe('Environments with a store that cannot be read.'),
  }),
  assumptions: z.array(
    z.strictObject({
      environment: text,
      settings: z.array(text),
      assumed: text,
      configuration: z.strictObject({ path: text, dotenv: z.array(z.array(text)) }).nullable(),
    }),
  ),
  openSchemas: z.array(open),
  dynamicReaders: z.array(open),
  skipped: z.array(z.strictObject({ path: text, reason: text })),
});

export const assumes = z.strictObject({ process: z.enum(['none', 'declared', 'given']) });

/** Where a value comes from; `path` and `line` where it stands in a file. */
export const source = z.strictObject({
  kind: z.enum(['process', 'dotenv', 'secrets', 'file', 'default', 'default_factory', 'init']),
  path: text.optional(),
  line: ordinal.optional(),
});

/** Whether the settings object would be created; `null`: it depends. */
export const starts = z.boolean().nullable();

export const workload = text.nullable().describe('The workload that `--workload` asked for.');
export const workloads = z
  .array(z.strictObject({ name: text, ok: starts }))
  .describe('Those that run side by side and do not hold the same.');

export const gateId = z.enum(Array.from({ length: 14 }, (_, index) => `G${index + 1}`));
export const verdict = z.enum(['yes', 'no', 'unknown', 'n/a']);
/** Who took responsibility for a gate. */
export const waived = z
  .strictObject({ reason: text.optional(), by: text.optional(), on: text.optional() })
  .nullable();
