import { ticked } from '../../text/ticked.ts';
import { revalued } from '../models/same-key.ts';
import { edit, planOf } from '../plans.ts';
import type { Kind } from './kinds.ts';
import { plain, wayBack } from './words.ts';

const FORMS = [planOf('env-first', [edit('new')])];

/** A key gets another value, and no code changes. */
export const value: Kind = {
  name: 'value',
  summary: 'change a value, one environment after the other',
  takes: 'key',
  forms: FORMS,
  model: revalued,
  title: (from) => `Change the value of ${plain(from)}`,
  slug: (from) => `${from.join('-')}-value`,
  words: {
    code: (_code, { from }) => `code that reads ${plain(from)}`,
    column: (held) => (held === 'old' ? 'value of today' : 'new value'),
    state: (held, { from }) =>
      `${ticked(from)} has ${held === 'old' ? 'the value of today' : 'its new value'}`,
    ship: () => 'Code stays as it is',
    edit: (_held, { from }) =>
      `One environment after the other gets the new value of ${ticked(from)}, the smallest first`,
  },
  naive: ({ from }) =>
    `changed everywhere at once, a value of ${ticked(from)} that is wrong is wrong everywhere; during a roll replicas with both values run side by side, and limits that they share count both`,
  rollback: (names) =>
    wayBack(FORMS, names, (_held, { from }) => `put the old value of ${plain(from)} back; no deploy`),
  expect: ({ from }) => ({
    result: 'each environment shows the effect before the next one follows',
    metric: `environments with the old value of ${plain(from)}`,
  }),
  questions: () => [],
  gates: (_plan, phase) => (phase === 'expand' || phase === 'done' ? ['G4'] : []),
};
