import type { Resolution } from '../../../server/src/core/binding/resolution.ts';
import type { MigrationAsk } from '../../../server/src/core/features/migrations.ts';
import { kindNamed } from '../../../server/src/core/migration/kinds/kinds.ts';
import type { Edited, KeysHeld } from '../../../server/src/core/migration/plans.ts';
import type {
  EnvironmentState,
  Held,
  LayerState,
  Text,
} from '../../../server/src/core/migration/replica-model.ts';
import { LAYERS } from '../../../server/src/core/migration/replica-model.ts';
import type { Random } from '../../oracle/random.ts';
import type { SaidFate } from '../fate.ts';
import type { ReplicaCase } from '../replica-case.ts';
import { heldIn, lines, randomText } from './one-key.ts';
import { settingsClass } from './settings-class.ts';
import { DOTENV, request, walkTo } from './walk-to.ts';

type Kind = 'split' | 'merge' | 'move' | 'unit';
type Word = 'value' | 'other';

/** Keys that take the place of others, with their texts, and what the service holds. */
interface Regrouping {
  readonly ask: Pick<MigrationAsk, 'from'> & Partial<MigrationAsk>;
  readonly answers: Readonly<Record<string, string>>;
  /** Fields of today without and with a default. */
  readonly required: readonly string[];
  readonly defaults: readonly string[];
  readonly old: Readonly<Record<string, Readonly<Record<Word, string>>>>;
  readonly next: Readonly<Record<string, Readonly<Record<Word, string>>>>;
  readonly held: Readonly<Record<Word | 'default', unknown>>;
  /** Attributes of today's code, and of code that knows the new keys. */
  readonly reads: readonly [string, string];
  readonly resolved: (values: readonly unknown[]) => unknown;
  readonly fields: readonly [readonly string[], readonly string[]];
}

const REGROUPINGS: Readonly<Record<Kind, Regrouping>> = {
  unit: {
    ask: { from: 'TIMEOUT', to: 'TIMEOUT_MS' },
    answers: { convert: 'seconds-to-milliseconds' },
    required: ['timeout: float'],
    defaults: ['timeout: float = 5.0'],
    old: { TIMEOUT: { value: '2.5', other: '3' } },
    next: { TIMEOUT_MS: { value: '2500', other: '3000' } },
    held: { value: 2.5, other: 3, default: 5 },
    reads: ['settings.settings.timeout', 'settings.settings.timeout_ms / 1000'],
    resolved: ([old, next]) => (typeof next === 'number' ? next / 1000 : old),
    fields: [['timeout'], ['timeout_ms']],
  },
  split: {
    ask: { from: 'CACHE', to: 'CACHE_HOST', toKeys: ['CACHE_HOST', 'CACHE_PORT'] },
    answers: { convert: 'host-port' },
    required: ['cache: str'],
    defaults: ['cache: str = "near:9"'],
    old: { CACHE: { value: 'main:1', other: 'spare:2' } },
    next: { CACHE_HOST: { value: 'main', other: 'spare' }, CACHE_PORT: { value: '1', other: '2' } },
    held: { value: 'main:1', other: 'spare:2', default: 'near:9' },
    reads: ['settings.settings.cache', 'f"{settings.settings.cache_host}:{settings.settings.cache_port}"'],
    resolved: joined,
    fields: [['cache'], ['cache_host', 'cache_port']],
  },
  merge: {
    ask: {
      from: 'MAIL_HOST',
      fromKeys: ['MAIL_HOST', 'MAIL_PORT'],
      to: 'MAIL_ADDRESS',
      toKeys: ['MAIL_ADDRESS'],
    },
    answers: { convert: 'join-host-port', precedence: 'new' },
    required: ['mail_host: str', 'mail_port: int'],
    defaults: ['mail_host: str = "near"', 'mail_port: int = 9'],
    old: { MAIL_HOST: { value: 'main', other: 'spare' }, MAIL_PORT: { value: '1', other: '2' } },
    next: { MAIL_ADDRESS: { value: 'main:1', other: 'spare:2' } },
    held: { value: 'main:1', other: 'spare:2', default: 'near:9' },
    reads: [
      'f"{settings.settings.mail_host}:{settings.settings.mail_port}"',
      'settings.settings.mail_address',
    ],
    resolved: joined,
    fields: [['mail_host', 'mail_port'], ['mail_address']],
  },
  move: {
    ask: {
      from: 'MAIL_HOST',
      fromKeys: ['MAIL_HOST', 'MAIL_PORT'],
      to: 'SMTP_HOST',
      toKeys: ['SMTP_HOST', 'SMTP_PORT'],
    },
    answers: {},
    required: ['mail_host: str', 'mail_port: int'],
    defaults: ['mail_host: str = "near"', 'mail_port: int = 9'],
    old: { MAIL_HOST: { value: 'main', other: 'spare' }, MAIL_PORT: { value: '1', other: '2' } },
    next: { SMTP_HOST: { value: 'main', other: 'spare' }, SMTP_PORT: { value: '1', other: '2' } },
    held: { value: 'main:1', other: 'spare:2', default: 'near:9' },
    reads: [
      'f"{settings.settings.mail_host}:{settings.settings.mail_port}"',
      'f"{settings.settings.smtp_host}:{settings.settings.smtp_port}"',
    ],
    resolved: joined,
    fields: [
      ['mail_host', 'mail_port'],
      ['smtp_host', 'smtp_port'],
    ],
  },
};

