import type { Edited, HeldInPassing, KeysHeld, Shape } from '../plans.ts';
import { edit, type Plan, planOf, ship, together } from '../plans.ts';
import type {
  Code,
  EnvironmentState,
  Held,
  LayerKind,
  LayerState,
  MigrationModel,
  ReaderModel,
  ReplicaModel,
  Text,
} from '../replica-model.ts';
import { effective, LAYERS, read, usable } from '../replica-model.ts';

/** How many names each side of the change has. */
type Names = 'one-to-one' | 'one-to-many' | 'many-to-one' | 'each';

/** Whether the new keys take the texts of the old ones as they are. */
type Texts = 'same' | 'converted';

/** New keys take the place of old ones, and the value stays. */
export function twoNames(names: Names, texts: Texts = 'same'): ReplicaModel {
  const heldOf = texts === 'same' ? heldAsIs : heldConverted;
  return {
    codes: () => ['both', 'both-old-first', 'new', 'new-declaring'],
    ends: () => 'new',
    states: ['old', 'both', 'new'],
    passes: (from, to, model) => passes(names, from, to, model),
    environment: (shape, edited) => environment(shape, edited, texts),
    held: (code, environment, reader, model) => {
      if (!model.bothAllowed && holds(environment, 'old') && holds(environment, 'new'))
        return { kind: 'reject' };
      if (names !== 'each') return heldOf(code, environment, reader);
      // Each key is read under its own two names, so that it does not matter which of them are moved already.
      const [first, second] = [moved(environment), unmoved(environment)].map((it) =>
        heldOf(code, it, reader),
      );
      if (first?.kind !== 'value' || second?.kind !== 'value') return worse(first, second);
      // One key with its value and another with its default: neither what was meant nor the defaults.
      return first.value === second.value ? second : { kind: 'value', value: 'garbled' };
    },
  };
}

function worse(first: Held | undefined, second: Held | undefined): Held {
  return [first, second].find((it) => it?.kind !== 'value') ?? { kind: 'crash' };
}

function heldAsIs(code: Code, environment: EnvironmentState, reader: ReaderModel): Held {
  if (isStopped(code, environment, reader)) return { kind: 'reject' };
  const old = effective(environment, 'old', reader);
  const next = effective(environment, 'new', reader);
  switch (code) {
    case 'old':
      return read(old, reader);
    case 'new':
    case 'new-declaring':
      return read(next, reader);
    case 'both':
      return read(usable(next, reader) || !usable(old, reader) ? next : old, reader);
    case 'both-old-first':
      return read(usable(old, reader) || !usable(next, reader) ? old : next, reader);
  }
}

/**
 * An empty text is nothing to convert, whatever the types accept: code that reads both sides takes it as unset, on
 * either side. With nothing to convert, the new keys are read as they are.
 */
function heldConverted(code: Code, environment: EnvironmentState, reader: ReaderModel): Held {
  if (isStopped(code, environment, reader)) return { kind: 'reject' };
  const old = effective(environment, 'old', reader);
  const next = effective(environment, 'new', reader);
  switch (code) {
    case 'old':
      return read(old, reader);
    case 'new':
    case 'new-declaring':
      return readNew(next, reader);
    case 'both':
      return next || !old ? readNew(next, reader) : read(old, reader);
    case 'both-old-first':
      return old ? read(old, reader) : readNew(next, reader);
  }
}

function readNew(text: Text, reader: ReaderModel): Held {
  const { emptyAccepted, newEmpty = emptyAccepted ? 'value' : 'refused' } = reader;
  const own = text === '' && newEmpty === 'unset' ? undefined : text;
  return read(own, { ...reader, emptyAccepted: newEmpty === 'value' });
}

function isStopped(code: Code, environment: EnvironmentState, { strict }: ReaderModel): boolean {
  const declaresOld = code !== 'new';
  const declaresNew = code !== 'old';
  return strict.some((layer) => {
    const { old, oldPart, new: next, newPart } = environment[layer];
    return (!declaresOld && Boolean(old || oldPart)) || (!declaresNew && Boolean(next || newPart));
  });
}

/** What an environment holds of the key that is moved first, under its two names. */
function moved(environment: EnvironmentState): EnvironmentState {
  return eachLayer(({ old, new: next, newPart }) => ({ old, new: next ?? newPart }), environment);
}

/** And of the key that is moved last. */
function unmoved(environment: EnvironmentState): EnvironmentState {
  return eachLayer(({ old, new: next, oldPart }) => ({ old: old ?? oldPart, new: next }), environment);
}

function eachLayer(
  view: (state: LayerState) => LayerState,
  { process, dotenv }: EnvironmentState,
): EnvironmentState {
  return { process: view(process), dotenv: view(dotenv) };
}

function holds(environment: EnvironmentState, side: 'old' | 'new'): boolean {
  return LAYERS.some((layer) => {
    const state = environment[layer];
    return state[side] !== undefined || state[side === 'old' ? 'oldPart' : 'newPart'] !== undefined;
  });
}

/** Several keys are written one after the other, unless the framework refuses every state in between. */
function passes(
  names: Names,
  from: HeldInPassing,
  to: KeysHeld,
  { bothAllowed }: MigrationModel,
): readonly HeldInPassing[] {
  if (from === to) return [from];
  if (names === 'one-to-one' || !bothAllowed) return [from, to];
  if (names === 'each' && from === 'old' && to === 'new') return ['old', 'swapping', 'new'];
  const states: HeldInPassing[] = [from];
  const adds = from === 'old' && names !== 'many-to-one';
  if (adds) states.push('adding');
  if (from === 'old' && to === 'new') states.push('both');
  if (to === 'new' && names !== 'one-to-many') states.push('removing');
  return [...states, to];
}

/** NEW stands where OLD stood. An empty text that would have to be converted has no counterpart, and stays. */
function environment(shape: Shape, edited: Edited, texts: Texts): EnvironmentState {
  const layer = (name: LayerKind): LayerState => {
    const text = shape[name];
    if (text === '' && texts === 'converted') return { old: text, new: undefined };
    switch (edited[name]) {
      case 'old':
        return { old: text, new: undefined };
      case 'adding':
        return { old: text, new: undefined, newPart: text };
      case 'both':
      case 'sign-new':
        return { old: text, new: text };
      case 'removing':
        return { old: undefined, new: text, oldPart: text };
      case 'swapping':
        return { old: undefined, new: undefined, oldPart: text, newPart: text };
      case 'new':
        return { old: undefined, new: text };
    }
  };
  return { process: layer('process'), dotenv: layer('dotenv') };
}

/** The ways from one name to another. */
export const TWO_NAMES_PLANS: readonly Plan[] = [
  planOf('one-pr', [together('new', 'new')]),
  planOf('env-first', [edit('both')], [ship('new')], [edit('new')]),
  planOf('code-first', [ship('both')], [edit('new')], [ship('new')]),
  planOf('four-step', [ship('both')], [edit('both')], [ship('new'), edit('new')]),
  planOf('four-step', [ship('both')], [edit('both')], [edit('new'), ship('new')], 'removes-first'),
];
