import * as z from 'zod';
import {
  assumes,
  count,
  coverage,
  flag,
  ordinal,
  source,
  starts,
  text,
  version,
  workload,
  workloads,
} from './parts.ts';

const cell = z.strictObject({
  environment: text,
  state: z.enum(['set', 'default', 'missing', 'possible', 'invalid', 'undecided', 'unseen']),
  key: text.nullable(),
  value: z.unknown(),
  masked: flag,
  group: ordinal.nullable().describe('Cells of a key with the same number hold the same value.'),
  source: source.nullable(),
  overrides: z.array(source),
  reason: text.nullable(),
});

const settings = {
  settings: text,
  service: text,
  environments: z.array(
    z.strictObject({
      name: text,
      workload,
      workloads,
      ok: starts,
      assumes,
      assumed: text.nullable(),
      unseen: flag,
      opaque: z.array(text),
      layers: z.array(source).describe('Highest rank first.'),
    }),
  ),
  keys: z.array(
    z.strictObject({
      key: text,
      field: text,
      annotation: text,
      required: flag,
      secret: flag,
      path: text,
      line: ordinal,
      compared: z.enum(['same', 'different', 'missing', 'unknown']),
      cells: z.array(cell),
    }),
  ),
};

/** `matrix --format json`. */
export const MATRIX = z.strictObject({ version, settings: z.array(z.strictObject(settings)), coverage });

/** `diff --format json`. */
export const DIFF = z.strictObject({
  version,
  a: text,
  b: text,
  settings: z.array(
    z.strictObject({
      ...settings,
      counts: z.strictObject({ same: count, different: count, missing: count, unknown: count }),
    }),
  ),
  coverage,
});
