import { ticked } from '../../text/ticked.ts';
import { narrowed } from '../models/same-key.ts';
import { edit, planOf, ship, together } from '../plans.ts';
import type { Kind } from './kinds.ts';
import { plain, wayBack } from './words.ts';

const FORMS = [
  planOf('one-pr', [together('new', 'new')]),
  planOf('env-first', [edit('new')], [ship('new')]),
  planOf('code-first', [ship('both')], [edit('new')], [ship('new')]),
];

/** Code refuses values that it takes today. */
export const tighten: Kind = {
  name: 'tighten',
  summary: 'refuse values that are accepted today',
  takes: 'key',
  forms: FORMS,
  model: narrowed,
  title: (from) => `Tighten ${plain(from)}`,
  slug: (from) => `tighten-${from.join('-')}`,
  words: {
    code: (code, { from }) => {
      if (code === 'old') return `code that takes every ${plain(from)} of today`;
      return code === 'both'
        ? `code that warns about ${plain(from)}`
        : `code that refuses some of ${plain(from)}`;
    },
    column: (held) => (held === 'old' ? 'values of today' : 'values within the constraint'),
    state: (held, { from }) =>
      held === 'old' ? `${ticked(from)} is as today` : `${ticked(from)} satisfies the new constraint`,
    ship: (code, { from }) =>
      code === 'both'
        ? `Code warns where ${ticked(from)} does not satisfy the new constraint`
        : `Code refuses ${ticked(from)} where it does not satisfy the new constraint`,
    edit: (_held, { from }) => `Every environment satisfies the new constraint of ${ticked(from)}`,
  },
  naive: ({ from }) =>
    `new replicas do not start in the one environment whose ${ticked(from)} the new constraint refuses`,
  rollback: (names) =>
    wayBack(FORMS, names, (_held, { from }) => `put the old value of ${plain(from)} back; no deploy`),
  expect: ({ from }) => ({
    result: 'every replica starts, and no value outside the constraint is left',
    metric: `environments whose ${plain(from)} does not satisfy the constraint`,
  }),
  questions: ({ from, answers }) =>
    answers.has('constraint')
      ? []
      : [
          {
            id: 'constraint',
            text: `Which constraint does ${ticked(from)} get? (\`ge=1, le=100\`, \`min_length=3\`)`,
          },
        ],
  gates: (plan, phase) => {
    if (phase === 'done') return ['G4', 'G8'];
    if (plan === 'one-pr') return phase === 'expand' ? ['G4'] : ['G8'];
    if (plan === 'code-first') {
      if (phase === 'expand') return ['G13'];
      return phase === 'migrate' ? ['G8'] : ['G4', 'G8', 'G10'];
    }
    if (phase === 'expand') return [];
    return phase === 'migrate' ? ['G4', 'G13'] : ['G4', 'G8'];
  },
};
