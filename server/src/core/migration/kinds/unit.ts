import { ticked } from '../../text/ticked.ts';
import { TWO_NAMES_PLANS, twoNames } from '../models/two-names.ts';
import type { Kind } from './kinds.ts';
import { TWO_NAMES_WORDS, twoNamesGates, twoNamesRollback } from './two-names.ts';
import { plain } from './words.ts';

/**
 * A number is written in another unit. `30` says nothing about its unit, so that no order of steps is safe with one
 * key: the unit gets a key of its own, and the old text is converted.
 */
export const unit: Kind = {
  name: 'unit',
  summary: 'measure a value in another unit, under a key that names it',
  takes: 'old-new',
  forms: TWO_NAMES_PLANS,
  model: twoNames('one-to-one', 'converted'),
  title: (from, to) => `Change the unit of ${plain(from)}: ${plain(to)}`,
  slug: (_from, to) => to.join('-'),
  words: {
    ...TWO_NAMES_WORDS,
    code: (code, keys) =>
      code === 'both'
        ? `code that reads ${plain(keys.to)}, else converts ${plain(keys.from)}`
        : TWO_NAMES_WORDS.code(code, keys),
    column: (held, keys) => (held === 'both' ? 'both, the same' : TWO_NAMES_WORDS.column(held, keys)),
    ship: (code, keys) =>
      code === 'both'
        ? `Code reads ${ticked(keys.to)}, and converts ${ticked(keys.from)} where it is not set`
        : TWO_NAMES_WORDS.ship(code, keys),
    edit: (held, keys) => `${TWO_NAMES_WORDS.edit(held, keys)}, converted`,
  },
  naive: ({ from }) =>
    `with one key every mix of versions is wrong by the factor: nothing in the text of ${ticked(from)} says its unit`,
  rollback: twoNamesRollback,
  expect: ({ from }) => ({
    result: 'the same quantity in every environment',
    metric: `places that read ${plain(from)}, environments that hold it, lines logged when it is used`,
  }),
  questions: ({ from, to, convert }) =>
    convert === 'same' || convert === 'custom'
      ? [
          {
            id: 'convert',
            text: `Which conversion turns the text of ${ticked(from)} into that of ${ticked(to)}?`,
          },
        ]
      : [],
  gates: twoNamesGates,
};
