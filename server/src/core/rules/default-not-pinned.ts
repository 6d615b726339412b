import type { EnvironmentFacts } from '../migration/facts.ts';
import type { Progress } from '../migration/in-progress.ts';
import { mayHoldUnseen } from '../migration/plan-facts.ts';
import type { Place } from '../schema/schema.ts';
import { phaseEdits } from './environment-fixes.ts';
import { aboutRecord, migrationFindings, recordPlace } from './migration-findings.ts';
import type { Placed } from './placed.ts';
import type { Rule } from './rule.ts';

/** Page: default-not-pinned.md */
export const defaultNotPinned: Rule = {
  id: 'default-not-pinned',
  severity: 'warning',
  summary: 'A default changes, and an environment that does not set the key changes with the release.',
  since: '0.1.0',

  *check({ snapshot, file }) {
    yield* found(snapshot).get(file.path) ?? [];
  },
};

const found = migrationFindings(judge);

function* judge(progress: Progress): Generator<Placed> {
  const { facts, record } = progress;
  if (facts.kind !== 'default' || record.phase === 'contract') return;
  for (const environment of facts.environments) {
    const isSet = environment.layers.some((layer) => layer.entries.has(facts.from));
    if (isSet || environment.layers.length === 0 || mayHoldUnseen(environment)) continue;
    const { path, span } = anchorIn(environment) ?? recordPlace(record, 'phase');
    yield {
      path,
      finding: {
        span,
        message: `\`${facts.from}\` is not set in ${environment.name}, which changes with the release: its default is another one then`,
        key: facts.from,
        environments: [environment.name],
        service: facts.service,
        related: [aboutRecord(record)],
        fixes: phaseEdits(progress, path, `Set \`${facts.from}\` to the default of today`, false),
      },
    };
  }
}

/** The first entry of the highest dotenv file. */
function anchorIn(environment: EnvironmentFacts): Place | undefined {
  const layer = environment.layers.findLast((it) => it.kind === 'dotenv' && it.document);
  const entry = layer?.document?.root.entries[0];
  return layer?.path === undefined || !entry ? undefined : { path: layer.path, span: entry.key.span };
}
