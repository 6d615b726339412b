import { ticked } from '../../text/ticked.ts';
import { pinnedDefault } from '../models/pinned-default.ts';
import { edit, planOf, ship, together } from '../plans.ts';
import type { Kind } from './kinds.ts';
import { plain, wayBack } from './words.ts';

const FORMS = [
  planOf('one-pr', [ship('new')]),
  planOf('env-first', [together('new', 'both')], [], [edit('new')], 'joint'),
  planOf('env-first', [edit('both')], [ship('new')], [edit('new')]),
];

/** Code takes another value where nothing is set. */
export const defaultKind: Kind = {
  name: 'default',
  summary: 'let code take another value where a key is not set',
  takes: 'key',
  forms: FORMS,
  model: pinnedDefault,
  title: (from) => `Change the default of ${plain(from)}`,
  slug: (from) => `${from.join('-')}-default`,
  words: {
    code: (code, { from }) => `code with the ${code === 'old' ? 'old' : 'new'} default of ${plain(from)}`,
    column: (held, { from }) => {
      if (held === 'old') return `${plain(from)} as today`;
      return held === 'new' ? 'not set any more' : 'old default set';
    },
    state: (held, { from }) => {
      if (held === 'old') return `${ticked(from)} is not set`;
      return held === 'new'
        ? `${ticked(from)} is not set any more`
        : `${ticked(from)} is set to the old default`;
    },
    ship: (_code, { from }) => `Code has the new default of ${ticked(from)}`,
    edit: (held, { from }) =>
      held === 'both'
        ? `Every environment that relies on the default sets ${ticked(from)} to the old one`
        : `One environment after the other takes ${ticked(from)} out again, and follows the new default`,
  },
  naive: ({ from }) =>
    `every environment that does not set ${ticked(from)} behaves differently with the release: during the roll old and new replicas disagree, and a rollback changes behaviour once more`,
  rollback: (names) =>
    wayBack(FORMS, names, (held, { from }) =>
      held === 'both'
        ? `take ${plain(from)} out of the environments again; no deploy`
        : `set ${plain(from)} to the old default again; no deploy`,
    ),
  expect: ({ from }) => ({
    result: 'each environment follows the new default when it takes the key out, not before',
    metric: `environments that still set ${plain(from)} to the old default`,
  }),
  questions: ({ from, answers, defaultText }) => [
    ...(answers.has('default_old') || defaultText !== undefined
      ? []
      : [{ id: 'default_old', text: `What does code take today where ${ticked(from)} is not set?` }]),
    ...(answers.has('default_new')
      ? []
      : [{ id: 'default_new', text: `What is the new default of ${ticked(from)}?` }]),
  ],
  gates: (plan, phase) => {
    if (phase === 'done') return ['G8'];
    if (plan === 'one-pr') return phase === 'expand' ? ['G1'] : ['G8'];
    switch (phase) {
      case 'expand':
        // Environments go before the code, and the test comes with the code.
        return [];
      case 'migrate':
        return ['G1', 'G13'];
      case 'contract':
        return ['G8', 'G9'];
    }
  },
};
