import type { KindName, PlanName } from './kinds/kinds.ts';
import type { Code, EnvironmentState, LayerKind, LayerState, Text } from './replica-model.ts';
import { LAYERS } from './replica-model.ts';

/** What one layer holds during a migration: OLD alone, both with equal values, or NEW alone (a removal: nothing). */
export type KeysHeld = 'old' | 'both' | 'new';

/** The state of every environment at one moment of a plan, per layer; layers without OLD stay as they are. */
export type Edited = Readonly<Record<LayerKind, KeysHeld>>;

/** One change that is released and waited for before the next one. */
export type Move =
  | { readonly kind: 'code'; readonly code: Code }
  | { readonly kind: 'environment'; readonly to: KeysHeld }
  /** Both in one pull request. */
  | { readonly kind: 'together'; readonly code: Code; readonly to: KeysHeld };

export interface Plan {
  readonly name: PlanName;
  readonly moves: readonly Move[];
}

/** The layers of one environment that hold OLD today, with what they hold. */
export type Shape = Readonly<Record<LayerKind, Text>>;

/** All plans for a kind. A name may come twice: the cheaper form first, then the one that strict readers need. */
export function plansOf(kind: KindName): readonly Plan[] {
  if (kind === 'remove') {
    return [
      { name: 'one-pr', moves: [{ kind: 'together', code: 'new', to: 'new' }] },
      { name: 'code-first', moves: [ship('new'), edit('new')] },
      { name: 'code-first', moves: [ship('new-declaring'), edit('new'), ship('new')] },
    ];
  }
  return [
    { name: 'one-pr', moves: [{ kind: 'together', code: 'new', to: 'new' }] },
    { name: 'env-first', moves: [edit('both'), ship('new'), edit('new')] },
    { name: 'code-first', moves: [ship('both'), edit('new'), ship('new')] },
  ];
}

function ship(code: Code): Move {
  return { kind: 'code', code };
}

function edit(to: KeysHeld): Move {
  return { kind: 'environment', to };
}

export const START: Edited = { process: 'old', dotenv: 'old' };

/** An environment of this shape after its layers were edited so; NEW is a copy of OLD in the same layer. */
export function instantiate(shape: Shape, edited: Edited, kind: KindName): EnvironmentState {
  const layer = (name: LayerKind): LayerState => {
    const text = shape[name];
    const held = edited[name];
    return {
      old: held === 'new' ? undefined : text,
      new: kind === 'remove' || held === 'old' ? undefined : text,
    };
  };
  return { process: layer('process'), dotenv: layer('dotenv') };
}

/** The states an environment passes through on its way, first and last included: the highest layer is edited first,
 * one layer at a time, so that NEW never stands below an OLD that would lose to it. */
export function passedThrough(from: Edited, to: KeysHeld): readonly Edited[] {
  const states = [from];
  let current = from;
  for (const layer of LAYERS) {
    if (current[layer] === to) continue;
    current = { ...current, [layer]: to };
    states.push(current);
  }
  return states;
}
