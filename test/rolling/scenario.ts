import type { Resolution } from '../../server/src/core/binding/resolution.ts';
import type { PlanName } from '../../server/src/core/migration/kinds/kinds.ts';
import type { Release, Surroundings } from './lab/deployment.ts';
import type { Repository } from './lab/repository.ts';
import type { ServiceShape } from './lab/service.ts';

export type Phase = 'expand' | 'migrate' | 'contract';

/** Where a plan stands: a phase, and which of its moves. */
export interface Step {
  readonly phase: Phase;
  readonly move: number;
}

/** A change of one setting of the example service, whichever way it is made. */
export interface Change {
  /** As the table shows it: `rename, strict`. */
  readonly name: string;
  readonly shape: ServiceShape;
  /** What `/in-use` may answer while nothing goes wrong. */
  readonly right: readonly unknown[];
  /** The value that `/in-use` answers, from what `resolve` says; undefined where that is left open. */
  readonly inUse: (resolution: Resolution, release: Release, surroundings: Surroundings) => unknown;
  /** The keys of today and of tomorrow, where replicas sign for each other: `/in-use` is what a replica accepts, the
   * one that it signs with first. */
  readonly signs?: { readonly old: string; readonly next: string };
}

/** One that follows a generated plan. */
export interface Scenario extends Change {
  /** What `crossfade migrate` is asked for: `['rename', 'DB_POOL', 'DB_POOL_SIZE']`. */
  readonly migrate: readonly string[];
  readonly plan: PlanName;
  /** The plan goes through code that only declares the old key. */
  readonly strict?: boolean;
  /** Which form of the plan is followed, where it is not the usual one. */
  readonly form?: string;
  /** By the ids of the questions that `migrate` asks. */
  readonly answers?: Readonly<Record<string, string>>;
  /**
   * What a person changes because no command does, after the command line wrote what it can; with `back`, what a
   * person takes back after `rollback`.
   */
  readonly byHand?: (repository: Repository, step: Step, back: boolean) => void;
  /** What a person does before the gates of a phase are asked; `back` as above. */
  readonly before?: (repository: Repository, phase: Phase, back: boolean) => void;
  /** What a person says before the gates of a phase are asked, because no file shows it. */
  readonly attest?: (repository: Repository, id: string, phase: Phase) => Promise<void>;
  /** The value that the change is made for: it may be answered from this phase on. */
  readonly moves?: { readonly from: Phase; readonly to: unknown };
}

/** The change in one step, as people make it who do not plan it. */
export interface NaiveScenario extends Change {
  /** The change as `crossfade plan` is asked for it. */
  readonly planned: readonly string[];
  readonly answers?: Readonly<Record<string, string>>;
  readonly change: (repository: Repository) => Promise<void>;
  /** What `/in-use` is meant to answer on the new values, where that is another value. */
  readonly moved?: unknown;
  /** Another service is what changes: of single replicas `preflight`, which compares settings, knows nothing. */
  readonly beyondSettings?: boolean;
}
