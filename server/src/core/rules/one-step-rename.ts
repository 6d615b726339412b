import { gridOf } from '../migration/grid.ts';
import type { Progress } from '../migration/in-progress.ts';
import { constraintsOf, safetyFacts } from '../migration/plan-facts.ts';
import { choosePlan, judgePlan } from '../migration/planner.ts';
import type { SafetyFacts } from '../migration/safety.ts';
import type { Fix } from './finding.ts';
import { migrationFindings, recordPlace } from './migration-findings.ts';
import type { Placed } from './placed.ts';
import type { Rule } from './rule.ts';

/** Page: one-step-rename.md */
export const oneStepRename: Rule = {
  id: 'one-step-rename',
  severity: 'error',
  summary: 'Code and environments change in one step, though they are released apart.',
  since: '0.1.0',

  *check({ snapshot, file }) {
    yield* found(snapshot).get(file.path) ?? [];
  },
};

const found = migrationFindings(judge);

function* judge(progress: Progress): Generator<Placed> {
  const { record, facts } = progress;
  const to = facts.to ?? '';
  if (record.plan !== 'one-pr' || record.phase === 'contract') return;
  if (facts.kind !== 'rename' || to === '' || to === facts.from) return;
  const model = beforeMigration(progress);
  if (model.readers.length === 0 || judgePlan('one-pr', model)?.safe !== false) return;
  const broken = brokenStates(model, { from: facts.from, to });
  if (broken.length === 0) return;
  const { path, span } = recordPlace(record, 'plan');
  yield {
    path,
    finding: {
      span,
      ...(record.phase === 'draft' ? { severity: 'warning' as const } : {}),
      message: `Code and environments change in one step and are released apart: ${broken.length} of 4 replica states break, ${broken.join(' and ')}`,
      key: facts.from,
      service: facts.service,
      fixes: otherPlan(progress, model, { path, span }),
    },
  };
}

/** The facts as they were before the first edit: what is renamed already counts as the old key. */
function beforeMigration({ facts, record }: Progress): SafetyFacts {
  const readers = facts.readers.map((it) => (it.old || !it.new ? it : { ...it, old: it.new }));
  const environments = facts.environments.map((environment) => ({
    ...environment,
    layers: environment.layers.map((it) => (it.old || !it.new ? it : { ...it, old: it.new })),
  }));
  return safetyFacts({ ...facts, readers, environments }, constraintsOf(record));
}

const WORDS = {
  crash: 'does not start',
  reject: 'refuses its settings',
  wrong: 'takes another value',
  split: 'is refused',
} as const;

function brokenStates(
  model: SafetyFacts,
  names: { readonly from: string; readonly to: string },
): readonly string[] {
  const grid = gridOf(model, { from: [names.from], to: [names.to] });
  return grid.rows
    .filter(({ code }) => code === 'old' || code === 'new')
    .flatMap(({ code, cells }) =>
      grid.columns.flatMap(({ held }, index) => {
        const cell = cells[index];
        if (held === 'both' || cell === undefined || cell === 'ok' || cell === 'n/a') return [];
        const reads = code === 'old' ? names.from : names.to;
        const set = held === 'old' ? names.from : names.to;
        return [`code that reads \`${reads}\` ${WORDS[cell]} where only \`${set}\` is set`];
      }),
    );
}

/** The cheapest safe plan instead, while nothing of this one is done. */
function otherPlan(
  { facts }: Progress,
  model: SafetyFacts,
  { path, span }: { readonly path: string; readonly span: Placed['finding']['span'] },
): readonly Fix[] {
  const plan = choosePlan(model).chosen?.plan.name;
  const begun =
    facts.readers.some((it) => it.new) ||
    facts.environments.some((it) => it.layers.some((layer) => layer.new));
  if (plan === undefined || plan === 'one-pr' || begun) return [];
  const title = `Change the plan to \`${plan}\``;
  return [{ title, safety: 'unsafe', kind: 'quickfix', edits: [{ path, span, newText: plan }] }];
}
