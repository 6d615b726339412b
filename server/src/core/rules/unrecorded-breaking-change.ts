import { CODE_USES } from '../migration/code-uses.ts';
import { statedVersions } from '../migration/deployed-versions.ts';
import { type RecordFile, recordsOf } from '../migration/record.ts';
import { isAlikeName } from '../preflight/alike-names.ts';
import { type CodeBreak, codeBreaks } from '../preflight/code-breaks.ts';
import type { Cause } from '../preflight/report.ts';
import { schemasOf } from '../schema/readers.ts';
import type { Snapshot } from '../snapshot.ts';
import { sameEnvironment } from '../supply/environment-name.ts';
import { memo } from '../text/memo.ts';
import { nearest } from '../text/nearest.ts';
import { unitOf } from '../values/units.ts';
import type { Finding, Fix } from './finding.ts';
import { byPath, type Placed } from './placed.ts';
import { readerName, variableName } from './reader-name.ts';
import type { Rule } from './rule.ts';

/** Page: unrecorded-breaking-change.md */
export const unrecordedBreakingChange: Rule = {
  id: 'unrecorded-breaking-change',
  severity: 'error',
  summary:
    'The settings code changes in a way that breaks an environment as it is today, and no record covers it.',
  since: '0.1.0',

  *check({ snapshot, file }) {
    if (snapshot.base?.view.kind !== 'seen' || !file.path.endsWith('.py')) return;
    yield* found(snapshot).get(file.path) ?? [];
  },
};

/** Once per snapshot. */
const found: (snapshot: Snapshot) => ReadonlyMap<string, readonly Finding[]> = memo((snapshot) =>
  byPath([...findings(snapshot)]),
);

function* findings(snapshot: Snapshot): Generator<Placed> {
  const view = snapshot.base?.view;
  if (view?.kind !== 'seen') return;
  const base = view.snapshot;
  const deployed = [...snapshot.refs.values()].flatMap((it) => (it.kind === 'seen' ? [it.snapshot] : []));
  const older = (environment: string, service: string) => {
    const own = deployedIn(snapshot, environment, service);
    return own.length > 0 ? own : [base];
  };
  const breaks = codeBreaks(snapshot, [base, ...deployed], older, CODE_USES.ofGone);
  const records = recordsOf(snapshot).filter((it) => it.phase !== 'abandoned');
  for (const it of breaks) {
    if (isRecorded(records, it)) continue;
    yield { path: it.place.path, finding: findingOf(base, it, snapshot.base?.name ?? '') };
  }
}

/** The code that runs in an environment, as far as something says it and it is seen. */
function deployedIn(snapshot: Snapshot, environment: string, service: string): readonly Snapshot[] {
  return statedVersions(snapshot, service)
    .filter((it) => sameEnvironment(it.environment, environment))
    .flatMap((it) => {
      const view = it.ref === undefined ? undefined : snapshot.refs.get(it.ref);
      return view?.kind === 'seen' ? [view.snapshot] : [];
    });
}

/** A record that names the key answers for it; what is left to do there, other rules say. */
function isRecorded(records: readonly RecordFile[], { schema, problem }: CodeBreak): boolean {
  const field = schema.fields.find((it) => it.name === problem.field);
  const keys = [problem.key, problem.field, field && variableName(schema, field)].map((it) =>
    it?.toLowerCase(),
  );
  return records.some(({ from, to }) => [...from, ...to].some((it) => keys.includes(it.toLowerCase())));
}

const SILENT: ReadonlySet<Cause> = new Set(['default-changed', 'other-value']);

/** What is not certain is no error. */
function isQuiet({ cause, verdict }: CodeBreak['problem']): boolean {
  return SILENT.has(cause) || verdict === 'unknown';
}

function findingOf(base: Snapshot, it: CodeBreak, name: string): Finding {
  const { schema, problem, environments, place } = it;
  const field = schema.fields.find((other) => other.name === problem.field);
  return {
    span: place.span,
    ...(isQuiet(problem) ? { severity: 'warning' as const } : {}),
    message: `${problem.message}; it was not so at \`${name}\`, and no migration record covers it`,
    ...(problem.key === undefined ? {} : { key: problem.key }),
    environments,
    service: schema.service,
    ...(field ? { field: { settings: schema.id, name: field.name, place: field.place } } : {}),
    fixes: fixesFor(base, it),
  };
}

/** A migration is worked out from the code as it was, so that its steps begin before the change. */
function fixesFor(base: Snapshot, { schema, problem }: CodeBreak): readonly Fix[] {
  const { key } = problem;
  if (key === undefined) return [];
  const settings = schema.id;
  const start = (title: string, migrate: Fix['migrate']): readonly Fix[] => [
    {
      title,
      safety: 'unsafe',
      kind: 'refactor.rewrite.crossfade.migrate',
      edits: [],
      ...(migrate ? { migrate } : {}),
    },
  ];
  if (problem.cause === 'key-refused') {
    return start(`Remove \`${key}\` from \`${readerName(schema)}\` step by step`, {
      kind: 'remove',
      from: key,
      settings,
    });
  }
  const gone = goneKeys(base, schema);
  const isLost = problem.cause === 'missing' || problem.cause === 'no-longer-read';
  const old = isLost ? (nearest(key, gone)[0] ?? gone.find((it) => isAlikeName(it, key))) : undefined;
  if (old === undefined) return [];
  // A rename copies the value as it is.
  if (isOtherUnit(old, key))
    return start(`Change the unit from \`${old}\` to \`${key}\` step by step`, {
      kind: 'unit',
      from: old,
      to: key,
      settings,
    });
  return start(`Rename \`${old}\` to \`${key}\` step by step`, {
    kind: 'rename',
    from: old,
    to: key,
    settings,
  });
}

/** A name that says no unit is taken to mean the one that libraries take. */
function isOtherUnit(old: string, key: string): boolean {
  const [was, now] = [unitOf(old), unitOf(key)];
  return was !== now && ![was, now].every((it) => it === undefined || it === 'seconds' || it === 'bytes');
}

/** Keys that the older code of the same reader had, and that are gone. */
function goneKeys(base: Snapshot, schema: CodeBreak['schema']): readonly string[] {
  const before = schemasOf(base).find((it) => it.id === schema.id && it.service === schema.service);
  const now = new Set(schema.fields.map((it) => variableName(schema, it)));
  return (before?.fields ?? []).map((it) => variableName(schema, it)).filter((it) => !now.has(it));
}
