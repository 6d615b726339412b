import { ticked } from '../../text/ticked.ts';
import { settledKey } from '../models/leaving-key.ts';
import { edit, planOf, ship, together } from '../plans.ts';
import type { Kind } from './kinds.ts';
import { REMOVAL_WORDS } from './remove.ts';
import { plain, wayBack } from './words.ts';

const FORMS = [
  planOf('one-pr', [together('new', 'new')]),
  planOf('env-first', [edit('both')], [together('new', 'new')], [], 'joint'),
  planOf('env-first', [edit('both')], [ship('new')], [edit('new')]),
  // The default is the value that stays: the key goes first, and code follows.
  planOf('env-first', [edit('new')], [ship('new')], [], 'by-default'),
  planOf('env-first', [edit('both')], [ship('new-declaring')], [edit('new'), ship('new')]),
];

/** A flag has one value for good: code goes on with it, and the key goes. */
export const flag: Kind = {
  name: 'flag',
  summary: 'retire a flag: code goes on with one of its values',
  takes: 'key',
  forms: FORMS,
  model: settledKey,
  title: (from) => `Retire the flag ${plain(from)}`,
  slug: (from) => `retire-${from.join('-')}`,
  words: {
    ...REMOVAL_WORDS,
    code: (code, keys) =>
      code === 'new'
        ? `code that goes on with one value of ${plain(keys.from)}`
        : REMOVAL_WORDS.code(code, keys),
    column: (held, keys) => {
      if (held === 'old') return `${plain(keys.from)} as today`;
      return held === 'both' ? 'the value that stays' : REMOVAL_WORDS.column(held, keys);
    },
    state: (held, keys) => {
      if (held === 'old') return `${ticked(keys.from)} is as today`;
      return held === 'both'
        ? `${ticked(keys.from)} has the value that stays`
        : REMOVAL_WORDS.state(held, keys);
    },
    ship: (code, keys) =>
      code === 'new'
        ? `Code goes on with the value that stays, without ${ticked(keys.from)}`
        : REMOVAL_WORDS.ship(code, keys),
    edit: (held, keys) =>
      held === 'both'
        ? `Every environment has the value of ${ticked(keys.from)} that stays, and had it for a while`
        : REMOVAL_WORDS.edit(held, keys),
  },
  naive: ({ from }) =>
    `an environment that still has the other value of ${ticked(from)} changes its behaviour with the release`,
  rollback: (names) =>
    wayBack(FORMS, names, (held, { from }) =>
      held === 'both'
        ? `put the old value of ${plain(from)} back; no deploy`
        : `add ${plain(from)} back with the value that stays; no deploy`,
    ),
  expect: ({ from }) => ({
    result: 'no replica behaves differently when the flag goes',
    metric: `places that read ${plain(from)}, environments that hold it`,
  }),
  questions: ({ from, answers }) =>
    answers.has('default_value')
      ? []
      : [{ id: 'default_value', text: `Which value of ${ticked(from)} stays for good?` }],
  gates: (plan, phase) => {
    if (phase === 'done') return ['G1', 'G6', 'G8'];
    if (plan === 'one-pr') return phase === 'expand' ? ['G3', 'G6'] : ['G1', 'G6', 'G8'];
    switch (phase) {
      case 'expand':
        return [];
      case 'migrate':
        return ['G3', 'G6', 'G13'];
      case 'contract':
        return ['G6', 'G8', 'G9', 'G10'];
    }
  },
};
