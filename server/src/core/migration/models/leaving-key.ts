import type { Edited, Shape } from '../plans.ts';
import type {
  EnvironmentState,
  LayerKind,
  LayerState,
  MigrationModel,
  ReaderModel,
  ReplicaModel,
} from '../replica-model.ts';
import { effective, LAYERS, read, steadily } from '../replica-model.ts';

/** A key goes, and code no longer asks for it. */
export const leavingKey: ReplicaModel = {
  codes: () => ['new', 'new-declaring'],
  ends: () => 'new',
  states: ['old', 'new'],
  lowestFirst: ['new'],
  leaves: true,
  passes: steadily,
  environment: (shape, edited) => removed(shape, edited),
  held: (code, environment, reader) => {
    if (rejectsLeftover(code, environment, reader)) return { kind: 'reject' };
    return code === 'old'
      ? read(effective(environment, 'old', reader), reader)
      : { kind: 'value', value: 'none' };
  },
};

/**
 * A key goes, and code goes on with one of its values. In between every environment is made to hold that value, so
 * that it moves there and not with the code.
 */
export const settledKey: ReplicaModel = {
  ...leavingKey,
  states: ['old', 'both', 'new'],
  environment: (shape, edited, model) => settled(shape, edited, model),
  held: (code, environment, reader) => {
    if (rejectsLeftover(code, environment, reader)) return { kind: 'reject' };
    if (code !== 'old') return { kind: 'value', value: 'value' };
    const text = effective(environment, 'old', reader);
    const isDefault = text === undefined && !reader.required && reader.defaultHolds === true;
    return isDefault ? { kind: 'value', value: 'value' } : read(text, reader);
  },
  moved: (now, today, reader, model) => {
    const before = settledKey.held('old', today, reader, model);
    const held = settledKey.held('old', now, reader, model);
    const same = held.kind === 'value' && before.kind === 'value' && held.value === before.value;
    return same && !LAYERS.some((layer) => now[layer].unpinned) ? before : { kind: 'value', value: 'value' };
  },
};

function rejectsLeftover(code: string, environment: EnvironmentState, reader: ReaderModel): boolean {
  return code === 'new' && reader.strict.some((layer) => Boolean(environment[layer].old));
}

function removed(shape: Shape, edited: Edited): EnvironmentState {
  const layer = (name: LayerKind): LayerState => ({
    old: edited[name] === 'new' ? undefined : shape[name],
    new: undefined,
  });
  return { process: layer('process'), dotenv: layer('dotenv') };
}

/** Where some reader holds another value, every text becomes the one that stays; where there is none, one is put in. */
function settled(shape: Shape, edited: Edited, model: MigrationModel): EnvironmentState {
  const { readers, target = 'process' } = model;
  const today = removed(shape, { process: 'old', dotenv: 'old' });
  const differs = readers.some((reader) => {
    const held = settledKey.held('old', today, reader, model);
    return held.kind === 'value' && held.value !== 'value';
  });
  const absent = LAYERS.every((layer) => shape[layer] === undefined);
  const layer = (name: LayerKind): LayerState => {
    const comes = differs && absent && name === target;
    switch (edited[name]) {
      case 'both':
        return {
          old: comes || (differs && shape[name] !== undefined) ? 'value' : shape[name],
          new: undefined,
        };
      case 'new':
        // What was put in is gone again, and so is what code did without it.
        return { old: undefined, new: undefined, ...(comes ? { unpinned: true } : {}) };
      default:
        return { old: shape[name], new: undefined };
    }
  };
  return { process: layer('process'), dotenv: layer('dotenv') };
}
