import { ticked } from '../../text/ticked.ts';
import { widened } from '../models/same-key.ts';
import { edit, planOf, ship, together } from '../plans.ts';
import type { Kind } from './kinds.ts';
import { plain, wayBack } from './words.ts';

const FORMS = [
  planOf('one-pr', [together('new', 'new')]),
  planOf('code-first', [ship('new')], [edit('new')]),
];

/** Code takes values that it refuses today. */
export const widen: Kind = {
  name: 'widen',
  summary: 'accept values that are refused today',
  takes: 'key',
  forms: FORMS,
  model: widened,
  title: (from) => `Widen ${plain(from)}`,
  slug: (from) => `widen-${from.join('-')}`,
  words: {
    code: (code, { from }) =>
      code === 'old' ? `code that takes ${plain(from)} of today` : `code that takes more of ${plain(from)}`,
    column: (held) => (held === 'old' ? 'values of today' : 'values that are new'),
    state: (held, { from }) =>
      held === 'old' ? `${ticked(from)} is as today` : `${ticked(from)} has a value that is refused today`,
    ship: (_code, { from }) => `Code takes values of ${ticked(from)} that it refuses today`,
    edit: (_held, { from }) => `Environments may use the new values of ${ticked(from)}`,
  },
  naive: ({ from }) =>
    `old replicas do not start where somebody uses a new value of ${ticked(from)} before the code is everywhere`,
  rollback: (names) =>
    wayBack(
      FORMS,
      names,
      (_held, { from }) => `put a value of ${plain(from)} back that old code takes; no deploy`,
    ),
  expect: ({ from }) => ({
    result: 'every replica starts with the values of today and with the new ones',
    metric: `versions in use that refuse the new values of ${plain(from)}`,
  }),
  questions: ({ from, answers }) =>
    answers.has('constraint')
      ? []
      : [
          {
            id: 'constraint',
            text: `Which constraint does ${ticked(from)} get? (\`ge=1, le=100\`, \`none\`)`,
          },
        ],
  gates: (plan, phase) => {
    if (phase === 'done') return ['G8'];
    if (phase === 'expand') return plan === 'one-pr' ? [] : ['G13'];
    return phase === 'migrate' ? ['G8', 'G9'] : ['G8'];
  },
};
