import type { Edited, Shape } from '../plans.ts';
import type {
  EnvironmentState,
  LayerKind,
  LayerState,
  MigrationModel,
  ReplicaModel,
  Text,
} from '../replica-model.ts';
import { effective, read, steadily } from '../replica-model.ts';

/** The key moves from one layer to the other: a copy first, then the old one goes. */
export const otherLayer: ReplicaModel = {
  codes: ({ readers }) => (readers.some((it) => it.blindToTarget) ? ['new'] : []),
  ends: ({ readers }) => (readers.some((it) => it.blindToTarget) ? 'new' : 'old'),
  states: ['old', 'both', 'new'],
  passes: steadily,
  unordered: true,
  apart: true,
  environment: (shape, edited, model) => copied(shape, edited, model),
  held: (code, environment, reader, { target = 'process' }) => {
    const blind = code === 'old' && reader.blindToTarget === true;
    const seen = blind ? { ...environment, [target]: { old: undefined, new: undefined } } : environment;
    return read(effective(seen, 'old', reader), reader);
  },
};

function copied(shape: Shape, edited: Edited, model: MigrationModel): EnvironmentState {
  const { target = 'process' } = model;
  const source: LayerKind = target === 'process' ? 'dotenv' : 'process';
  const copy = edited[target] === 'old' ? shape[target] : (winner(shape, source, model) ?? shape[target]);
  const kept = edited[source] === 'new' ? undefined : shape[source];
  return target === 'process'
    ? { process: state(copy), dotenv: state(kept) }
    : { process: state(kept), dotenv: state(copy) };
}

function state(text: Text): LayerState {
  return { old: text, new: undefined };
}

/** What the readers that run today take, where the layer that is left holds anything that counts. */
function winner(shape: Shape, source: LayerKind, model: MigrationModel): Text {
  const today = { process: state(shape.process), dotenv: state(shape.dotenv) };
  const running = model.readers.filter((it) => otherLayer.held('old', today, it, model).kind === 'value');
  const [first] = running;
  const counts = shape[source] !== '' || running.some((it) => !it.ignoreEmpty);
  if (first === undefined || shape[source] === undefined || !counts) return undefined;
  if (running.some((it) => it.blindToTarget)) return shape[source];
  return effective(today, 'old', first) ?? shape[source];
}
