import { ticked } from '../../text/ticked.ts';
import { RESPELLED_PLANS, respelled } from '../models/same-key.ts';
import type { Kind } from './kinds.ts';
import { RESPELLED_WORDS, respelledGates } from './retype.ts';
import { plain, wayBack } from './words.ts';

/** A value of an enum gets another name. */
export const enumKind: Kind = {
  name: 'enum',
  summary: 'give values of an enum other names',
  takes: 'key',
  forms: RESPELLED_PLANS,
  model: respelled,
  title: (from) => `Rename values of ${plain(from)}`,
  slug: (from) => `${from.join('-')}-values`,
  words: {
    ...RESPELLED_WORDS,
    code: (code, { from }) => {
      if (code === 'old') return `code that knows the old values of ${plain(from)}`;
      return code === 'both'
        ? `code that knows old and new values of ${plain(from)}`
        : `code that knows the new values of ${plain(from)}`;
    },
    column: (held) => (held === 'old' ? 'old value' : 'new value'),
    state: (held, { from }) => `${ticked(from)} has its ${held === 'old' ? 'old' : 'new'} value`,
    ship: (code, { from }) =>
      code === 'both'
        ? `Code knows the old and the new values of ${ticked(from)}`
        : `Code knows the new values of ${ticked(from)} alone`,
    edit: (_held, { from }) => `Every environment uses the new values of ${ticked(from)}`,
  },
  naive: ({ from }) =>
    `new code does not start with an old value of ${ticked(from)}, and old code does not start with a new one`,
  rollback: (names) =>
    wayBack(
      RESPELLED_PLANS,
      names,
      (_held, { from }) => `put the old value of ${plain(from)} back; no deploy`,
    ),
  expect: ({ from }) => ({
    result: 'the same behaviour in every environment',
    metric: `environments that hold an old value of ${plain(from)}`,
  }),
  questions: ({ from, answers }) =>
    [...answers.keys()].some((id) => id === 'enum' || id.startsWith('enum.'))
      ? []
      : [
          {
            id: 'enum',
            text: `Which values of ${ticked(from)} get which names? (\`OLD=NEW, OLD=NEW\`)`,
          },
        ],
  gates: respelledGates,
};
