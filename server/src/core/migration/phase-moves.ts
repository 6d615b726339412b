import type { MigrationFacts } from './facts.ts';
import { environmentStep } from './generate/environment-steps.ts';
import type { Phase, PlanName } from './kinds/kinds.ts';
import { kindNamed } from './kinds/kinds.ts';
import type { Move } from './plans.ts';

/** The moves that a phase of a plan consists of. `strict`: a removal keeps the declaration for a while. */
export function movesOf(
  kind: MigrationFacts['kind'],
  { plan, phase, strict }: { readonly plan: PlanName; readonly phase: Phase; readonly strict: boolean },
): readonly Move[] {
  if (phase !== 'expand' && phase !== 'migrate' && phase !== 'contract') return [];
  if (!isOffered(kind, plan)) return [];
  if (plan === 'one-pr') return phase === 'expand' ? [{ kind: 'together', code: 'new', to: 'new' }] : [];
  const table = kind === 'remove' ? removalMoves(strict) : plan === 'env-first' ? ENV_FIRST : CODE_FIRST;
  return table[phase];
}

/** True for the plans that can be carried out. Others are valid in a record, and nothing is written for them. */
export function isOffered(kind: MigrationFacts['kind'], plan: PlanName): boolean {
  return kindNamed(kind)?.plans.includes(plan) ?? false;
}

type Moves = Readonly<Record<'expand' | 'migrate' | 'contract', readonly Move[]>>;

const ENV_FIRST: Moves = {
  expand: [{ kind: 'environment', to: 'both' }],
  migrate: [{ kind: 'code', code: 'new' }],
  contract: [{ kind: 'environment', to: 'new' }],
};

const CODE_FIRST: Moves = {
  expand: [{ kind: 'code', code: 'both' }],
  migrate: [{ kind: 'environment', to: 'new' }],
  contract: [{ kind: 'code', code: 'new' }],
};

function removalMoves(strict: boolean): Moves {
  return {
    expand: [{ kind: 'code', code: strict ? 'new-declaring' : 'new' }],
    migrate: [{ kind: 'environment', to: 'new' }],
    contract: [{ kind: 'code', code: 'new' }],
  };
}

/** What the edits of a phase bring, so that nobody waits for it before they are made. */
export function broughtBy(
  kind: MigrationFacts['kind'],
  plan: PlanName,
  phase: Phase,
): { readonly code: boolean; readonly addsNew: boolean; readonly removesOld: boolean } {
  const moves = movesOf(kind, { plan, phase, strict: true });
  const steps = moves.flatMap((it) => (it.kind === 'code' ? [] : [environmentStep(kind, plan, it.to)]));
  return {
    code: moves.some((it) => it.kind !== 'environment'),
    addsNew: steps.some((it) => it !== 'remove-old'),
    removesOld: steps.some((it) => it !== 'add-new'),
  };
}
