import * as z from 'zod';

const SEVERITIES = ['off', 'hint', 'info', 'warning', 'error'] as const;

/** Patterns may expand to this many at most, so that a few braces cannot stop the walk of a workspace. */
const MAX_ALTERNATIVES = 1000;

const text = z.string({ error: 'a text' }).min(1, { error: 'a text that is not empty' });
const texts = z.array(text, { error: 'a list of texts' });
const pattern = text
  .max(1024, { error: 'a pattern of at most 1024 characters' })
  .refine((it) => alternatives(it) <= MAX_ALTERNATIVES, {
    error: `a pattern that stands for at most ${MAX_ALTERNATIVES} others`,
  });
const severity = z.enum(SEVERITIES, { error: SEVERITIES.map((it) => `\`${it}\``).join(', ') });

const environment = z.strictObject(
  {
    dotenv: texts.describe('Dotenv files, lowest rank first.').optional(),
    process: texts
      .describe(
        'What fills the process environment: `compose.yaml#service`, `k8s/*.yaml#container`, `file:NAME.env`.',
      )
      .optional(),
    secrets: text.describe('Folder with one file per secret.').optional(),
    coupling: z
      .enum(['bundled', 'external'], { error: '`bundled` or `external`' })
      .describe('`bundled`: the settings ship inside the same artefact as the code.')
      .optional(),
    opaque: texts
      .describe('Stores that exist but cannot be read, such as `aws-ssm:/api/staging`.')
      .optional(),
    deployed: text
      .describe('Where the deployed version is written: `tag:NAME` or `image:PATH#WORKLOAD`.')
      .optional(),
  },
  { error: 'a table' },
);

/**
 * The one schema of our own settings: decodes configuration files and editor settings, and is the source of the JSON
 * Schema and of what the editor offers. With `ruleIds`, every other name of a rule is a mistake. Each `error` says what
 * is needed, to be put behind the name of the key.
 */
export function optionsSchema(ruleIds?: readonly string[]) {
  return z.strictObject(
    {
      settings: texts
        .describe(
          'Settings classes, `[SERVICE::]MODULE[:CLASS]` or `PATH[:CLASS]`, and JSON Schemas, `schema:PATH`. Discovered where absent.',
        )
        .optional(),
      exclude: z
        .array(pattern, { error: 'a list of patterns' })
        .describe('Files and folders that are not looked at, as glob patterns.')
        .optional(),
      migrations: text.describe('Folder of the migration records.').optional(),
      rules: rulesSchema(ruleIds).describe('Severity of each rule.').optional(),
      environments: z
        .record(text, environment, { error: 'a table of environments' })
        .describe('What each environment is made of, where that is not found by itself.')
        .optional(),
    },
    { error: 'a table' },
  );
}

function rulesSchema(ruleIds: readonly string[] | undefined) {
  if (ruleIds === undefined) return z.record(z.string(), severity, { error: 'a table of severities' });
  const shape: Record<string, z.ZodOptional<typeof severity>> = {};
  for (const id of ruleIds) shape[id] = severity.optional();
  return z.strictObject(shape, { error: 'a table of severities' });
}

/** Keys that can stand at a path of keys. */
export function knownKeys(path: readonly PropertyKey[], ruleIds: readonly string[] = []): readonly string[] {
  if (path.length === 0) return Object.keys(optionsSchema().shape);
  if (path.length === 1 && path[0] === 'rules') return ruleIds;
  return path.length === 2 && path[0] === 'environments' ? Object.keys(environment.shape) : [];
}

/** An upper bound of how many patterns the braces of one stand for. */
function alternatives(it: string): number {
  let count = 1;
  for (const [group] of it.matchAll(/\{[^{}]*/g)) {
    const range = /^\{(-?\d{1,9})\.\.(-?\d{1,9})/.exec(group);
    count *= range ? Math.abs(Number(range[1]) - Number(range[2])) + 1 : group.split(',').length;
  }
  return count;
}
