import * as z from 'zod';
import { KIND_NAMES } from '../../server/src/core/migration/kinds/kinds.ts';
import { count, coverage, location, ordinal, range, text, version } from './parts.ts';

const edit = z.union([
  z.strictObject({ path: text, range, newText: text }),
  z.strictObject({ path: text, range, masked: z.literal(true) }),
]);

const fix = z.strictObject({
  title: text,
  safety: z.enum(['safe', 'unsafe']),
  kind: z.enum(['quickfix', 'refactor.rewrite.crossfade.migrate', 'refactor.rewrite.crossfade.configure']),
  edits: z.array(edit),
  migrate: z
    .strictObject({
      kind: z.enum(KIND_NAMES),
      convert: text.optional(),
      from: text,
      to: text.optional(),
      settings: text.optional(),
    })
    .describe('Instead of edits: starts a migration.')
    .optional(),
});

/** A line of `check --format jsonl`. */
export const DIAGNOSTIC = z.strictObject({
  path: text,
  range,
  severity: z.enum(['error', 'warning', 'info', 'hint']),
  rule: text,
  message: text,
  key: text.nullable(),
  environments: z.array(text),
  service: text.nullable(),
  field: z.strictObject({ settings: text, name: text, path: text, line: ordinal }).nullable(),
  upstream: z
    .strictObject({ type: text, loc: location })
    .describe('The error that the real library would raise.')
    .nullable(),
  tags: z.array(z.enum(['deprecated', 'unnecessary'])),
  related: z.array(z.strictObject({ path: text, range, message: text })),
  fixes: z.array(fix),
});

/** `check --format json`. */
export const CHECK = z.strictObject({
  version,
  diagnostics: z.array(DIAGNOSTIC),
  coverage,
  summary: z.strictObject({
    files: count,
    errors: count,
    warnings: count,
    infos: count,
    hints: count,
    durationMs: count,
  }),
});
