import type { PlanName } from './kinds/kinds.ts';
import type { Plan } from './plans.ts';
import { plansOf } from './plans.ts';
import { LAYERS } from './replica-model.ts';
import { type Broken, isDiagonal, isSafe, type SafetyFacts } from './safety.ts';

/** How much work a plan is: changes that are released and waited for, then versions of code written only for it. */
export interface Cost {
  readonly moves: number;
  readonly extraVersions: number;
}

export interface JudgedPlan {
  readonly plan: Plan;
  readonly cost: Cost;
  readonly safe: boolean;
  readonly broken: readonly Broken[];
}

export interface Choice {
  /** The cheapest safe plan; undefined when none of them is safe under these facts. */
  readonly chosen?: JudgedPlan;
  /** Every plan of the kind, in order of cost. */
  readonly judged: readonly JudgedPlan[];
}

/** Judges every plan of the kind against every replica it can reach, and takes the cheapest safe one. */
export function choosePlan(facts: SafetyFacts): Choice {
  const judged = [...new Set(plansOf(facts.kind).map((plan) => plan.name))]
    .flatMap((name) => judgePlan(name, facts) ?? [])
    .sort((a, b) => compareCost(a.cost, b.cost));
  const chosen = judged.find((it) => it.safe);
  return { ...(chosen ? { chosen } : {}), judged };
}

/** The verdict about one plan by name, in its cheapest form that is safe, else in its fullest form. */
export function judgePlan(name: PlanName, facts: SafetyFacts): JudgedPlan | undefined {
  const forms = plansOf(facts.kind)
    .filter((it) => it.name === name)
    .map((plan) => judge(plan, facts));
  return forms.find((form) => form.safe) ?? forms.at(-1);
}

function judge(plan: Plan, facts: SafetyFacts): JudgedPlan {
  return { plan, cost: costOf(plan, facts), ...isSafe(plan, facts) };
}

/** Joint changes count once where code and settings are one artefact, and so do environments that hold no OLD. */
function costOf(plan: Plan, facts: SafetyFacts): Cost {
  const edits = facts.shapes.some((shape) => LAYERS.some((layer) => shape[layer] !== undefined));
  let moves = 0;
  const extra = new Set<string>();
  for (const move of plan.moves) {
    if (move.kind !== 'environment') moves++;
    const joint = move.kind === 'together' && isDiagonal(facts);
    if (move.kind !== 'code' && edits && !joint) moves++;
    if (move.kind !== 'environment' && move.code !== 'new') extra.add(move.code);
  }
  return { moves, extraVersions: extra.size };
}

/** Orders costs, cheapest first: by moves, then by versions of the code that exist for the migration only. */
export function compareCost(a: Cost, b: Cost): number {
  return a.moves - b.moves || a.extraVersions - b.extraVersions;
}
