import { ticked } from '../../text/ticked.ts';
import { TWO_NAMES_PLANS, twoNames } from '../models/two-names.ts';
import type { Kind } from './kinds.ts';
import { TWO_NAMES_WORDS, twoNamesExpectation, twoNamesGates, twoNamesRollback } from './two-names.ts';
import { plain } from './words.ts';

/** Several keys become one: host and port a URL. */
export const merge: Kind = {
  name: 'merge',
  summary: 'put one key in the place of several',
  takes: 'many-to-one',
  forms: TWO_NAMES_PLANS,
  model: twoNames('many-to-one', 'converted'),
  title: (from, to) => `Merge ${plain(from)} into ${plain(to)}`,
  slug: (_from, to) => to.join('-'),
  words: {
    ...TWO_NAMES_WORDS,
    code: (code, keys) =>
      code === 'both'
        ? `code that reads ${plain(keys.to)}, else ${plain(keys.from)} together`
        : TWO_NAMES_WORDS.code(code, keys),
    ship: (code, keys) =>
      code === 'both'
        ? `Code reads ${ticked(keys.to)}, and ${ticked(keys.from)} together where it is not set`
        : TWO_NAMES_WORDS.ship(code, keys),
  },
  naive: ({ from, to }) =>
    `old replicas do not start once one of ${ticked(from)} is gone, and new ones not before ${ticked(to)} is set`,
  rollback: twoNamesRollback,
  expect: twoNamesExpectation,
  questions: ({ from, to, convert, answers }) => [
    ...(answers.has('precedence')
      ? []
      : [
          {
            id: 'precedence',
            text: `Which wins where ${ticked(to)} is set and says something else than ${ticked(from)}?`,
            choices: ['new', 'old', 'error'],
          },
        ]),
    ...(convert === 'custom' && !answers.has('conversion')
      ? [{ id: 'conversion', text: `How do the texts of ${ticked(from)} become that of ${ticked(to)}?` }]
      : []),
  ],
  gates: twoNamesGates,
};
