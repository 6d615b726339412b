import { ticked } from '../../text/ticked.ts';
import { credential } from '../models/same-key.ts';
import { edit, planOf, ship, together } from '../plans.ts';
import type { Kind } from './kinds.ts';
import { plain } from './words.ts';

const FORMS = [
  planOf('one-pr', [together('new', 'new')]),
  planOf('code-first', [ship('both')], [edit('new')], [ship('new')]),
];

/** A password or the key of another service: what changes beside the environments is the side that checks it. */
export const rotateCredential: Kind = {
  name: 'rotate-credential',
  summary: 'replace a credential that another side checks',
  takes: 'key',
  forms: FORMS,
  model: credential,
  title: (from) => `Rotate ${plain(from)}`,
  slug: (from) => `rotate-${from.join('-')}`,
  words: {
    code: (code) => {
      if (code === 'old') return 'a server that accepts the old credential';
      return code === 'both'
        ? 'a server that accepts both credentials'
        : 'a server that accepts the new credential';
    },
    column: (held) => (held === 'old' ? 'old credential' : 'new credential'),
    state: (held, { from }) => `${ticked(from)} is the ${held === 'old' ? 'old' : 'new'} credential`,
    ship: (code, { from }) =>
      code === 'both'
        ? `The other side accepts the new credential next to the one in ${ticked(from)}`
        : 'The other side accepts the new credential alone',
    edit: (_held, { from }) =>
      `Every environment holds the new credential in ${ticked(from)}, and every replica was restarted`,
    split: (code) => `${code} refuses every new connection of a replica`,
  },
  naive: ({ from }) =>
    `the side that is behind is refused at its next new connection; pooled connections hide it until they are renewed, and replicas that were not restarted still hold the old ${ticked(from)}`,
  rollback: ({ from, plan }) =>
    plan === 'one-pr'
      ? [
          {
            phase: 'expand',
            note: `let the other side accept the old credential, and put it back into ${plain(from)}`,
          },
        ]
      : [
          { phase: 'expand', note: 'revoke the new credential' },
          {
            phase: 'migrate',
            note: `put the old credential back into ${plain(from)} (it is still accepted)`,
          },
          { phase: 'contract', note: 'issue a credential again and begin anew' },
        ],
  expect: ({ from }) => ({
    result: 'no connection is refused, and the old credential is worth nothing',
    metric: `connections that were made with the old ${plain(from)}`,
  }),
  questions: ({ from, answers }) =>
    answers.has('both_allowed')
      ? []
      : [
          {
            id: 'both_allowed',
            text: `Does the side that checks ${ticked(from)} accept the old and the new credential at the same time? (two users or roles, two active keys)`,
            choices: ['yes', 'no'],
          },
        ],
  gates: (_plan, phase) => {
    switch (phase) {
      case 'expand':
        return [];
      case 'migrate':
        return ['G1'];
      case 'contract':
      case 'done':
        return ['G1', 'G8', 'G10'];
    }
  },
};
