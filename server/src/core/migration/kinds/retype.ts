import { ticked } from '../../text/ticked.ts';
import { RESPELLED_PLANS, respelled } from '../models/same-key.ts';
import type { OpenPhase } from '../plans.ts';
import type { Kind, KindWords, PlanName } from './kinds.ts';
import { plain, wayBack } from './words.ts';

/** A key whose text is spelled in another way, in words. */
export const RESPELLED_WORDS: KindWords = {
  code: (code, { from }) => {
    if (code === 'old') return `code that takes ${plain(from)} as it is spelled today`;
    return code === 'both'
      ? `code that takes both spellings of ${plain(from)}`
      : `code that takes the new spelling of ${plain(from)}`;
  },
  column: (held) => (held === 'old' ? 'old spelling' : 'new spelling'),
  state: (held, { from }) => `${ticked(from)} has its ${held === 'old' ? 'old' : 'new'} spelling`,
  ship: (code, { from }) =>
    code === 'both'
      ? `Code takes both spellings of ${ticked(from)}`
      : `Code takes the new spelling of ${ticked(from)} alone`,
  edit: (_held, { from }) => `Every environment spells ${ticked(from)} the new way`,
};

/** The gates of a plan that spells a key in another way. */
export function respelledGates(plan: PlanName, phase: OpenPhase | 'done'): ReturnType<Kind['gates']> {
  if (phase === 'done') return ['G4', 'G8'];
  if (plan === 'one-pr') return phase === 'expand' ? ['G4'] : ['G4', 'G8'];
  switch (phase) {
    case 'expand':
      return ['G13'];
    case 'migrate':
      return ['G8', 'G13'];
    case 'contract':
      return ['G4', 'G8', 'G9'];
  }
}

/** The text of a key is written in another way that can be told from the old one: comma text, then JSON. */
export const retype: Kind = {
  name: 'retype',
  summary: 'spell a value in another way under the same key',
  takes: 'key',
  forms: RESPELLED_PLANS,
  model: respelled,
  title: (from) => `Spell ${plain(from)} in another way`,
  slug: (from) => `${from.join('-')}-spelling`,
  words: RESPELLED_WORDS,
  naive: ({ from }) =>
    `new code does not start with the old spelling of ${ticked(from)}; old code does not start with the new one, or silently reads something else into it`,
  rollback: (names) =>
    wayBack(RESPELLED_PLANS, names, (_held, { from }) => `spell ${plain(from)} the old way again; no deploy`),
  expect: ({ from }) => ({
    result: 'the same value in every environment',
    metric: `environments that spell ${plain(from)} the old way`,
  }),
  questions: ({ from, convert }) =>
    convert === 'same'
      ? [
          {
            id: 'convert',
            text: `Which conversion turns the old spelling of ${ticked(from)} into the new one?`,
          },
        ]
      : [],
  gates: respelledGates,
};
