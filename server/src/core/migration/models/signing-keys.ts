import type { Edited, Shape } from '../plans.ts';
import type {
  EnvironmentState,
  LayerKind,
  LayerState,
  MigrationModel,
  ReaderModel,
  ReplicaModel,
  Text,
} from '../replica-model.ts';
import { LAYERS, read, steadily } from '../replica-model.ts';

/**
 * One key signs, and a list says which further keys are accepted: today's key alone, then the next one accepted by
 * all, then the next one signs and today's is accepted, then the next one alone.
 */
export const signingKeys: ReplicaModel = {
  codes: ({ readers }) => (readers.every((it) => it.verifies) ? [] : ['both']),
  ends: ({ readers }) => (readers.every((it) => it.verifies) ? 'old' : 'both'),
  states: ['old', 'both', 'sign-new', 'new'],
  signs: true,
  passes: steadily,
  environment: (shape, edited, model) => rotated(shape, edited, model),
  held: (code, environment, reader) => {
    const verifies = code === 'both' || reader.verifies === true;
    const unknown = !verifies && reader.strict.some((layer) => environment[layer].list !== undefined);
    if (unknown) return { kind: 'reject' };
    const key = top(environment, reader);
    const held = read(key === undefined ? undefined : key.text, reader);
    if (held.kind !== 'value') return held;
    const signs = key === undefined ? 'default' : nameOf(key);
    const list = LAYERS.map((layer) => environment[layer]).find((it) => it.list !== undefined);
    const further =
      list?.list === 'old'
        ? nameOf({ side: 'old', text: list.new, layer: 'process' })
        : list
          ? NEXT
          : undefined;
    const accepts = verifies && further !== undefined ? [signs, further] : [signs];
    // Whichever key signs: what counts is that the others accept it.
    return { kind: 'value', value: 'none', signs, accepts };
  },
};

const NEXT = 'the next key';

interface Key {
  readonly side: 'old' | 'new';
  /** Of the old key, by which it is told apart from that of another layer. */
  readonly text: Text;
  readonly layer: LayerKind;
}

function nameOf({ side, text }: Key): string {
  return side === 'new' ? NEXT : `today's key ${text}`;
}

function top(environment: EnvironmentState, reader: ReaderModel): Key | undefined {
  for (const layer of LAYERS) {
    const { old, new: next } = environment[layer];
    const text = next ?? old;
    if (text === undefined || (text === '' && reader.ignoreEmpty)) continue;
    return { side: next === undefined ? 'old' : 'new', text, layer };
  }
  return undefined;
}

/** A layer is left alone whose key signs nothing: an empty text, or one that a higher layer overrides for everybody. */
function rotated(shape: Shape, edited: Edited, { readers }: MigrationModel): EnvironmentState {
  const own = (text: Text): LayerState => ({ old: text, new: undefined });
  const today = { process: own(shape.process), dotenv: own(shape.dotenv) };
  const used = readers.map((reader) => top(today, reader)?.layer);
  const layer = (name: LayerKind): LayerState => {
    const text = shape[name];
    const old: LayerState = { old: text, new: undefined };
    if (text === undefined || text === '' || !used.includes(name)) return old;
    switch (edited[name]) {
      case 'both':
        return { ...old, list: 'new' };
      case 'sign-new':
        return { old: undefined, new: text, list: 'old' };
      case 'new':
        return { old: undefined, new: text };
      default:
        return old;
    }
  };
  return { process: layer('process'), dotenv: layer('dotenv') };
}
