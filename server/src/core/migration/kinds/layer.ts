import { ticked } from '../../text/ticked.ts';
import { otherLayer } from '../models/other-layer.ts';
import { edit, planOf, ship } from '../plans.ts';
import type { Kind } from './kinds.ts';
import { plain, wayBack } from './words.ts';

const FORMS = [
  planOf('one-pr', [edit('new')]),
  planOf('env-first', [edit('both')], [], [edit('new')], 'read-already'),
  planOf('env-first', [edit('both')], [ship('new')], [edit('new')]),
];

/** A key moves from one source of values to another: from a file to the process environment. */
export const layer: Kind = {
  name: 'layer',
  summary: 'let a value come from another layer',
  takes: 'key',
  forms: FORMS,
  model: otherLayer,
  title: (from) => `Move ${plain(from)} to another layer`,
  slug: (from) => `${from.join('-')}-layer`,
  words: {
    code: (code, { from }) =>
      code === 'old'
        ? `code that reads ${plain(from)}`
        : `code that reads ${plain(from)} in the new layer too`,
    column: (held) => {
      if (held === 'old') return 'as today';
      return held === 'new' ? 'only the new layer' : 'both layers, equal';
    },
    state: (held, { from }) => {
      if (held === 'old') return `${ticked(from)} is where it is today`;
      return held === 'new' ? `only the new layer sets ${ticked(from)}` : `both layers set ${ticked(from)}`;
    },
    ship: (_code, { from }) => `Code reads ${ticked(from)} in the new layer`,
    edit: (held, { from }) =>
      held === 'both'
        ? `The new layer holds ${ticked(from)} with the same value`
        : `The old layer no longer holds ${ticked(from)}`,
  },
  naive: ({ from }) =>
    `nothing orders two writes to two stores: a replica that starts between them lacks ${ticked(from)}, and a copy that is left behind wins or loses unnoticed`,
  rollback: (names) =>
    wayBack(FORMS, names, (held, { from }) =>
      held === 'both'
        ? `delete ${plain(from)} from the new layer; no deploy`
        : `put ${plain(from)} back into the old layer with the same value; no deploy`,
    ),
  expect: ({ from }) => ({
    result: 'same value in every environment, from one layer',
    metric: `environments in which two layers set ${plain(from)}`,
  }),
  questions: ({ from, answers }) =>
    answers.has('to_layer')
      ? []
      : [
          {
            id: 'to_layer',
            text: `To which layer does ${ticked(from)} move?`,
            choices: ['process', 'dotenv'],
          },
        ],
  gates: (_plan, phase) => {
    if (phase === 'done') return ['G1', 'G7'];
    if (phase === 'expand') return [];
    return phase === 'migrate' ? ['G1', 'G3'] : ['G1', 'G3', 'G8'];
  },
};