/** A class whose keys are split, merged, moved or measured in another unit, somewhere on its way. */
export function regrouped(random: Random, kind: Kind): ReplicaCase {
  const it = REGROUPINGS[kind];
  const plan = random.chance(0.4) ? 'env-first' : 'code-first';
  const asked = request({ kind, plan, ...it.ask }, it.answers);
  const today = settingsClass(random, random.chance(0.5) ? it.required : it.defaults);
  const begun = { ...today, [DOTENV]: lines(written(it.old, 'value')) };
  const { code, files } = walkTo(asked, begun, random.below(4));
  const process = random.chance(0.4) ? someText(random, kind) : undefined;
  const shape = { process, dotenv: someText(random, kind) };
  const edited = onTheWay(random, kind);
  const state = withEmpty(random, kind, kindNamed(kind).model.environment(shape, edited, modelOf(kind)));
  const side = /\b(?:timeout_ms|cache_host|mail_address|smtp_host)\b/.test(files['app/settings.py'] ?? '')
    ? 1
    : 0;
  return {
    ask: asked,
    code,
    today,
    files,
    state,
    dotenv: lines(variables(it, state.dotenv)),
    environment: variables(it, state.process),
    settings: 'app.settings:Settings',
    value: it.reads[side],
    fateOf: (held) => fateOf(it, held, state),
    resolved: (resolution) => resolvedIn(it, side, resolution),
  };
}

function modelOf(kind: Kind) {
  return { kind, bothAllowed: true, readers: [] };
}

/** Several keys that are all empty are as many cases, and the model leaves them open. */
function someText(random: Random, kind: Kind): Text {
  const text = randomText(random);
  return text === '' && kind !== 'unit' && random.chance(0.8) ? undefined : text;
}

/** Variables that somebody declared for the new keys and did not fill: no edit leaves them. */
function withEmpty(random: Random, kind: Kind, state: EnvironmentState): EnvironmentState {
  if ((kind !== 'split' && kind !== 'unit') || random.chance(0.85)) return state;
  const layer = random.pick(LAYERS);
  const { newPart: _part, ...held } = state[layer];
  return { ...state, [layer]: { ...held, new: '' } };
}

type Edit = readonly [from: KeysHeld, to: KeysHeld];

/** Two layers while they are edited: the higher one first, each through what lies between. */
function onTheWay(random: Random, kind: Kind): Edited {
  const moves: readonly [Edit, ...Edit[]] = [
    ['old', 'both'],
    ['both', 'new'],
    ['old', 'new'],
  ];
  const [from, to] = random.pick(moves);
  const passed = kindNamed(kind).model.passes(from, to, modelOf(kind));
  const own = passed[random.below(passed.length)] ?? from;
  return random.chance(0.5) ? { process: own, dotenv: from } : { process: to, dotenv: own };
}

function fateOf(
  it: Regrouping,
  held: Held & { readonly kind: 'value' | 'split' },
  { process, dotenv }: EnvironmentState,
): SaidFate {
  if (held.kind === 'split' || held.value === 'none') throw new Error('nothing refuses or forgets here');
  if (held.value === 'next') throw new Error(held.value);
  const part = [process, dotenv].some((layer) => layer.oldPart !== undefined || layer.newPart !== undefined);
  // With a part of the keys set, the others take their defaults.
  if (held.value === 'garbled' || (held.value === 'default' && part))
    return { kind: 'wrong', meant: [it.held.value, it.held.other] };
  return { kind: 'value', value: held.value === '' ? '' : it.held[held.value] };
}

function resolvedIn({ fields, resolved }: Regrouping, side: 0 | 1, resolution: Resolution): unknown {
  const values = fields[side].map((name) => heldIn(resolution, [name]));
  if (values.some((value) => value === undefined)) return undefined;
  if (fields[0].length === 1 && fields[1].length === 1)
    return resolved(side === 0 ? values : [undefined, ...values]);
  return resolved(values);
}

function joined(values: readonly unknown[]): unknown {
  return values.join(':');
}

function written(keys: Regrouping['old'], text: Exclude<Text, undefined>): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(keys).map(([key, texts]) => [key, text === '' ? '' : texts[text]]),
  );
}

/** What stands in a layer. In passing, the first of the new keys is there already, or the last of the old ones still. */
function variables(it: Regrouping, layer: LayerState): Readonly<Record<string, string>> {
  const { old, new: next, oldPart, newPart } = layer;
  const all = (keys: Regrouping['old'], text: Text) => (text === undefined ? {} : written(keys, text));
  const one = (keys: Regrouping['old'], text: Text, at: number) =>
    Object.fromEntries(Object.entries(all(keys, text)).slice(at).slice(0, 1));
  return {
    ...one(it.old, oldPart, -1),
    ...one(it.next, newPart, 0),
    ...all(it.old, old),
    ...all(it.next, next),
  };
}
