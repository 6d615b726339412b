import * as z from 'zod';
import {
  assumes,
  coverage,
  flag,
  location,
  ordinal,
  source,
  starts,
  text,
  version,
  workload,
  workloads,
} from './parts.ts';

const place = { path: text.nullable(), line: ordinal.nullable() };

const field = z.strictObject({
  name: text,
  state: z.enum(['set', 'default', 'missing', 'invalid', 'undecided']),
  key: text.nullable(),
  value: z.unknown().describe('As `model_dump(mode="json")` gives it; `null` for secrets.'),
  raw: text.nullable(),
  masked: flag,
  source: source.nullable(),
  overrides: z.array(source).describe('What `source` wins over, highest rank first.'),
  sets: z.array(z.strictObject({ name: text, django: flag })).optional(),
});

const error = z.union([
  z.strictObject({ kind: z.literal('ValidationError'), type: text, loc: location, message: text, ...place }),
  z.strictObject({ kind: z.literal('SettingsError'), field: text, source: text, message: text, ...place }),
  z.strictObject({ kind: text.describe('The class of the exception.'), message: text, ...place }),
]);

/** `resolve --format json`. */
export const RESOLVE = z.strictObject({
  version,
  service: text.nullable(),
  settings: text,
  environment: text,
  workload,
  workloads,
  assumes,
  assumed: text.nullable(),
  ok: starts,
  fieldsOk: starts.describe('The same without validators of the whole object.'),
  fields: z.array(field),
  errors: z
    .array(error)
    .describe('Those of the library, in its order; of workloads side by side those that all of them have.'),
  undecided: z.array(z.strictObject({ field: text.nullable(), reason: text, path: text, line: ordinal })),
  coverage,
});
