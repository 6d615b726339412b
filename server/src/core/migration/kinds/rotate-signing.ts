import { ticked } from '../../text/ticked.ts';
import { signingKeys } from '../models/signing-keys.ts';
import { edit, type Move, planOf, ship, together } from '../plans.ts';
import type { Kind, Question, QuestionContext } from './kinds.ts';
import { plain, wayBack } from './words.ts';

const DROP: Move = { kind: 'environment', to: 'new', waits: true };

const FORMS = [
  // The recipe that is often given: the new key signs at once, and the old one goes into the list.
  planOf('one-pr', [edit('sign-new')], [], [DROP]),
  planOf('env-first', [edit('both')], [edit('sign-new')], [DROP]),
  planOf('code-first', [ship('both'), edit('both')], [edit('sign-new')], [DROP]),
  planOf('code-first', [together('both', 'both')], [edit('sign-new')], [DROP], 'joint'),
];

/** A key that signs tokens or cookies: every replica has to accept the next one before any replica signs with it. */
export const rotateSigning: Kind = {
  name: 'rotate-signing',
  summary: 'replace a key that signs, so that every token stays accepted',
  takes: 'key-and-list',
  forms: FORMS,
  model: signingKeys,
  title: (from) => `Rotate the signing key ${plain(from)}`,
  slug: (from) => `rotate-${from.join('-')}`,
  words: {
    code: (code, { from, to }) =>
      code === 'old' ? `code that signs with ${plain(from)}` : `code that also accepts ${plain(to.slice(1))}`,
    column: (held) => {
      switch (held) {
        case 'old':
          return 'signs old, accepts old';
        case 'both':
          return 'signs old, accepts both';
        case 'sign-new':
          return 'signs new, accepts both';
        case 'new':
          return 'signs new, accepts new';
      }
    },
    state: (held) => {
      switch (held) {
        case 'old':
          return 'the old key signs and is accepted alone';
        case 'both':
          return 'the old key signs and both are accepted';
        case 'sign-new':
          return 'the new key signs and both are accepted';
        case 'new':
          return 'the new key signs and is accepted alone';
      }
    },
    ship: (_code, { to }) => `Code also accepts what was signed with the keys in ${ticked(to.slice(1))}`,
    edit: (held, { from, to }) => {
      const list = ticked(to.slice(1));
      switch (held) {
        case 'sign-new':
          return `The new key is in ${ticked(from)}, and the old one in ${list}`;
        case 'new':
          return `The old key leaves ${list}, once the last token that it signed has run out`;
        default:
          return `The new key is in ${list} of every environment, and every replica was restarted`;
      }
    },
    split: (code) => `${code} refuses tokens that another replica has signed`,
  },
  naive: ({ from }) =>
    `a token that is signed with the new ${ticked(from)} is refused by every replica that does not know the key yet`,
  rollback: (names) =>
    wayBack(FORMS, names, (held, { from, to }) => {
      const list = plain(to.slice(1));
      switch (held) {
        case 'sign-new':
          return `put the old key back into ${plain(from)} and the new one into ${list}; no deploy`;
        case 'new':
          return `put the old key back into ${list}; no deploy`;
        default:
          return `take the new key out of ${list}; no deploy`;
      }
    }),
  expect: ({ from }) => ({
    result: 'no token is refused, and the old key is worth nothing',
    metric: `tokens that were refused while ${plain(from)} changed`,
  }),
  questions: (context) => [...ttl(context), ...leftover(context)],
  gates: (_plan, phase) => {
    switch (phase) {
      case 'expand':
        return ['G2'];
      case 'migrate':
        return ['G1', 'G2', 'G8'];
      case 'contract':
        return ['G1', 'G2', 'G8', 'G9'];
      case 'done':
        return ['G1', 'G8'];
    }
  },
};

function ttl({ from, answers }: QuestionContext): readonly Question[] {
  const text = `How long does what was signed with ${ticked(from)} stay valid at most? (\`14d\`, \`12h\`)`;
  return answers.has('max_token_ttl') ? [] : [{ id: 'max_token_ttl', text }];
}

/** An old key that an earlier rotation left would be taken for the new one that every replica has to accept. */
function leftover({ from, to, answers, furtherKeyIn }: QuestionContext): readonly Question[] {
  if (furtherKeyIn.length === 0 || answers.get('next_key_listed') === 'yes') return [];
  const where = furtherKeyIn.map((it) => `\`${it}\``).join(', ');
  const text = `${ticked(to.slice(1))} of ${where} already holds a key beside the one in ${ticked(from)}. If an earlier rotation left it there, take it out first. Is it the key that is to sign next?`;
  return [{ id: 'next_key_listed', text, choices: ['yes', 'no'] }];
}
