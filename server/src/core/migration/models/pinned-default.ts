import type { Edited, Shape } from '../plans.ts';
import type {
  EnvironmentState,
  LayerKind,
  LayerState,
  MigrationModel,
  ReplicaModel,
} from '../replica-model.ts';
import { effective, LAYERS, read, steadily } from '../replica-model.ts';

/**
 * Code takes another value where nothing is set. In between every environment that relies on the default holds the
 * old one (side `new` of its layer), so that the value moves with the environment when that is taken out again.
 */
export const pinnedDefault: ReplicaModel = {
  codes: () => ['new'],
  ends: () => 'new',
  states: ['old', 'both', 'new'],
  passes: steadily,
  environment: (shape, edited, model) => pinned(shape, edited, model),
  held: (code, environment, reader) => {
    for (const layer of LAYERS) {
      const { old, new: pin } = environment[layer];
      if (pin !== undefined) return { kind: 'value', value: 'default' };
      if (old !== undefined && (old !== '' || !reader.ignoreEmpty)) return read(old, reader);
    }
    return { kind: 'value', value: code === 'new' ? 'next' : 'default' };
  },
  moved: (now, today, reader, model) => {
    const unpinned = LAYERS.some((layer) => now[layer].unpinned === true);
    return pinnedDefault.held(unpinned ? 'new' : 'old', unpinned ? now : today, reader, model);
  },
};

/** The old default is put in where some reader takes it. An empty text that counts as absent is replaced. */
function pinned(
  shape: Shape,
  edited: Edited,
  { readers, target = 'process' }: MigrationModel,
): EnvironmentState {
  const state = (text: LayerState['old']): LayerState => ({ old: text, new: undefined });
  const today = { process: state(shape.process), dotenv: state(shape.dotenv) };
  const relies = readers.some((reader) => effective(today, 'old', reader) === undefined);
  const layer = (name: LayerKind): LayerState => {
    if (!relies || name !== target || edited[name] === 'old') return today[name];
    if (edited[name] === 'both') return { old: undefined, new: 'value' };
    // What was pinned is taken out again: from now on the environment is meant to take the new default.
    return { ...today[name], unpinned: true };
  };
  return { process: layer('process'), dotenv: layer('dotenv') };
}
