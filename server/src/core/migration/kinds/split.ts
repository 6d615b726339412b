import { ticked } from '../../text/ticked.ts';
import { TWO_NAMES_PLANS, twoNames } from '../models/two-names.ts';
import type { Kind } from './kinds.ts';
import { TWO_NAMES_WORDS, twoNamesExpectation, twoNamesGates, twoNamesRollback } from './two-names.ts';
import { plain } from './words.ts';

/** One key becomes several: a URL its host and port. Its parts count only together. */
export const split: Kind = {
  name: 'split',
  summary: 'put several keys in the place of one',
  takes: 'one-to-many',
  forms: TWO_NAMES_PLANS,
  model: twoNames('one-to-many', 'converted'),
  title: (from, to) => `Split ${plain(from)} into ${plain(to)}`,
  slug: (from) => `${from.join('-')}-split`,
  words: {
    ...TWO_NAMES_WORDS,
    code: (code, keys) =>
      code === 'both'
        ? `code that reads ${plain(keys.to)} where all are set, else ${plain(keys.from)}`
        : TWO_NAMES_WORDS.code(code, keys),
    ship: (code, keys) =>
      code === 'both'
        ? `Code reads ${ticked(keys.to)} where all of them are set, and ${ticked(keys.from)} where they are not`
        : TWO_NAMES_WORDS.ship(code, keys),
  },
  naive: ({ from, to }) =>
    `new replicas do not start where only some of ${ticked(to)} are set, and code that falls back part by part mixes new parts with those of ${ticked(from)}`,
  rollback: twoNamesRollback,
  expect: twoNamesExpectation,
  questions: ({ from, to, convert, answers }) =>
    convert === 'custom' && !answers.has('conversion')
      ? [
          {
            id: 'conversion',
            text: `How does the text of ${ticked(from)} become those of ${ticked(to)}, and how the other way round?`,
          },
        ]
      : [],
  gates: twoNamesGates,
};
