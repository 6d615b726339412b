import { ticked } from '../../text/ticked.ts';
import { TWO_NAMES_PLANS, twoNames } from '../models/two-names.ts';
import type { Kind } from './kinds.ts';
import { TWO_NAMES_WORDS, twoNamesExpectation, twoNamesGates, twoNamesRollback } from './two-names.ts';
import { plain } from './words.ts';

/** One key takes the place of another; the value stays as it is. */
export const rename: Kind = {
  name: 'rename',
  summary: 'give a key another name',
  takes: 'old-new',
  forms: TWO_NAMES_PLANS,
  model: twoNames('one-to-one'),
  title: (from, to) => `Rename ${plain(from)} to ${plain(to)}`,
  slug: (_from, to) => to.join('-'),
  words: TWO_NAMES_WORDS,
  naive: ({ from, to }) =>
    `new replicas do not start where only ${ticked(from)} is set, and old ones fail at their next restart where only ${ticked(to)} is`,
  rollback: twoNamesRollback,
  expect: twoNamesExpectation,
  questions: () => [],
  gates: twoNamesGates,
};
