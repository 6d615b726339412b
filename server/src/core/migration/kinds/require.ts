import { ticked } from '../../text/ticked.ts';
import { requiredKey } from '../models/required-key.ts';
import { edit, planOf, ship, together } from '../plans.ts';
import type { Kind } from './kinds.ts';
import { plain, wayBack } from './words.ts';

const FORMS = [
  planOf('one-pr', [together('new', 'new')]),
  planOf('env-first', [edit('new')], [ship('new')]),
  planOf('code-first', [ship('both')], [edit('new')], [ship('new')]),
];

/** Code comes to need a key that no environment has to hold today. */
export const require: Kind = {
  name: 'require',
  summary: 'add a key without which the service does not start',
  takes: 'key',
  forms: FORMS,
  model: requiredKey,
  title: (from) => `Require ${plain(from)}`,
  slug: (from) => `require-${from.join('-')}`,
  words: {
    code: (code, { from }) => {
      if (code === 'old') return `code that does not know ${plain(from)}`;
      return code === 'both' ? `code that does without ${plain(from)}` : `code that needs ${plain(from)}`;
    },
    column: (held, { from }) => (held === 'old' ? `without ${plain(from)}` : `${plain(from)} set`),
    state: (held, { from }) => `${ticked(from)} is ${held === 'old' ? 'not set' : 'set'}`,
    ship: (code, { from }) =>
      code === 'both' ? `Code knows ${ticked(from)}, and does without it` : `Code needs ${ticked(from)}`,
    edit: (_held, { from }) => `Every environment sets ${ticked(from)}`,
  },
  naive: ({ from }) =>
    `new replicas do not start where ${ticked(from)} is missing; where a strict reader shares the file, old ones refuse it once it is there`,
  rollback: (names) =>
    wayBack(FORMS, names, (_held, { from }) => `take ${plain(from)} out of the environments; no deploy`),
  expect: ({ from }) => ({
    result: 'every replica starts, and every environment has a value of its own',
    metric: `environments without ${plain(from)}`,
  }),
  questions: ({ from, answers, missingIn, secret }) => {
    if (missingIn.length === 0 || answers.has('default_value') || answers.has('store')) return [];
    const where = ticked(missingIn);
    return secret
      ? [{ id: 'store', text: `Who puts ${ticked(from)} into which store for ${where}? (never the value)` }]
      : [{ id: 'default_value', text: `Which value does ${ticked(from)} get in ${where}?` }];
  },
  gates: (plan, phase) => {
    if (phase === 'done') return ['G1', 'G2', 'G4', 'G8'];
    if (plan === 'one-pr') return phase === 'expand' ? ['G1', 'G2', 'G4'] : ['G2', 'G8'];
    if (plan === 'code-first') {
      if (phase === 'expand') return ['G2', 'G13'];
      return phase === 'migrate' ? ['G2', 'G8', 'G13'] : ['G1', 'G2', 'G4', 'G8', 'G13'];
    }
    if (phase === 'expand') return ['G5'];
    return phase === 'migrate' ? ['G1', 'G2', 'G4', 'G13'] : ['G1', 'G2', 'G4', 'G8'];
  },
};
