import type { KeysHeld, OpenPhase, Plan } from '../plans.ts';
import { OPEN_PHASES } from '../plans.ts';
import type { ChangedKeys, KindNames } from './kinds.ts';

/** Names in a row or a title: `A, B`. */
export function plain(names: readonly string[]): string {
  return names.join(', ');
}

const BUNDLED = 'redeploy the previous release; code and settings ship together';

/**
 * The way back from each phase of a plan, move by move and in reverse: a release is taken back by the one before it,
 * an edit by its opposite.
 * @param back the opposite of an edit that made environments hold something
 */
export function wayBack(
  forms: readonly Plan[],
  names: KindNames,
  back: (held: KeysHeld, keys: ChangedKeys) => string,
): readonly { readonly phase: OpenPhase; readonly note: string }[] {
  const named = forms.filter((it) => it.name === names.plan);
  const plan = named.findLast((it) => it.form === undefined) ?? named.at(-1);
  if (plan === undefined) return [];
  return OPEN_PHASES.flatMap((phase) => {
    const moves = plan.phases[phase];
    if (moves.length === 0) return [];
    const notes = [...moves].reverse().map((move) => {
      if (move.kind === 'together') return BUNDLED;
      return move.kind === 'code' ? 'redeploy the previous release' : back(move.to, names);
    });
    return [{ phase, note: notes.join(', then ') }];
  });
}
