import type { KindName, PlanName } from '../kinds/kinds.ts';
import type { KeysHeld } from '../plans.ts';

/** What an environment move does to the files of an environment. */
export type EnvironmentStep =
  /** NEW next to OLD, its value converted. */
  | 'add-new'
  /** NEW in place of OLD. */
  | 'switch'
  | 'remove-old'
  /** The key stays, its value is spelled anew. */
  | 'rewrite'
  /** The key is set where nothing sets it yet, to the default of today or to the value that was answered. */
  | 'set'
  /** What `set` wrote is taken out again. */
  | 'unset'
  /** A copy of the value in the layer that the key moves to. */
  | 'copy'
  /** The key goes from the layers it leaves. */
  | 'leave'
  /** Both: not before the copy is there does the key go. */
  | 'relocate'
  /** Only people can do it: the value is secret, or is theirs to choose. */
  | 'by-hand';

/** The step that brings every environment of a migration to hold `to`. */
export function environmentStep(kind: KindName, plan: PlanName, to: KeysHeld): EnvironmentStep {
  switch (kind) {
    case 'rename':
    case 'split':
    case 'merge':
    case 'unit':
    case 'move':
      if (to === 'both') return 'add-new';
      return plan === 'code-first' || plan === 'one-pr' ? 'switch' : 'remove-old';
    case 'remove':
      return 'remove-old';
    case 'flag':
      return to === 'both' ? 'set' : 'remove-old';
    case 'retype':
    case 'enum':
      return 'rewrite';
    case 'default':
      return to === 'new' ? 'unset' : 'set';
    case 'require':
      return 'set';
    case 'layer':
      if (to === 'both') return 'copy';
      return plan === 'one-pr' ? 'relocate' : 'leave';
    case 'tighten':
    case 'widen':
    case 'value':
    case 'rotate-credential':
    case 'rotate-signing':
      return 'by-hand';
  }
}
