import { gridOf } from '../migration/grid.ts';
import type { Progress } from '../migration/in-progress.ts';
import type { ChangedKeys } from '../migration/kinds/kinds.ts';
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
  // A rotation of signing keys has a rule of its own.
  if (record.plan !== 'one-pr' || record.phase === 'contract' || facts.kind === 'rotate-signing') return;
  const model = modelOf(progress);
  if (!model || model.readers.length === 0 || judgePlan('one-pr', model)?.safe !== false) return;
  const broken = brokenWords(model, facts);
  if (broken === undefined) return;
  const { path, span } = recordPlace(record, 'plan');
  yield {
    path,
    finding: {
      span,
      ...(record.phase === 'draft' ? { severity: 'warning' as const } : {}),
      message: `The change is made in one step, and code and environments are released apart: ${broken}`,
      key: facts.from,
      service: facts.service,
      fixes: otherPlan(progress, model, { path, span }),
    },
  };
}

/**
 * The facts that the change starts from. Of one that is begun only a rename still shows them; where a key keeps its
 * name, nothing says any more that it is not begun once the record has left the draft.
 */
function modelOf(progress: Progress): SafetyFacts | undefined {
  const { facts, record } = progress;
  if (facts.kind === 'rename')
    return facts.to && facts.to !== facts.from ? beforeMigration(progress) : undefined;
  const added = facts.toKeys.filter((key) => !facts.fromKeys.includes(key));
  if (added.length === 0 ? record.phase !== 'draft' : isBegun(progress, added)) return undefined;
  return safetyFacts(facts, constraintsOf(record));
}

function isBegun({ facts }: Progress, added: readonly string[]): boolean {
  return (
    facts.readers.some((it) => added.some((key) => it.fields.has(key))) ||
    facts.environments.some((it) => it.layers.some((layer) => added.some((key) => layer.entries.has(key))))
  );
}

/** Who breaks: of two names the states of the grid; of a key that keeps its name what the planner finds. */
function brokenWords(model: SafetyFacts, facts: Progress['facts']): string | undefined {
  const keys = { from: facts.fromKeys, to: facts.toKeys };
  const hasTwoNames = keys.to.length > 0 && !keys.to.some((key) => keys.from.includes(key));
  const states = hasTwoNames ? brokenStates(model, keys) : [];
  if (states.length > 0) return `${states.length} of 4 replica states break, ${states.join(' and ')}`;
  const [first, ...others] = gridOf(model, keys).naive;
  if (first === undefined) return undefined;
  return others.length === 0 ? first : `${first}, and ${others.length} more`;
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

function brokenStates(model: SafetyFacts, keys: ChangedKeys): readonly string[] {
  const grid = gridOf(model, keys);
  const named = (names: readonly string[]) => names.map((it) => `\`${it}\``).join(', ');
  return grid.rows
    .filter(({ code }) => code === 'old' || code === 'new')
    .flatMap(({ code, cells }) =>
      grid.columns.flatMap(({ held }, index) => {
        const cell = cells[index];
        if (held === 'both' || cell === undefined || cell === 'ok' || cell === 'n/a') return [];
        const reads = code === 'old' ? keys.from : keys.to;
        const set = held === 'old' ? keys.from : keys.to;
        const are = set.length === 1 ? 'is' : 'are';
        return [`code that reads ${named(reads)} ${WORDS[cell]} where only ${named(set)} ${are} set`];
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
