import { remove } from './remove.ts';
import { rename } from './rename.ts';

/** What a migration does to a setting. Each kind of the list below has a module of its own in this folder. */
export interface Kind {
  readonly name: KindName;
  /** The plans that make sense for it, cheapest first. */
  readonly plans: readonly PlanName[];
  /** True when a new key takes the place of the old one. */
  readonly needsTo: boolean;
  /** Title of a record: `Rename DB_POOL to DB_POOL_SIZE`. */
  readonly title: (from: readonly string[], to: readonly string[]) => string;
  /** The last part of a record's id before it is cut: `db-pool-size`. */
  readonly slug: (from: readonly string[], to: readonly string[]) => string;
  /** The rollback note of each phase that a plan has, in order. */
  readonly rollback: (names: KindNames) => readonly { readonly phase: string; readonly note: string }[];
  /** What shows that the migration did what it should: prefilled in the record. */
  readonly expect: (names: KindNames) => { readonly result: string; readonly metric: string };
}

export interface KindNames {
  readonly from: readonly string[];
  readonly to: readonly string[];
  readonly plan: PlanName;
}

/** Every kind that a record may name. */
export const KIND_NAMES = [
  'rename',
  'remove',
  'split',
  'merge',
  'retype',
  'unit',
  'enum',
  'default',
  'move',
  'require',
  'tighten',
  'widen',
  'rotate-credential',
  'rotate-signing',
  'layer',
  'value',
  'flag',
] as const;
export type KindName = (typeof KIND_NAMES)[number];

/** From the least work to the most. */
export const PLAN_NAMES = ['one-pr', 'env-first', 'code-first', 'four-step'] as const;
export type PlanName = (typeof PLAN_NAMES)[number];

export const PHASES = ['draft', 'expand', 'migrate', 'contract', 'done', 'abandoned'] as const;
export type Phase = (typeof PHASES)[number];

/** The kinds that are built. Others are valid in a record, but nothing is generated or proved for them. */
export const KINDS: readonly Kind[] = [rename, remove];

/** The kind of a name, undefined for those that are not built. */
export function kindNamed(name: string): Kind | undefined {
  return KINDS.find((kind) => kind.name === name);
}

/** The phase after this one, undefined after `done` and `abandoned`. */
export function nextPhase(phase: Phase): Phase | undefined {
  switch (phase) {
    case 'draft':
      return 'expand';
    case 'expand':
      return 'migrate';
    case 'migrate':
      return 'contract';
    case 'contract':
      return 'done';
    case 'done':
    case 'abandoned':
      return undefined;
  }
}
