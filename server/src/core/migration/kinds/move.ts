import { ticked } from '../../text/ticked.ts';
import { TWO_NAMES_PLANS, twoNames } from '../models/two-names.ts';
import type { Kind } from './kinds.ts';
import { TWO_NAMES_WORDS, twoNamesExpectation, twoNamesGates, twoNamesRollback } from './two-names.ts';
import { plain } from './words.ts';

/** Every key of a section or of a prefix gets another name; each is read under its own two names for a while. */
export const move: Kind = {
  name: 'move',
  summary: 'give the keys of a section or of a prefix other names',
  takes: 'pairs',
  forms: TWO_NAMES_PLANS,
  model: twoNames('each'),
  title: (from, to) => `Move ${plain(from)} to ${plain(to)}`,
  slug: (_from, to) => `move-${to.join('-')}`,
  words: {
    ...TWO_NAMES_WORDS,
    code: (code, keys) =>
      code === 'both'
        ? `code that reads each of ${plain(keys.to)}, else its old name`
        : TWO_NAMES_WORDS.code(code, keys),
    ship: (code, keys) =>
      code === 'both'
        ? `Code reads each of ${ticked(keys.to)}, and its old name where it is not set`
        : TWO_NAMES_WORDS.ship(code, keys),
  },
  naive: ({ from, to }) =>
    `every replica that starts between two edits lacks a key: new code one of ${ticked(to)}, old code one of ${ticked(from)}`,
  rollback: twoNamesRollback,
  expect: twoNamesExpectation,
  questions: () => [],
  gates: twoNamesGates,
};
