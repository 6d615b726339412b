import { anything, count, either, flag, listOf, object, oneOf, ordinal, orNull, text } from './shape.ts';

/** The JSON of the reports, field by field as it is promised. */

const version = oneOf(1);
const position = object({ line: ordinal, column: ordinal });
const range = object({ start: position, end: position });
const location = listOf(either(text, count));

const edit = either(
  object({ path: text, range, newText: text }),
  object({ path: text, range, masked: oneOf(true) }),
);
const fix = object(
  {
    title: text,
    safety: oneOf('safe', 'unsafe'),
    kind: oneOf('quickfix', 'refactor.rewrite.crossfade.migrate', 'refactor.rewrite.crossfade.configure'),
    edits: listOf(edit),
  },
  { migrate: object({ kind: oneOf('rename', 'remove'), from: text }, { to: text, settings: text }) },
);

export const DIAGNOSTIC = object({
  path: text,
  range,
  severity: oneOf('error', 'warning', 'info', 'hint'),
  rule: text,
  message: text,
  key: orNull(text),
  environments: listOf(text),
  service: orNull(text),
  field: orNull(object({ settings: text, name: text, path: text, line: ordinal })),
  upstream: orNull(object({ type: text, loc: location })),
  tags: listOf(oneOf('deprecated', 'unnecessary')),
  related: listOf(object({ path: text, range, message: text })),
  fixes: listOf(fix),
});

const open = object({ settings: text, reason: text, path: text, line: ordinal });

const coverage = object({
  environments: object({ seen: listOf(text), unseen: listOf(text), opaque: listOf(text) }),
  assumptions: listOf(
    object({
      environment: text,
      settings: listOf(text),
      assumed: text,
      configuration: orNull(object({ path: text, dotenv: listOf(listOf(text)) })),
    }),
  ),
  openSchemas: listOf(open),
  dynamicReaders: listOf(open),
  skipped: listOf(object({ path: text, reason: text })),
});

export const CHECK = object({
  version,
  diagnostics: listOf(DIAGNOSTIC),
  coverage,
  summary: object({
    files: count,
    errors: count,
    warnings: count,
    infos: count,
    hints: count,
    durationMs: count,
  }),
});

const workloads = listOf(object({ name: text, ok: oneOf(true, false, null) }));
const assumes = object({ process: oneOf('none', 'declared', 'given') });
const source = object(
  { kind: oneOf('process', 'dotenv', 'secrets', 'file', 'default', 'default_factory', 'init') },
  { path: text, line: ordinal },
);
const place = { path: orNull(text), line: orNull(ordinal) };

export const RESOLVE = object({
  version,
  service: orNull(text),
  settings: text,
  environment: text,
  workload: orNull(text),
  workloads,
  assumes,
  assumed: orNull(text),
  ok: oneOf(true, false, null),
  fieldsOk: oneOf(true, false, null),
  fields: listOf(
    object(
      {
        name: text,
        state: oneOf('set', 'default', 'missing', 'invalid', 'undecided'),
        key: orNull(text),
        value: anything,
        raw: orNull(text),
        masked: flag,
        source: orNull(source),
        overrides: listOf(source),
      },
      { sets: listOf(object({ name: text, django: flag })) },
    ),
  ),
  errors: listOf(
    either(
      object({ kind: oneOf('ValidationError'), type: text, loc: location, message: text, ...place }),
      object({ kind: oneOf('SettingsError'), field: text, source: text, message: text, ...place }),
      object({ kind: text, message: text, ...place }),
    ),
  ),
  undecided: listOf(object({ field: orNull(text), reason: text, path: text, line: ordinal })),
  coverage,
});

const compared = oneOf('same', 'different', 'missing', 'unknown');
const cell = object({
  environment: text,
  state: oneOf('set', 'default', 'missing', 'possible', 'invalid', 'undecided', 'unseen'),
  key: orNull(text),
  value: anything,
  masked: flag,
  group: orNull(ordinal),
  source: orNull(source),
  overrides: listOf(source),
  reason: orNull(text),
});
const matrix = {
  settings: text,
  service: text,
  environments: listOf(
    object({
      name: text,
      workload: orNull(text),
      workloads,
      ok: oneOf(true, false, null),
      assumes,
      assumed: orNull(text),
      unseen: flag,
      opaque: listOf(text),
      layers: listOf(source),
    }),
  ),
  keys: listOf(
    object({
      key: text,
      field: text,
      annotation: text,
      required: flag,
      secret: flag,
      path: text,
      line: ordinal,
      compared,
      cells: listOf(cell),
    }),
  ),
};

