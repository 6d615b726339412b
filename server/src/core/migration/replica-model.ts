/**
 * The grid of (code version) × (environment) in which a replica lives: the code it runs and the environment it saw
 * when it started. Everything here is finite, so that a plan is proved by looking at every replica it can reach.
 */

/** `old` reads OLD; `both` reads NEW, else OLD; `both-old-first` the other way round; `new` reads NEW (for a removal:
 * nothing); `new-declaring` is `new` that still declares OLD, without reading it. */
export type Code = 'old' | 'both' | 'both-old-first' | 'new' | 'new-declaring';

/** The text of a key in one layer: absent, empty, the value of today, or another value. */
export type Text = undefined | '' | 'value' | 'other';

export interface LayerState {
  readonly old: Text;
  readonly new: Text;
}

export const LAYERS = ['process', 'dotenv'] as const;
export type LayerKind = (typeof LAYERS)[number];

/** What a process sees when it starts. The process environment outranks dotenv files. */
export type EnvironmentState = Readonly<Record<LayerKind, LayerState>>;

/** What decides how one reader treats a key. */
export interface ReaderModel {
  /** Layers whose unknown, non-empty keys stop it (`extra='forbid'`: dotenv only, never the process). */
  readonly strict: readonly LayerKind[];
  /** Without OLD it does not start; otherwise it takes a default. */
  readonly required: boolean;
  /** The type accepts an empty text as a value. */
  readonly emptyAccepted: boolean;
  /** An empty text counts as absent in every layer (`env_ignore_empty`). */
  readonly ignoreEmpty: boolean;
}

/** What a replica comes to hold. */
export type Held =
  | { readonly kind: 'value'; readonly value: 'default' | 'none' | Exclude<Text, undefined> }
  | { readonly kind: 'crash' }
  | { readonly kind: 'reject' };

export interface MigrationModel {
  readonly kind: 'rename' | 'remove';
  /** False where the framework refuses OLD and NEW in one environment. */
  readonly bothAllowed: boolean;
}

/** How a replica fares, compared with what it held before the migration. */
export type Outcome = 'ok' | 'crash' | 'reject' | 'wrong-default' | 'wrong-other';

/** What one replica holds after it starts with this code in this environment. */
export function heldBy(
  code: Code,
  environment: EnvironmentState,
  reader: ReaderModel,
  model: MigrationModel,
): Held {
  if (rejects(code, environment, reader, model)) return { kind: 'reject' };
  const old = effective(environment, 'old', reader);
  const next = effective(environment, 'new', reader);
  if (model.kind === 'remove') return code === 'old' ? read(old, reader) : { kind: 'value', value: 'none' };
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

/** How the replica fares; `undefined` where the replica of today does not run, so that nothing can break. */
export function resolveReplica(
  code: Code,
  environment: EnvironmentState,
  today: EnvironmentState,
  reader: ReaderModel,
  model: MigrationModel,
): Outcome | undefined {
  const intended = heldBy('old', today, reader, model);
  if (intended.kind !== 'value') return undefined;
  const held = heldBy(code, environment, reader, model);
  if (held.kind !== 'value') return held.kind;
  if (held.value === intended.value || held.value === 'none') return 'ok';
  return held.value === 'default' ? 'wrong-default' : 'wrong-other';
}

function rejects(
  code: Code,
  environment: EnvironmentState,
  reader: ReaderModel,
  model: MigrationModel,
): boolean {
  if (!model.bothAllowed && holds(environment, 'old') && holds(environment, 'new')) return true;
  const declaresOld = code !== 'new';
  const declaresNew = model.kind === 'rename' && code !== 'old';
  return reader.strict.some((layer) => {
    const state = environment[layer];
    return (!declaresOld && Boolean(state.old)) || (!declaresNew && Boolean(state.new));
  });
}

function holds(environment: EnvironmentState, key: keyof LayerState): boolean {
  return LAYERS.some((layer) => environment[layer][key] !== undefined);
}

/** The text that wins over the layers. */
function effective(environment: EnvironmentState, key: keyof LayerState, reader: ReaderModel): Text {
  for (const layer of LAYERS) {
    const text = environment[layer][key];
    if (text === undefined || (text === '' && reader.ignoreEmpty)) continue;
    return text;
  }
  return undefined;
}

/** An empty text counts as unset unless the type accepts it. */
function usable(text: Text, reader: ReaderModel): boolean {
  return text !== undefined && (text !== '' || reader.emptyAccepted);
}

function read(text: Text, reader: ReaderModel): Held {
  if (text === undefined) return reader.required ? { kind: 'crash' } : { kind: 'value', value: 'default' };
  if (text === '' && !reader.emptyAccepted) return { kind: 'crash' };
  return { kind: 'value', value: text };
}
