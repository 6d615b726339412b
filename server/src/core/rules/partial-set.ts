import type { EnvironmentFacts, LayerFacts, MigrationFacts } from '../migration/facts.ts';
import type { Progress } from '../migration/in-progress.ts';
import { mayHoldUnseen } from '../migration/plan-facts.ts';
import type { Place } from '../schema/schema.ts';
import { ticked } from '../text/ticked.ts';
import { phaseEdits } from './environment-fixes.ts';
import { aboutRecord, migrationFindings } from './migration-findings.ts';
import type { Placed } from './placed.ts';
import type { Rule } from './rule.ts';

/** Page: partial-set.md */
export const partialSet: Rule = {
  id: 'partial-set',
  severity: 'error',
  summary: 'Of several keys that only count together an environment sets some.',
  since: '0.1.0',

  *check({ snapshot, file }) {
    yield* found(snapshot).get(file.path) ?? [];
  },
};

const found = migrationFindings(judge);

function* judge(progress: Progress): Generator<Placed> {
  const { facts } = progress;
  for (const environment of facts.environments) {
    if (!isPartial(facts, environment)) continue;
    const keys = newKeys(facts);
    const set = keys.filter((key) => holder(environment, key));
    const place = placeOf(environment, set[0] ?? '');
    if (place) yield { path: place.path, finding: finding(progress, environment, { place, set, keys }) };
  }
}

/** Some of several new keys are set, and no store that is not seen may hold the others. */
export function isPartial(facts: MigrationFacts, environment: EnvironmentFacts): boolean {
  const keys = newKeys(facts);
  if (keys.length < 2 || facts.kind === 'move' || mayHoldUnseen(environment)) return false;
  const set = keys.filter((key) => holder(environment, key)).length;
  return set > 0 && set < keys.length;
}

function newKeys({ fromKeys, toKeys }: MigrationFacts): readonly string[] {
  return toKeys.filter((key) => !fromKeys.includes(key));
}

function holder(environment: EnvironmentFacts, key: string): LayerFacts | undefined {
  return environment.layers.findLast((layer) => layer.entries.has(key));
}

function placeOf(environment: EnvironmentFacts, key: string): Place | undefined {
  const layer = holder(environment, key);
  const span = layer?.entries.get(key)?.entry?.key.span;
  return layer?.path === undefined || span === undefined ? undefined : { path: layer.path, span };
}

function finding(
  progress: Progress,
  environment: EnvironmentFacts,
  {
    place,
    set,
    keys,
  }: { readonly place: Place; readonly set: readonly string[]; readonly keys: readonly string[] },
): Placed['finding'] {
  const { facts, record } = progress;
  const missing = keys.filter((key) => !set.includes(key));
  const old = facts.fromKeys.filter((key) => !facts.toKeys.includes(key));
  const stillOld = old.length > 0 && old.every((key) => holder(environment, key));
  const then = stillOld
    ? `code that reads both sides still takes ${ticked(old)}`
    : `${ticked(old)} is not set either: a replica does not start, or mixes two sources`;
  return {
    span: place.span,
    severity: stillOld ? 'warning' : 'error',
    message: `Only ${ticked(set)} of ${ticked(keys)} is set in ${environment.name}; ${then}`,
    key: set[0] ?? facts.from,
    environments: [environment.name],
    service: facts.service,
    related: [aboutRecord(record)],
    fixes: stillOld ? phaseEdits(progress, place.path, `Add ${ticked(missing)}`, false) : [],
  };
}