export const MATRIX = object({ version, settings: listOf(object(matrix)), coverage });

export const DIFF = object({
  version,
  a: text,
  b: text,
  settings: listOf(
    object({
      ...matrix,
      counts: object({ same: count, different: count, missing: count, unknown: count }),
    }),
  ),
  coverage,
});

const decided = oneOf('yes', 'no', 'unknown');
const problem = object({
  cause: oneOf(
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
  ),
  verdict: oneOf('no', 'unknown'),
  key: orNull(text),
  field: orNull(text),
  error: orNull(object({ kind: text, type: orNull(text) })),
  message: text,
  path: orNull(text),
  line: orNull(ordinal),
  introduced: flag,
  accepted: orNull(text),
});

export const PREFLIGHT = object({
  version,
  from: text,
  to: text,
  deploy: decided,
  rollback: decided,
  mends: flag,
  readers: listOf(
    object({
      settings: text,
      service: text,
      environment: text,
      production: flag,
      assumes,
      deploy: decided,
      rollback: decided,
      replicas: listOf(
        object({
          replica: oneOf('running', 'new', 'rolled-back'),
          code: text,
          when: oneOf('restart', 'deploy', 'rollback'),
          values: oneOf('today', 'release'),
          verdict: decided,
          problems: listOf(problem),
        }),
      ),
      steps: listOf(
        object({
          when: oneOf('before-deploy', 'after-deploy', 'before-rollback'),
          key: orNull(text),
          text,
        }),
      ),
      notes: listOf(text),
    }),
  ),
  changedFiles: listOf(text),
  notes: listOf(text),
});

const verdict = oneOf('yes', 'no', 'unknown', 'n/a');
const waived = orNull(object({}, { reason: text, by: text, on: text }));
const gateId = oneOf(...Array.from({ length: 14 }, (_, index) => `G${index + 1}`));

export const GATES = object({
  version,
  records: listOf(
    object({
      record: text,
      phase: orNull(text),
      gates: listOf(
        object({
          id: gateId,
          environment: orNull(text),
          verdict,
          reason: text,
          path: orNull(text),
          line: orNull(ordinal),
          waived,
        }),
      ),
    }),
  ),
});

const planName = oneOf('one-pr', 'env-first', 'code-first', 'four-step');
const plan = object({
  plan: orNull(planName),
  reasons: listOf(text),
  alternatives: listOf(object({ plan: planName, safe: flag, why: text })),
  requires: listOf(text),
});
const grid = object({
  columns: listOf(object({ title: text, held: text })),
  rows: listOf(object({ code: text, title: text, cells: listOf(text) })),
  naive: listOf(anything),
});

export const PLAN = object({ version, title: text, plan, grid, reach: listOf(text) }, { record: text });

export const MIGRATE = object({
  version,
  id: text,
  kind: oneOf('rename', 'remove'),
  from: listOf(text),
  to: listOf(text),
  phase: oneOf('draft', 'expand', 'migrate', 'contract', 'done'),
  record: text,
  plan,
  grid,
  written: listOf(text),
  held: listOf(object({ path: text, reason: text })),
  environmentFiles: listOf(
    object(
      { path: text, environments: listOf(text), production: flag, needsConfirmation: flag },
      { tracked: flag },
    ),
  ),
  notes: listOf(text),
  questions: listOf(object({ id: text, text }, { choices: listOf(text) })),
  gates: listOf(
    object({ id: gateId, environment: orNull(text), verdict, reason: text, path: orNull(text), waived }),
  ),
});

const judged = object({
  id: text,
  environment: orNull(text),
  verdict: oneOf('yes', 'no', 'unknown', 'n/a'),
  reason: text,
});

export const STATUS = object({
  version,
  migrations: listOf(
    object({
      record: text,
      id: text,
      title: text,
      phase: oneOf('draft', 'expand', 'migrate', 'contract'),
      plan: orNull(text),
      next: orNull(text),
      owner: orNull(text),
      turn: oneOf('owner', 'code', 'environments', 'release'),
      reason: text,
      command: text,
      blocking: listOf(judged),
      waived: listOf(judged),
      unproved: listOf(judged),
      byHand: listOf(text),
    }),
  ),
});

export const EVIDENCE = object({
  version,
  record: text,
  gate: oneOf('G10'),
  verdict: oneOf('yes', 'no', 'unknown'),
  reason: text,
  log: object({ lines: count, first: orNull(text), last: orNull(text) }),
  keys: listOf(object({ key: text, lines: count, days: anything })),
});
