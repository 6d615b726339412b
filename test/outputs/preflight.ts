import * as z from 'zod';
import { assumes, flag, ordinal, text, version } from './parts.ts';

const decided = z.enum(['yes', 'no', 'unknown']);

const problem = z.strictObject({
  cause: z.enum([
    'missing',
    'value-refused',
    'key-refused',
    'not-loaded',
    'default-changed',
    'other-key',
    'other-value',
    'unit-changed',
    'secret-changed',
    'attribute-gone',
    'no-longer-read',
    'key-gone',
    'not-seen',
    'not-decided',
  ]),
  verdict: z.enum(['no', 'unknown']),
  key: text.nullable(),
  field: text.nullable(),
  error: z.strictObject({ kind: text, type: text.nullable() }).nullable(),
  message: text,
  path: text.nullable(),
  line: ordinal.nullable(),
  introduced: flag.describe('`false` where the running version has it too.'),
  accepted: text.nullable().describe('The reason of a comment.'),
});

const replica = z.strictObject({
  replica: z.enum(['running', 'new', 'rolled-back']),
  code: text,
  when: z.enum(['restart', 'deploy', 'rollback']),
  values: z.enum(['today', 'release']),
  verdict: decided,
  problems: z.array(problem),
});

/** `preflight --format json`. */
export const PREFLIGHT = z.strictObject({
  version,
  from: text,
  to: text,
  deploy: decided,
  rollback: decided,
  mends: flag,
  readers: z.array(
    z.strictObject({
      settings: text,
      service: text,
      environment: text,
      production: flag,
      assumes,
      deploy: decided,
      rollback: decided,
      replicas: z.array(replica),
      steps: z.array(
        z.strictObject({
          when: z.enum(['before-deploy', 'after-deploy', 'before-rollback']),
          key: text.nullable(),
          text,
        }),
      ),
      notes: z.array(text),
    }),
  ),
  changedFiles: z.array(text),
  notes: z.array(text),
});
