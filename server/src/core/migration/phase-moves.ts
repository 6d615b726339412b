import type { MigrationFacts } from './facts.ts';
import { environmentStep } from './generate/environment-steps.ts';
import type { Phase, PlanName } from './kinds/kinds.ts';
import { kindNamed, planNamesOf } from './kinds/kinds.ts';
import type { Move, Plan } from './plans.ts';

/** What decides which moves a phase has. */
export interface PhaseAsked {
  readonly plan: PlanName;
  readonly phase: Phase;
  /** A removal keeps the declaration for a while. */
  readonly strict: boolean;
  /** The form of the plan that a record follows, where it is not the usual one. */
  readonly form?: string | undefined;
}

/** The moves that a phase of a plan consists of, each waited for before the next. */
export function movesOf(kind: MigrationFacts['kind'], asked: PhaseAsked): readonly Move[] {
  const { phase } = asked;
  if (phase !== 'expand' && phase !== 'migrate' && phase !== 'contract') return [];
  return formOf(kind, asked)?.phases[phase] ?? [];
}

/** The form of a plan that is carried out: the one that the record names, else the fullest. */
function formOf(kind: MigrationFacts['kind'], { plan, strict, form }: PhaseAsked): Plan | undefined {
  const named = kindNamed(kind).forms.filter((it) => it.name === plan);
  const own = named.filter((it) => it.form === form);
  const forms = own.length > 0 ? own : named.filter((it) => it.form === undefined);
  return forms.findLast((it) => declaresOld(it) === strict) ?? forms.at(-1) ?? named.at(-1);
}

/** Whether a plan ships code that declares OLD without reading it. */
export function declaresOld(plan: Plan): boolean {
  return plan.moves.some((it) => it.kind !== 'environment' && it.code === 'new-declaring');
}

/** True for the plans that a kind has. */
export function isOffered(kind: MigrationFacts['kind'], plan: PlanName): boolean {
  return planNamesOf(kindNamed(kind)).includes(plan);
}

/** What the edits of a phase bring, so that nobody waits for it before they are made. */
export function broughtBy(
  kind: MigrationFacts['kind'],
  plan: PlanName,
  phase: Phase,
  form?: string,
): { readonly code: boolean; readonly addsNew: boolean; readonly removesOld: boolean } {
  const moves = movesOf(kind, { plan, phase, strict: true, form });
  const steps = moves.flatMap((it) => (it.kind === 'code' ? [] : [environmentStep(kind, plan, it.to)]));
  return {
    code: moves.some((it) => it.kind !== 'environment'),
    addsNew: steps.some((it) => it !== 'remove-old' && it !== 'leave'),
    removesOld: steps.some((it) => it !== 'add-new' && it !== 'copy'),
  };
}
