import type { PlanName } from './kinds/kinds.ts';
import type { Code, LayerKind, Text } from './replica-model.ts';

/**
 * What one layer holds during a migration: what it holds today, both (OLD and NEW, the pinned default, the key to
 * verify with), or what it holds at the end. `sign-new` is the third of a rotation's four: the new key signs, the old
 * one is still accepted.
 */
export type KeysHeld = 'old' | 'both' | 'sign-new' | 'new';

/** `adding`: all of the old keys and some of the new ones. `removing`: all of the new keys and some of the old ones.
 * `swapping`: some keys have their new names, the others their old ones. */
export type HeldInPassing = KeysHeld | 'adding' | 'removing' | 'swapping';

/** The state of every environment at one moment of a plan, per layer; layers that are not edited stay as they are. */
export type Edited = Readonly<Record<LayerKind, HeldInPassing>>;

/** One change that is released and waited for before the next one. */
export type Move =
  | { readonly kind: 'code'; readonly code: Code }
  | {
      readonly kind: 'environment';
      readonly to: KeysHeld;
      /** Not before everything that was signed with the old key has run out. */
      readonly waits?: true;
    }
  /** Both in one pull request. */
  | { readonly kind: 'together'; readonly code: Code; readonly to: KeysHeld };

/** The phases that have moves of their own. */
export type OpenPhase = 'expand' | 'migrate' | 'contract';
export const OPEN_PHASES: readonly OpenPhase[] = ['expand', 'migrate', 'contract'];

/** One way to carry a change out. A kind may have a plan twice: the cheaper form first. */
export interface Plan {
  readonly name: PlanName;
  /** Tells the forms of a plan apart that a record has to name: the usual one has none. */
  readonly form?: 'joint' | 'read-already' | 'by-default' | 'removes-first';
  readonly phases: Readonly<Record<OpenPhase, readonly Move[]>>;
  /** Those of all phases, in order, without releases of what runs already. */
  readonly moves: readonly Move[];
}

/** The version that runs before a move. */
function codeBefore(moves: readonly Move[], at: number): Code {
  return moves.slice(0, at).reduce<Code>((code, it) => (it.kind === 'environment' ? code : it.code), 'old');
}

/** A plan by what each of its phases does, in the order in which it is waited for. */
export function planOf(
  name: PlanName,
  expand: readonly Move[],
  migrate: readonly Move[] = [],
  contract: readonly Move[] = [],
  form?: Plan['form'],
): Plan {
  return {
    name,
    ...(form === undefined ? {} : { form }),
    phases: { expand, migrate, contract },
    moves: [...expand, ...migrate, ...contract].filter(
      (move, at, all) => move.kind !== 'code' || move.code !== codeBefore(all, at),
    ),
  };
}

export function ship(code: Code): Move {
  return { kind: 'code', code };
}

export function edit(to: KeysHeld): Move {
  return { kind: 'environment', to };
}

export function together(code: Code, to: KeysHeld): Move {
  return { kind: 'together', code, to };
}

/** The layers of one environment that hold OLD today, with what they hold. */
export type Shape = Readonly<Record<LayerKind, Text>>;

export const START: Edited = { process: 'old', dotenv: 'old' };
