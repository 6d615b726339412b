import { kindNamed } from '../../../server/src/core/migration/kinds/kinds.ts';
import type { LayerState, ReaderModel } from '../../../server/src/core/migration/replica-model.ts';
import type { Random } from '../../oracle/random.ts';
import type { Fate } from '../fate.ts';
import type { ReplicaCase } from '../replica-case.ts';
import { heldIn, lines, randomText } from './one-key.ts';
import { settingsClass } from './settings-class.ts';
import { DOTENV, request, walkTo } from './walk-to.ts';

/** Texts of today's key, which differ where two layers hold two keys. */
const OLD = { value: 'key-one', other: 'key-other' } as const;
const NEXT = 'key-two';
/** As the model names them. */
const NAMES: Readonly<Record<string, string>> = {
  "today's key value": OLD.value,
  "today's key other": OLD.other,
  "today's key ": '',
  'the next key': NEXT,
  default: 'key-default',
};

/** A class with a key that signs, and code before or after it learned to accept several. */
export function signing(random: Random): ReplicaCase {
  const ask = request(
    {
      kind: 'rotate-signing',
      from: 'SECRET_KEY',
      to: 'SECRET_KEY',
      toKeys: ['SECRET_KEY', 'SECRET_KEY_FALLBACKS'],
      plan: 'code-first',
    },
    { max_token_ttl: '12h' },
  );
  const declared = random.pick(['secret_key: str', 'secret_key: str = "key-default"']);
  const today = settingsClass(random, [declared]);
  const begun = { ...today, [DOTENV]: `SECRET_KEY=${OLD.value}\n` };
  const { code, files } = walkTo(ask, begun, random.below(2));
  const shape = { process: random.chance(0.3) ? randomText(random) : undefined, dotenv: randomText(random) };
  const states = ['old', 'both', 'sign-new', 'new'] as const;
  const edited = { process: random.pick(states), dotenv: random.pick(states) };
  const reader: ReaderModel = { strict: [], required: false, emptyAccepted: true, ignoreEmpty: false };
  const model = { kind: 'rotate-signing', bothAllowed: true, readers: [reader] } as const;
  const state = kindNamed('rotate-signing').model.environment(shape, edited, model);
  const several = files['app/settings.py']?.includes('secret_key_accepted') === true;
  return {
    ask,
    code,
    today,
    files,
    state,
    dotenv: lines(variables(state.dotenv)),
    environment: variables(state.process),
    settings: 'app.settings:Settings',
    value: several ? 'settings.settings.secret_key_accepted' : '[settings.settings.secret_key]',
    fateOf: (held): Fate => {
      if (held.kind === 'split') throw new Error('no replica is refused by itself');
      return { kind: 'value', value: held.accepts?.map((it) => NAMES[it]) };
    },
    resolved: (resolution) => {
      const key = heldIn(resolution, ['secret_key']);
      const more = several ? heldIn(resolution, ['secret_key_fallbacks']) : '';
      if (typeof key !== 'string' || typeof more !== 'string') return undefined;
      return [key, ...more.split(' ').filter((it) => it !== '')];
    },
  };
}

function variables({ old, new: next, list }: LayerState): Readonly<Record<string, string>> {
  const key = next !== undefined ? NEXT : old === undefined || old === '' ? old : OLD[old];
  const further = list === 'new' ? NEXT : OLD[next === 'other' ? 'other' : 'value'];
  return {
    ...(key === undefined ? {} : { SECRET_KEY: key }),
    ...(list === undefined ? {} : { SECRET_KEY_FALLBACKS: further }),
  };
}
