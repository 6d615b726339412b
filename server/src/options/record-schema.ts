import * as z from 'zod';
import { KIND_NAMES, PHASES, PLAN_NAMES } from '../core/migration/kinds/kinds.ts';
import type { RecordValidator } from '../core/snapshot.ts';

const TAGS = ['database', 'cache', 'security', 'content', 'infrastructure'] as const;
const DATE = /^\d{4}-\d{2}-\d{2}(?:[T ].*)?$/;
/** YAML loaders give a date for `2026-09-23` and a text for `"2026-09-23"`; both are a date here. */
const date = z.union([z.date(), z.string().regex(DATE)], { error: 'a date such as `2026-09-23`' });
const name = z.string({ error: 'a text' }).min(1, { error: 'a text that is not empty' });
const names = z.array(name, { error: 'a list of names' });
const some = names.min(1, { error: 'a list with at least one name' });
const yesNo = z.boolean({ error: '`true` or `false`' });
const GATE = /^G(?:[1-9]|1[0-4])$/;
const gate = z.string({ error: 'a gate, `G1` to `G14`' }).regex(GATE, { error: 'a gate, `G1` to `G14`' });
const phase = z.enum(PHASES, { error: oneOf(PHASES) });

const attestation = z.strictObject({ by: name, on: date, command: name.optional() }, { error: 'a mapping' });
const deployed = z.strictObject(
  { reader: name, ref: name, on: date, by: name.optional() },
  { error: 'a mapping with `reader`, `ref` and `on`' },
);
const waiver = z.strictObject(
  { reason: name, by: name, on: date },
  { error: 'a mapping with `reason`, `by`, `on`' },
);
const environment = z.strictObject(
  {
    has: names.optional(),
    equal: yesNo.optional(),
    valid: yesNo.optional(),
    stores: z.record(name, names, { error: 'a mapping of stores to the keys that they hold' }).optional(),
    attested: attestation.optional(),
    deployed: z.array(deployed, { error: 'a list of `reader`, `ref` and `on`' }).optional(),
    waive: z.record(gate, waiver, { error: 'a mapping of gates' }).optional(),
  },
  { error: 'a mapping with `has`, `equal`, `valid`, `stores`, `attested`, `deployed`, `waive`' },
);
const evidence = z.strictObject(
  { gate, by: name, on: date, command: name, result: name, phase: phase.optional() },
  { error: 'a mapping' },
);

/** The front matter of a migration record. */
const recordSchema = z.strictObject(
  {
    schema: z.literal(1, { error: '`1`' }),
    id: name,
    kind: z.enum(KIND_NAMES, { error: oneOf(KIND_NAMES) }),
    owner: name,
    plan: z.enum(PLAN_NAMES, { error: oneOf(PLAN_NAMES) }),
    phase,
    keep_old_for: z
      .string({ error: 'a number of days such as `14d`' })
      .regex(/^\d+(?:d|w|h)$/, { error: 'a number of days such as `14d`' })
      .optional(),
    from: some,
    to: names.optional(),
    map: z.record(name, name, { error: 'a mapping of old names to new names' }).optional(),
    convert: name.optional(),
    precedence: z.enum(['new', 'old', 'error'], { error: oneOf(['new', 'old', 'error']) }).optional(),
    both_allowed: yesNo.optional(),
    rollback_without_env_edit: yesNo.optional(),
    readers: names.optional(),
    secret: yesNo.optional(),
    tags: z
      .array(z.enum(TAGS, { error: oneOf(TAGS) }), {
        error: 'a list of tags',
      })
      .optional(),
    max_token_ttl: name.optional(),
    expect: z.strictObject({ result: name, command: name, metric: name.optional() }, { error: 'a mapping' }),
    env: z.record(name, environment, { error: 'a mapping of environments' }).optional(),
    evidence: z.array(evidence, { error: 'a list of evidence' }).optional(),
    waive: z.record(gate, waiver, { error: 'a mapping of gates' }).optional(),
    answers: z
      .record(name, z.union([z.string(), z.number(), z.boolean()]), { error: 'a mapping' })
      .optional(),
  },
  { error: 'a mapping' },
);

function oneOf(values: readonly string[]): string {
  return `one of ${values.map((it) => `\`${it}\``).join(', ')}`;
}

/** Checks the front matter of a record; Maps are accepted for mappings. Problems are in the order of the schema. */
export const recordValidator: RecordValidator = (frontMatter) => {
  const data = plainObject(frontMatter);
  const result = recordSchema.safeParse(data);
  return result.success ? [] : result.error.issues.flatMap((issue) => problems(issue, data));
};

type Found = ReturnType<RecordValidator>[number];

function problems(issue: z.core.$ZodIssue, data: unknown): readonly Found[] {
  const path = issue.path.map((part) => (typeof part === 'symbol' ? String(part) : part));
  const label = path.length === 0 ? 'the record' : `\`${path.join('.')}\``;
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => {
      const here = [...path, key];
      return { path: here, message: `\`${here.join('.')}\` is not a field of a record`, missing: false };
    });
  }
  if (issue.code === 'invalid_key') {
    return [{ path, message: `${label} is not a gate, \`G1\` to \`G14\``, missing: false }];
  }
  const missing = valueAt(data, path) === undefined;
  const message = missing ? `${label} is missing: ${issue.message}` : `${label} must be ${issue.message}`;
  return [{ path, message, missing }];
}

function valueAt(data: unknown, path: readonly (string | number)[]): unknown {
  let here = data;
  for (const part of path) {
    if (typeof here !== 'object' || here === null) return undefined;
    here = (here as Record<string | number, unknown>)[part];
  }
  return here ?? undefined;
}

/** Maps become objects without a prototype, so that no key of a file meets one. */
function plainObject(value: unknown): unknown {
  if (value instanceof Map) {
    const object: Record<string, unknown> = Object.create(null);
    for (const [key, item] of value) object[String(key)] = plainObject(item);
    return object;
  }
  return Array.isArray(value) ? value.map(plainObject) : value;
}
