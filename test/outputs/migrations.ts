import * as z from 'zod';
import { KIND_NAMES, PHASES, PLAN_NAMES } from '../../server/src/core/migration/kinds/kinds.ts';
import { count, flag, gateId, ordinal, text, verdict, version, waived } from './parts.ts';

const planName = z.enum(PLAN_NAMES);

const plan = z.strictObject({
  plan: planName.nullable(),
  reasons: z.array(text),
  alternatives: z.array(z.strictObject({ plan: planName, safe: flag, why: text })),
  requires: z.array(text),
});

const grid = z.strictObject({
  columns: z.array(z.strictObject({ title: text, held: text })),
  rows: z.array(
    z.strictObject({
      code: text,
      title: text,
      cells: z.array(z.enum(['ok', 'crash', 'reject', 'wrong', 'split', 'n/a'])),
    }),
  ),
  naive: z.array(text).describe('What breaks where code and environments change in one step.'),
});

const judged = { id: gateId, environment: text.nullable(), verdict, reason: text };

/** `gates --format json`. */
export const GATES = z.strictObject({
  version,
  records: z.array(
    z.strictObject({
      record: text,
      phase: text.nullable(),
      gates: z.array(z.strictObject({ ...judged, path: text.nullable(), line: ordinal.nullable(), waived })),
    }),
  ),
});

/** `gates --evidence FILE --format json`. */
export const EVIDENCE = z.strictObject({
  version,
  record: text,
  gate: z.literal('G10'),
  verdict: z.enum(['yes', 'no', 'unknown']),
  reason: text,
  log: z.strictObject({ lines: count, first: text.nullable(), last: text.nullable() }),
  keys: z.array(
    z.strictObject({ key: text, lines: count, days: z.record(text, count).describe('Lines of each day.') }),
  ),
});

/** `plan --format json`; `record` is there for a record. */
export const PLAN = z.strictObject({
  version,
  title: text,
  record: text.optional(),
  plan,
  grid,
  reach: z.array(text),
});

/** `migrate --format json`. */
export const MIGRATE = z.strictObject({
  version,
  id: text,
  kind: z.enum(KIND_NAMES),
  from: z.array(text),
  to: z.array(text),
  phase: z.enum(PHASES),
  record: text,
  plan,
  grid,
  written: z.array(text),
  held: z.array(z.strictObject({ path: text, reason: text })).describe('Files that were left alone.'),
  environmentFiles: z.array(
    z.strictObject({
      path: text,
      environments: z.array(text),
      production: flag,
      tracked: flag.optional(),
      needsConfirmation: flag,
    }),
  ),
  notes: z.array(text),
  questions: z.array(z.strictObject({ id: text, text, choices: z.array(text).optional() })),
  gates: z.array(z.strictObject({ ...judged, path: text.nullable(), waived })),
});

/** `status --format json`. */
export const STATUS = z.strictObject({
  version,
  migrations: z.array(
    z.strictObject({
      record: text,
      id: text,
      title: text,
      phase: z.enum(PHASES),
      plan: text.nullable(),
      next: text.nullable(),
      owner: text.nullable(),
      turn: z.enum(['owner', 'code', 'environments', 'release']),
      reason: text,
      command: text,
      blocking: z.array(z.strictObject(judged)),
      waived: z.array(z.strictObject(judged)),
      unproved: z.array(z.strictObject(judged)),
      byHand: z.array(text),
    }),
  ),
});
