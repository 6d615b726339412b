import type { GateVerdict } from '../migration/gates.ts';
import type { Progress } from '../migration/in-progress.ts';
import type { Snapshot } from '../snapshot.ts';
import { phaseEdits } from './environment-fixes.ts';
import type { Finding } from './finding.ts';
import { aboutRecord, failing, migrationFindings, readsOnlyNew, verdictPlace } from './migration-findings.ts';
import { isPartial } from './partial-set.ts';
import type { Placed } from './placed.ts';
import type { Rule } from './rule.ts';

/** Page: expand-incomplete.md */
export const expandIncomplete: Rule = {
  id: 'expand-incomplete',
  severity: 'error',
  summary: 'An environment lacks the new key of a migration whose phase needs it there.',
  since: '0.1.0',

  *check({ snapshot, file }) {
    yield* found(snapshot).get(file.path) ?? [];
  },
};

const found = migrationFindings(judge);

function* judge(progress: Progress, snapshot: Snapshot): Generator<Placed> {
  const { fromKeys, toKeys } = progress.facts;
  if (toKeys.every((key) => fromKeys.includes(key))) return;
  for (const verdict of failing(progress, 'G1')) {
    const environment = progress.facts.environments.find((it) => it.name === verdict.environment);
    if (environment && isPartial(progress.facts, environment)) continue;
    yield placed(progress, snapshot, verdict);
  }
}

function placed(progress: Progress, snapshot: Snapshot, verdict: GateVerdict): Placed {
  const { record, facts } = progress;
  const next = facts.toKeys.filter((key) => !facts.fromKeys.includes(key));
  const names = next.map((key) => `\`${key}\``).join(', ');
  const where = verdict.environment ?? 'an environment';
  const [reader] = readsOnlyNew(progress);
  const { path, span } = verdictPlace(snapshot, record, verdict);
  const finding: Finding = {
    span,
    ...(reader ? {} : { severity: 'warning' as const }),
    message: reader
      ? `${names} is missing in ${where}, and \`${reader.name}\` reads nothing else: ${outcome(progress, next)}`
      : `${names} is still to be added in ${where}, before code needs it`,
    key: facts.from,
    environments: verdict.environment === null ? [] : [verdict.environment],
    service: facts.service,
    related: [aboutRecord(record)],
    fixes:
      path === record.file.path
        ? []
        : phaseEdits(progress, path, `Add ${names} next to \`${facts.from}\``, !reader),
  };
  return { path, finding };
}

function outcome(progress: Progress, next: readonly string[]): string {
  const required = readsOnlyNew(progress).some((it) => next.some((key) => it.fields.get(key)?.required));
  return required ? 'a replica does not start there' : 'a replica takes the default there';
}
