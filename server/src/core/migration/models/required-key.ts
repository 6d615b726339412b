import type { Edited, Shape } from '../plans.ts';
import type {
  EnvironmentState,
  LayerKind,
  LayerState,
  MigrationModel,
  ReplicaModel,
  Text,
} from '../replica-model.ts';
import { effective, LAYERS, read, steadily } from '../replica-model.ts';

/** Code comes to need a key that it does not know today. In between it knows it and does without. */
export const requiredKey: ReplicaModel = {
  codes: () => ['both', 'new'],
  ends: () => 'new',
  states: ['old', 'new'],
  passes: steadily,
  environment: (shape, edited, model) => filled(shape, edited, model),
  held: (code, environment, reader) => {
    if (code === 'old' && !reader.knows) {
      const unknown = reader.strict.some((layer) => Boolean(environment[layer].old));
      return unknown ? { kind: 'reject' } : { kind: 'value', value: 'none' };
    }
    const held = read(effective(environment, 'old', reader), { ...reader, required: code === 'new' });
    return held.kind === 'value' ? { kind: 'value', value: 'none' } : held;
  },
};

/** The key is put in where some reader lacks it, in place of an empty text where that is what stops it. */
function filled(shape: Shape, edited: Edited, model: MigrationModel): EnvironmentState {
  const { readers, target = 'process' } = model;
  const state = (text: Text): LayerState => ({ old: text, new: undefined });
  const today = { process: state(shape.process), dotenv: state(shape.dotenv) };
  const lacks = readers.some((reader) => {
    const runs = requiredKey.held('old', today, reader, model).kind === 'value';
    return runs && requiredKey.held('new', today, reader, model).kind === 'crash';
  });
  const place = LAYERS.find((layer) => shape[layer] === '') ?? target;
  const layer = (name: LayerKind): LayerState =>
    lacks && name === place && edited[name] === 'new' ? state('value') : today[name];
  return { process: layer('process'), dotenv: layer('dotenv') };
}
