import { kindNamed, type PlanName, planNamesOf } from './kinds/kinds.ts';
import type { Plan } from './plans.ts';
import { START } from './plans.ts';
import type { Code } from './replica-model.ts';
import { type Broken, changes, isDiagonal, isSafe, type SafetyFacts } from './safety.ts';

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
  const judged = planNamesOf(kindNamed(facts.kind))
    .flatMap((name) => judgePlan(name, facts) ?? [])
    .sort((a, b) => compareCost(a.cost, b.cost));
  const chosen = judged.find((it) => it.safe);
  return { ...(chosen ? { chosen } : {}), judged };
}

/** The verdict about one plan by name, in its cheapest form that is safe, else in its fullest form. */
export function judgePlan(name: PlanName, facts: SafetyFacts): JudgedPlan | undefined {
  const forms = kindNamed(facts.kind)
    .forms.filter((it) => it.name === name)
    .map((plan) => judge(plan, facts));
  const [cheapest] = forms.filter((form) => form.safe).sort((a, b) => compareCost(a.cost, b.cost));
  return cheapest ?? forms.at(-1);
}

function judge(plan: Plan, facts: SafetyFacts): JudgedPlan {
  const { safe, broken } = isSafe(plan, facts);
  return { plan, cost: costOf(plan, facts), safe: safe && isPossible(plan, facts), broken };
}

/** Whether its versions of the code can be written, and the last is the one that the change is to end with. */
function isPossible({ moves }: Plan, facts: SafetyFacts): boolean {
  const { model } = kindNamed(facts.kind);
  const codes = model.codes(facts);
  if (moves.some((it) => it.kind !== 'environment' && !codes.includes(it.code))) return false;
  const code = moves.reduce<Code>((before, it) => (it.kind === 'environment' ? before : it.code), 'old');
  return code === model.ends(facts);
}

/** Joint changes count once where code and settings are one artefact; what changes nothing counts not at all. */
function costOf(plan: Plan, facts: SafetyFacts): Cost {
  const ends = kindNamed(facts.kind).model.ends(facts);
  let moves = 0;
  let code: Code = 'old';
  let edited = START;
  const extra = new Set<Code>();
  for (const move of plan.moves) {
    const next = move.kind === 'code' ? edited : { process: move.to, dotenv: move.to };
    const ships = move.kind !== 'environment' && move.code !== code;
    const edits = changes(edited, next, facts);
    const joint = move.kind === 'together' && isDiagonal(facts);
    moves += joint ? Number(ships || edits) : Number(ships) + Number(edits);
    if (move.kind !== 'environment') {
      code = move.code;
      if (code !== ends) extra.add(code);
    }
    edited = next;
  }
  return { moves, extraVersions: extra.size };
}

/** Orders costs, cheapest first: by moves, then by versions of the code that exist for the migration only. */
export function compareCost(a: Cost, b: Cost): number {
  return a.moves - b.moves || a.extraVersions - b.extraVersions;
}
