import type { MigrationAsk } from '../../../server/src/core/features/migrations.ts';
import {
  effective,
  type Held,
  LAYERS,
  type LayerState,
  type ReaderModel,
  type Text,
} from '../../../server/src/core/migration/replica-model.ts';
import type { Random } from '../../oracle/random.ts';
import type { Fate } from '../fate.ts';
import type { ReplicaCase } from '../replica-case.ts';
import { heldIn, lines } from './one-key.ts';
import { settingsClass } from './settings-class.ts';
import { DOTENV, request, walkTo } from './walk-to.ts';

type Kind =
  | 'retype'
  | 'enum'
  | 'default'
  | 'require'
  | 'tighten'
  | 'widen'
  | 'flag'
  | 'value'
  | 'layer'
  | 'rotate-credential';

/** A key that keeps its name while code or environments come to mean another thing by it. */
interface Reread {
  readonly key: string;
  readonly field: string;
  readonly answers?: Readonly<Record<string, string>>;
  readonly plans: readonly [NonNullable<MigrationAsk['plan']>, ...NonNullable<MigrationAsk['plan']>[]];
  /** Declarations of today. */
  readonly declared: readonly [string, ...string[]];
  /** Texts of today, and what is held where they are read. */
  readonly old: Readonly<Record<'value' | 'other', string>>;
  /** Texts that the change brings: no key of its own, so that a layer holds the one or the other. */
  readonly next?: Partial<Readonly<Record<'value' | 'other', string>>>;
  readonly held: Readonly<Record<'value' | 'other' | 'default', unknown>> & { readonly next?: unknown };
  /** Code of the end no longer has the attribute. */
  readonly leaves?: true;
  /** That it starts is all that counts. */
  readonly onlyStarts?: true;
}

const NUMBERS = {
  key: 'DB_POOL',
  field: 'db_pool',
  old: { value: '20', other: '30' },
  held: { value: 20, other: 30, default: 5 },
} as const;

const REREAD: Readonly<Record<Kind, Reread>> = {
  retype: {
    key: 'ORIGINS',
    field: 'origins',
    answers: { convert: 'csv-json' },
    plans: ['code-first', 'one-pr'],
    declared: ['origins: str', 'origins: str = "z"'],
    old: { value: 'a,b', other: 'c,d' },
    next: { value: '["a", "b"]', other: '["c", "d"]' },
    held: { value: 'a,b', other: 'c,d', default: 'z' },
  },
  enum: {
    key: 'MODE',
    field: 'mode',
    answers: { enum: 'fast=quick, slow=careful' },
    plans: ['code-first', 'one-pr'],
    declared: [
      'mode: Literal["fast", "slow", "off"]',
      'mode: Literal["fast", "slow", "off"] = "off"',
      'mode: str',
      'mode: str = "off"',
    ],
    old: { value: 'fast', other: 'slow' },
    next: { value: 'quick', other: 'careful' },
    held: { value: 'fast', other: 'slow', default: 'off' },
  },
  default: {
    ...NUMBERS,
    answers: { default_new: '10' },
    plans: ['env-first', 'one-pr'],
    declared: ['db_pool: int = 5', 'db_pool: int = Field(default=5)'],
    next: { value: '5' },
    held: { ...NUMBERS.held, next: 10 },
  },
  require: {
    ...NUMBERS,
    answers: { default_value: '7' },
    plans: ['env-first', 'code-first'],
    declared: ['db_pool: int = 5', 'db_pool: int = Field(default=5)'],
    onlyStarts: true,
  },
  tighten: {
    ...NUMBERS,
    answers: { constraint: 'ge=1, le=25' },
    plans: ['env-first', 'code-first'],
    declared: ['db_pool: int', 'db_pool: int = 5', 'db_pool: int = Field(default=5, ge=0)'],
  },
  widen: {
    ...NUMBERS,
    answers: { constraint: 'ge=1, le=100' },
    plans: ['code-first', 'one-pr'],
    declared: ['db_pool: int = Field(ge=1, le=50)', 'db_pool: int = Field(default=5, ge=1, le=50)'],
    next: { value: '80', other: '80' },
    held: { ...NUMBERS.held, next: 80 },
  },
  flag: {
    key: 'SEARCH',
    field: 'search',
    answers: { default_value: 'true' },
    plans: ['env-first'],
    declared: ['search: bool', 'search: bool = False', 'search: bool = True'],
    old: { value: 'true', other: 'false' },
    held: { value: true, other: false, default: undefined },
    leaves: true,
  },
  value: {
    ...NUMBERS,
    plans: ['env-first'],
    declared: ['db_pool: int', 'db_pool: int = 5'],
    next: { value: '40', other: '40' },
    held: { ...NUMBERS.held, next: 40 },
  },
  layer: {
    ...NUMBERS,
    answers: { to_layer: 'process' },
    plans: ['env-first'],
    declared: ['db_pool: int', 'db_pool: int = 5'],
  },
  'rotate-credential': {
    key: 'API_KEY',
    field: 'api_key',
    answers: { both_allowed: 'yes' },
    plans: ['code-first'],
    declared: ['api_key: str', 'api_key: str = "none"'],
    old: { value: 'first', other: 'third' },
    next: { value: 'second', other: 'fourth' },
    held: { value: 'first', other: 'third', default: 'none' },
  },
};

