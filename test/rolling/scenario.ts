import type { Resolution } from '../../server/src/core/binding/resolution.ts';
import type { PlanName } from '../../server/src/core/migration/kinds/kinds.ts';
import type { Release } from './lab/deployment.ts';
import type { Repository } from './lab/repository.ts';
import type { ServiceShape } from './lab/service.ts';

export type Phase = 'expand' | 'migrate' | 'contract';

/** One change of one setting of the example service. */
export interface Scenario {
  /** As the table shows it: `rename, strict`. */
  readonly name: string;
  readonly shape: ServiceShape;
  /** What `crossfade migrate` is asked for: `['rename', 'DB_POOL', 'DB_POOL_SIZE']`. */
  readonly migrate: readonly string[];
  readonly plan: PlanName;
  /** By the ids of the questions that `migrate` asks. */
  readonly answers?: Readonly<Record<string, string>>;
  /**
   * What a person changes because no command does: after `migrate` wrote `expand`, before the gates of other phases;
   * with `back`, what a person takes back after `rollback`.
   */
  readonly byHand?: (repository: Repository, phase: Phase, back: boolean) => void;
  /** The value that the change is made for: it may be answered from this phase on. */
  readonly moves?: { readonly from: Phase; readonly to: unknown };
  /** What `/in-use` may answer while nothing goes wrong. */
  readonly right: readonly unknown[];
  /** The value that `/in-use` answers, from what `resolve` says; undefined where that is left open. */
  readonly inUse: (resolution: Resolution, release: Release) => unknown;
}

/** The change in one step, as people make it who do not plan it. */
export interface NaiveScenario extends Omit<Scenario, 'plan' | 'migrate' | 'answers' | 'byHand' | 'moves'> {
  /** The change as `crossfade plan` is asked for it. */
  readonly planned?: readonly string[];
  readonly change: (repository: Repository) => Promise<void>;
  /** Code makes something else of the same settings: `preflight`, which compares settings, says nothing of that. */
  readonly beyondSettings?: boolean;
}
