/**
 * The grid of (code version) × (environment) in which a replica lives: the code it runs and the environment it saw
 * when it started. Everything here is finite, so that a plan is proved by looking at every replica it can reach.
 */
import type { KindName } from './kinds/kinds.ts';
import type { Edited, HeldInPassing, KeysHeld, Shape } from './plans.ts';

/**
 * `old` is today's. `both` is the version in between: it reads NEW, else OLD, takes both spellings, or accepts both
 * keys; `both-old-first` reads them the other way round. `new` is the version at the end, and `new-declaring` is `new`
 * that still declares OLD without reading it. Where a service is not what changes, it is the other side: the server
 * that accepts a credential.
 */
export type Code = 'old' | 'both' | 'both-old-first' | 'new' | 'new-declaring';

/** The text of a key in one layer: absent, empty, the value of today, or another value. */
export type Text = undefined | '' | 'value' | 'other';

/** What one layer holds on each side of the change. */
export interface LayerState {
  readonly old: Text;
  readonly new: Text;
  /** Some of several old, or new, keys are there and others are not: what those that are there hold. */
  readonly oldPart?: Text;
  readonly newPart?: Text;
  /** Of a rotation of signing keys: the further key that is accepted, today's or the next. */
  readonly list?: 'old' | 'new';
  /** What was put in for a while, a default or the value of a flag, is gone again. */
  readonly unpinned?: true;
}

export const LAYERS = ['process', 'dotenv'] as const;
export type LayerKind = (typeof LAYERS)[number];

/** What a process sees when it starts. The process environment outranks dotenv files. */
export type EnvironmentState = Readonly<Record<LayerKind, LayerState>>;

/** What decides how one reader treats a key. */
export interface ReaderModel {
  /** Layers whose unknown, non-empty keys stop it (`extra='forbid'`: dotenv only, never the process). */
  readonly strict: readonly LayerKind[];
  /** Without the key it does not start; otherwise it takes a default. */
  readonly required: boolean;
  /** The type accepts an empty text as a value. */
  readonly emptyAccepted: boolean;
  /**
   * What an empty text is of keys into which others are converted: a value of the types of all of them, refused by one,
   * or unset. Absent where it is as of today's key.
   */
  readonly newEmpty?: 'value' | 'refused' | 'unset';
  /** An empty text counts as absent in every layer (`env_ignore_empty`). */
  readonly ignoreEmpty: boolean;
  /** Of a new spelling: today's code takes it for another value, where it would not start otherwise. */
  readonly garbles?: boolean;
  /** Of a rotation of signing keys: today's code accepts a list of further keys already. */
  readonly verifies?: boolean;
  /** Of a change of layer: today's code does not read the layer to which the key moves. */
  readonly blindToTarget?: boolean;
  /** Of a key that comes to be required: today's code knows it and does without. */
  readonly knows?: boolean;
  /** Of a flag: the default of today is the value that code holds from now on. */
  readonly defaultHolds?: boolean;
}

/** What a replica comes to hold; `default` is today's default, `next` a value that the change brings. */
export type Held =
  | {
      readonly kind: 'value';
      readonly value: 'default' | 'next' | 'garbled' | 'none' | Exclude<Text, undefined>;
      /** Of a rotation of signing keys: the key it signs with, and all those that it accepts. */
      readonly signs?: string;
      readonly accepts?: readonly string[];
    }
  | { readonly kind: 'crash' }
  | { readonly kind: 'reject' }
  /** It runs, and what it talks to refuses it. */
  | { readonly kind: 'split' };

/** What is known of the change itself. */
export interface MigrationModel {
  readonly kind: KindName;
  /** False where the framework refuses OLD and NEW in one environment, or a provider has one credential at a time. */
  readonly bothAllowed: boolean;
  /** False where a text may be meant in the old and in the new way. */
  readonly distinguishable?: boolean;
  /** The layer in which a key is put that is in none yet; of a change of layer: to which it moves. */
  readonly target?: LayerKind;
  /** Every process that reads the key. They are released one by one, in any order. */
  readonly readers: readonly ReaderModel[];
}

/** How one kind of change turns environments, and what each version of the code makes of them. */
export interface ReplicaModel {
  /** Versions of the code that can be written for it, apart from today's. */
  readonly codes: (model: MigrationModel) => readonly Code[];
  /** The version that is left when the migration is done. */
  readonly ends: (model: MigrationModel) => Code;
  /** What an environment may be made to hold, in order; the first is what it holds today. */
  readonly states: readonly KeysHeld[];
  /** What one layer passes through on its way, both ends included. */
  readonly passes: (from: HeldInPassing, to: KeysHeld, model: MigrationModel) => readonly HeldInPassing[];
  /** States for which the lowest layer is edited first, so that nothing below shows when a higher one goes. */
  readonly lowestFirst?: readonly KeysHeld[];
  /** True where one edit is two writes to two stores, that nothing orders. */
  readonly unordered?: boolean;
  /** True where nothing takes the place of the key, so that others who read it cannot follow. */
  readonly leaves?: true;
  /** True where replicas sign what others look at: `Held` then has the keys. */
  readonly signs?: true;
  /** True where code and settings cannot be one artefact. */
  readonly apart?: boolean;
  /** An environment of this shape after its layers were edited so. */
  readonly environment: (shape: Shape, edited: Edited, model: MigrationModel) => EnvironmentState;
  /** What one replica holds after it starts with this code in this environment. */
  readonly held: (
    code: Code,
    environment: EnvironmentState,
    reader: ReaderModel,
    model: MigrationModel,
  ) => Held;
  /**
   * What a replica of an edited environment is meant to hold, where that is not what it holds today: a value moves
   * with the environment that it stands in, never with a release of code.
   */
  readonly moved?: (
    now: EnvironmentState,
    today: EnvironmentState,
    reader: ReaderModel,
    model: MigrationModel,
  ) => Held;
}

/** How a replica fares, compared with what it is meant to hold. */
export type Outcome = 'ok' | 'crash' | 'reject' | 'split' | 'wrong-default' | 'wrong-other';

/** The text that wins over the layers, on one side of the change. */
export function effective(environment: EnvironmentState, side: 'old' | 'new', reader: ReaderModel): Text {
  for (const layer of LAYERS) {
    const text = environment[layer][side];
    if (text === undefined || (text === '' && reader.ignoreEmpty)) continue;
    return text;
  }
  return undefined;
}

/** An empty text counts as unset unless the type accepts it. */
export function usable(text: Text, reader: ReaderModel): boolean {
  return text !== undefined && (text !== '' || reader.emptyAccepted);
}

/** What a reader makes of the text of a key that it declares. */
export function read(text: Text, reader: ReaderModel): Held {
  if (text === undefined) return reader.required ? { kind: 'crash' } : { kind: 'value', value: 'default' };
  if (text === '' && !reader.emptyAccepted) return { kind: 'crash' };
  return { kind: 'value', value: text };
}

/** The keys that stay: a layer holds one text, before or after the change. */
export function steadily(from: HeldInPassing, to: KeysHeld): readonly HeldInPassing[] {
  return from === to ? [from] : [from, to];
}