/** A class with one key that keeps its name, somewhere on its way, and any environment at all. */
export function reread(random: Random, kind: Kind): ReplicaCase {
  const it = REREAD[kind];
  const stays = it.leaves ? {} : { to: it.key };
  const asked = request({ kind, from: it.key, ...stays, plan: random.pick(it.plans) }, it.answers);
  const declared = random.pick(it.declared);
  const today = settingsClass(random, [declared]);
  const begins = kind === 'default' || kind === 'require' ? '' : `${it.key}=${it.old.value}\n`;
  const version = walkTo(asked, { ...today, [DOTENV]: begins }, random.below(4));
  // What changes of a credential is the side that accepts it.
  const code = kind === 'rotate-credential' ? random.pick(['old', 'both', 'new'] as const) : version.code;
  const state = {
    process: random.chance(0.4) ? randomLayer(random, it) : { old: undefined, new: undefined },
    dotenv: randomLayer(random, it),
  };
  const gone = it.leaves === true && code !== 'old';
  return {
    ask: asked,
    code,
    today,
    files: version.files,
    state,
    dotenv: lines(variables(it, state.dotenv)),
    environment: variables(it, state.process),
    settings: 'app.settings:Settings',
    value: gone || it.onlyStarts ? null : `settings.settings.${it.field}`,
    fateOf: (held, reader) => (gone ? ANY : fateOf(it, held, { state, reader, declared })),
    resolved: (resolution) => (gone || it.onlyStarts ? 'starts' : heldIn(resolution, [it.field])),
  };
}

const ANY: Fate = { kind: 'value', value: undefined };

interface Found {
  readonly state: ReplicaCase['state'];
  readonly reader: ReaderModel;
  readonly declared: string;
}

function fateOf(it: Reread, held: Held & { readonly kind: 'value' | 'split' }, found: Found): Fate {
  const { next } = it;
  // The other side refuses it, or code takes the text as it stands: that is what the process holds.
  if (held.kind === 'split' || held.value === 'garbled')
    return { kind: 'value', value: textFound(it, found) };
  switch (held.value) {
    case 'none':
      return ANY;
    case 'next':
      return { kind: 'value', value: it.held.next };
    case '':
      return { kind: 'value', value: '' };
    case 'default':
      return { kind: 'value', value: it.held.default ?? found.declared.endsWith('True') };
    default:
      // A credential is held as it is written, whichever side of the change it stands on.
      return {
        kind: 'value',
        value: it.key === 'API_KEY' && next ? textFound(it, found) : it.held[held.value],
      };
  }
}

/** The text that wins over the layers. */
function textFound(it: Reread, { state, reader }: Found): string | undefined {
  const top = LAYERS.map((layer) => state[layer]).find((layer) => {
    const text = layer.new ?? layer.old;
    return text !== undefined && !(text === '' && reader.ignoreEmpty);
  });
  if (top === undefined) return undefined;
  if (effective({ process: top, dotenv: top }, top.new === undefined ? 'old' : 'new', reader) === '')
    return '';
  const text = top.new ?? top.old;
  if (text === undefined || text === '') return text;
  return top.new === undefined ? it.old[text] : it.next?.[text];
}

/** An empty text is written in the same way on both sides. */
function randomLayer(random: Random, { next }: Reread): LayerState {
  const old = random.pick([undefined, undefined, '', 'value', 'value', 'other'] as const);
  if (old === undefined || old === '' || next?.[old] === undefined || random.chance(0.5))
    return { old, new: undefined };
  return { old: undefined, new: old };
}

function variables(it: Reread, layer: LayerState): Readonly<Record<string, string>> {
  const text = textIn(it.old, layer.old) ?? textIn(it.next ?? {}, layer.new);
  return text === undefined ? {} : { [it.key]: text };
}

function textIn(texts: Partial<Readonly<Record<'value' | 'other', string>>>, text: Text): string | undefined {
  return text === undefined || text === '' ? text : texts[text];
}
