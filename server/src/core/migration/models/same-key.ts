import type { Edited, Shape } from '../plans.ts';
import { edit, type Plan, planOf, ship, together } from '../plans.ts';
import type {
  Code,
  EnvironmentState,
  LayerKind,
  LayerState,
  ReaderModel,
  ReplicaModel,
  Text,
} from '../replica-model.ts';
import { LAYERS, read, steadily } from '../replica-model.ts';

/** The key stays, and its text is written in another way: on the side `old` before the change, on `new` after it. */
export const respelled: ReplicaModel = {
  codes: ({ distinguishable = true }) => (distinguishable ? ['both', 'new'] : ['new']),
  ends: () => 'new',
  states: ['old', 'new'],
  passes: steadily,
  environment: (shape, edited) => rewritten(shape, edited),
  held: (code, environment, reader, { distinguishable = true }) => {
    const top = topText(environment, reader);
    if (top.text === undefined || top.text === '') return read(top.text, reader);
    if (code === 'both' || side(code) === top.side) return read(top.text, reader);
    // Nothing in the text says which of the two is meant.
    if (!distinguishable) return { kind: 'value', value: 'garbled' };
    return code === 'old' && reader.garbles ? { kind: 'value', value: 'garbled' } : { kind: 'crash' };
  },
};

/** The other side accepts the credential of today, both, or the next one; an environment holds one of them. */
export const credential: ReplicaModel = {
  ...respelled,
  codes: ({ bothAllowed }) => (bothAllowed ? ['both', 'new'] : ['new']),
  apart: true,
  held: (code, environment, reader) => {
    const top = topText(environment, reader);
    if (top.text === undefined || top.text === '' || code === 'both' || side(code) === top.side) {
      return read(top.text, reader);
    }
    return { kind: 'split' };
  },
};

/** The key stays and gets another value. */
export const revalued: ReplicaModel = {
  ...respelled,
  codes: () => [],
  ends: () => 'old',
  held: (_code, environment, reader) => {
    const top = topText(environment, reader);
    return top.side === 'new' && top.text ? { kind: 'value', value: 'next' } : read(top.text, reader);
  },
  moved: (now, _today, reader, model) => revalued.held('old', now, reader, model),
};

/** Values that the new constraint refuses (`other`) are changed first. */
export const narrowed: ReplicaModel = {
  ...respelled,
  codes: () => ['both', 'new'],
  environment: (shape, edited) => {
    const layer = (name: LayerKind): LayerState => {
      const text = shape[name];
      return { old: edited[name] === 'new' && text === 'other' ? 'value' : text, new: undefined };
    };
    return { process: layer('process'), dotenv: layer('dotenv') };
  },
  held: (code, environment, reader) => {
    const { text } = topText(environment, reader);
    return code === 'new' && text === 'other' ? { kind: 'crash' } : read(text, reader);
  },
  moved: (now, _today, reader, model) => narrowed.held('old', now, reader, model),
};

/** Values that today's constraint refuses come in use. */
export const widened: ReplicaModel = {
  ...respelled,
  codes: () => ['new'],
  held: (code, environment, reader) => {
    const top = topText(environment, reader);
    if (top.side === 'old' || !top.text) return read(top.text, reader);
    return code === 'old' ? { kind: 'crash' } : { kind: 'value', value: 'next' };
  },
  moved: (now, _today, reader, model) => widened.held('new', now, reader, model),
};

function side(code: Code): 'old' | 'new' {
  return code === 'old' ? 'old' : 'new';
}

/** The text that wins, and on which side of the change it is written. */
function topText(
  environment: EnvironmentState,
  reader: ReaderModel,
): { readonly side: 'old' | 'new'; readonly text: Text } {
  for (const layer of LAYERS) {
    const { old, new: next } = environment[layer];
    const text = next ?? old;
    if (text === undefined || (text === '' && reader.ignoreEmpty)) continue;
    return { side: next === undefined ? 'old' : 'new', text };
  }
  return { side: 'old', text: undefined };
}

/** An empty text is written in the same way on both sides. */
function rewritten(shape: Shape, edited: Edited): EnvironmentState {
  const layer = (name: LayerKind): LayerState => {
    const text = shape[name];
    if (edited[name] === 'old' || text === undefined || text === '') return { old: text, new: undefined };
    return { old: undefined, new: text };
  };
  return { process: layer('process'), dotenv: layer('dotenv') };
}

/** The ways from one spelling to another. */
export const RESPELLED_PLANS: readonly Plan[] = [
  planOf('one-pr', [together('new', 'new')]),
  planOf('code-first', [ship('both')], [edit('new')], [ship('new')]),
];
