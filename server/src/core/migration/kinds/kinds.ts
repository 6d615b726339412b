import type { GateId } from '../gates.ts';
import type { KeysHeld, OpenPhase, Plan } from '../plans.ts';
import type { Code, ReplicaModel } from '../replica-model.ts';
import { defaultKind } from './default.ts';
import { enumKind } from './enum.ts';
import { flag } from './flag.ts';
import { layer } from './layer.ts';
import { merge } from './merge.ts';
import { move } from './move.ts';
import { remove } from './remove.ts';
import { rename } from './rename.ts';
import { require } from './require.ts';
import { retype } from './retype.ts';
import { rotateCredential } from './rotate-credential.ts';
import { rotateSigning } from './rotate-signing.ts';
import { split } from './split.ts';
import { tighten } from './tighten.ts';
import { unit } from './unit.ts';
import { value } from './value.ts';
import { widen } from './widen.ts';

/** What a migration does to a setting. Each kind of the list below has a module of its own in this folder. */
export interface Kind {
  readonly name: KindName;
  /** What it does, for a list of kinds: `give a key another name`. */
  readonly summary: string;
  /** How its keys are written on the command line. */
  readonly takes: KeyShape;
  /** The ways to carry it out; the one that people try first comes first. */
  readonly forms: readonly Plan[];
  /** What replicas come to hold on the way. */
  readonly model: ReplicaModel;
  /** Title of a record: `Rename DB_POOL to DB_POOL_SIZE`. */
  readonly title: (from: readonly string[], to: readonly string[]) => string;
  /** The last part of a record's id before it is cut: `db-pool-size`. */
  readonly slug: (from: readonly string[], to: readonly string[]) => string;
  /** Versions of the code and environments in words. */
  readonly words: KindWords;
  /** Who breaks when it is done in one step, and how; for people who have not met it. */
  readonly naive: (names: ChangedKeys) => string;
  /** The rollback note of each phase that a plan has, in order. */
  readonly rollback: (names: KindNames) => readonly { readonly phase: OpenPhase; readonly note: string }[];
  /** What shows that the migration did what it should: prefilled in the record. */
  readonly expect: (names: KindNames) => { readonly result: string; readonly metric: string };
  /** What only people know, asked once. Everything else is derived. */
  readonly questions: (asked: QuestionContext) => readonly Question[];
  /** The conditions that must hold while a phase of a plan is out. */
  readonly gates: (plan: PlanName, phase: OpenPhase | 'done') => readonly GateId[];
}

/**
 * `old-new`: two names; `key`: one that stays or goes; `one-to-many` and `many-to-one`: the one side first, then the
 * other; `pairs`: OLD=NEW; `key-and-list`: the key and, where it has another name than usual, the list beside it.
 */
export type KeyShape = 'old-new' | 'key' | 'one-to-many' | 'many-to-one' | 'pairs' | 'key-and-list';

/** The keys of both sides, as people write variables. */
export interface ChangedKeys {
  readonly from: readonly string[];
  readonly to: readonly string[];
}

export interface KindNames extends ChangedKeys {
  readonly plan: PlanName;
}

export interface KindWords {
  /** A version of the code as a row of the grid: `code that reads DB_POOL`. */
  readonly code: (code: Code, keys: ChangedKeys) => string;
  /** What environments hold as a column of the grid: `both, equal`. */
  readonly column: (held: KeysHeld, keys: ChangedKeys) => string;
  /** The same after `where`: both keys are set. */
  readonly state: (held: KeysHeld, keys: ChangedKeys) => string;
  /** What a release of this version does, as a sentence. */
  readonly ship: (code: Code, keys: ChangedKeys) => string;
  /** What an edit of environments does, as a sentence. */
  readonly edit: (held: KeysHeld, keys: ChangedKeys) => string;
  /** What happens to a replica that does not agree with the others. */
  readonly split?: (code: string) => string;
}

export interface Question {
  readonly id: string;
  readonly text: string;
  /** Where only some answers make sense. */
  readonly choices?: readonly string[];
}

/** What a kind looks at to decide what it has to ask. */
export interface QuestionContext extends ChangedKeys {
  readonly answers: ReadonlyMap<string, string>;
  /** Default of the key that each reader has today, as text; undefined where there is none or it is computed. */
  readonly defaultText: string | undefined;
  /** Name of the conversion. */
  readonly convert: string;
  /** Environments that are seen and lack the key. */
  readonly missingIn: readonly string[];
  /** Environments that are seen, and data files, that hold another value than the default, or one that is not known to be it. */
  readonly otherThanDefault: readonly string[];
  /** True while code of the service reads the old key, or may. */
  readonly read: boolean;
  readonly secret: boolean;
  /** Environments whose list of further signing keys holds one already. */
  readonly furtherKeyIn: readonly string[];
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

/** Every kind, by its name in a record. */
export const KINDS: Readonly<Record<KindName, Kind>> = {
  rename,
  remove,
  split,
  merge,
  retype,
  unit,
  enum: enumKind,
  default: defaultKind,
  move,
  require,
  tighten,
  widen,
  'rotate-credential': rotateCredential,
  'rotate-signing': rotateSigning,
  layer,
  value,
  flag,
};

/** The kind of a name. */
export function kindNamed(name: KindName): Kind {
  return KINDS[name];
}

/** The names of its plans, each once. */
export function planNamesOf(kind: Kind): readonly PlanName[] {
  return PLAN_NAMES.filter((name) => kind.forms.some((form) => form.name === name));
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
