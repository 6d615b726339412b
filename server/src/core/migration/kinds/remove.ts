import { ticked } from '../../text/ticked.ts';
import { leavingKey } from '../models/leaving-key.ts';
import { edit, type OpenPhase, planOf, ship, together } from '../plans.ts';
import type { Kind, KindNames, KindWords, PlanName, Question, QuestionContext } from './kinds.ts';
import { plain } from './words.ts';

/** A key in the words of one that leaves. */
export const REMOVAL_WORDS: KindWords = {
  code: (code, { from }) => {
    if (code === 'old') return `code that reads ${plain(from)}`;
    return code === 'new-declaring'
      ? `code that only declares ${plain(from)}`
      : `code without ${plain(from)}`;
  },
  column: (held, { from }) => (held === 'new' ? `${plain(from)} removed` : `${plain(from)} set`),
  state: (held, { from }) => (held === 'new' ? `${ticked(from)} is gone` : `${ticked(from)} is set`),
  ship: (code, { from }) =>
    code === 'new-declaring'
      ? `Code no longer reads ${ticked(from)}, and still declares it`
      : `Code no longer reads ${ticked(from)}`,
  edit: (_held, { from }) => `${ticked(from)} leaves the environments`,
};

/** A key goes and nothing takes its place. */
export const remove: Kind = {
  name: 'remove',
  summary: 'take a key away',
  takes: 'key',
  forms: [
    planOf('one-pr', [together('new', 'new')]),
    // The last step takes out what was generated; the code that runs is the same.
    planOf('code-first', [ship('new')], [edit('new')], [ship('new')]),
    planOf('code-first', [ship('new-declaring')], [edit('new')], [ship('new')]),
  ],
  model: leavingKey,
  title: (from) => `Remove ${plain(from)}`,
  slug: (from) => `remove-${from.join('-')}`,
  words: REMOVAL_WORDS,
  naive: ({ from }) =>
    `where ${ticked(from)} goes first, old code does not start or takes a default at its next restart; where code goes first, a strict reader refuses what is left of it`,
  rollback,
  expect: ({ from }) => ({
    result: 'no replica behaves differently when the key goes',
    metric: `places that read ${plain(from)}, environments that hold it`,
  }),
  questions: removalQuestions,
  gates: removalGates,
};

/**
 * An environment that holds something else than code assumes from then on changes in silence: nothing is written until
 * somebody says that none does, and where a value that is seen says otherwise, that this is meant.
 */
function removalQuestions({ from, answers, otherThanDefault, read }: QuestionContext): readonly Question[] {
  const key = ticked(from);
  const choices = ['yes', 'no'];
  const questions: Question[] = [];
  const answer = answers.get('value_from_now_on');
  if (answer !== 'yes') {
    const before = answer === undefined ? '' : 'nothing is written before this is `yes`: ';
    const text = `${before}does every environment hold what code assumes once ${key} is gone?`;
    questions.push({ id: 'value_from_now_on', text: text[0]?.toUpperCase() + text.slice(1), choices });
  }
  if (read && otherThanDefault.length > 0 && answers.get('differing_values') !== 'yes') {
    const names = otherThanDefault.map((it) => `\`${it}\``).join(', ');
    const text = `Code reads ${key}, and what ${names} ${otherThanDefault.length > 1 ? 'hold' : 'holds'} is not seen to be its default. Is that value to be lost there?`;
    questions.push({ id: 'differing_values', text, choices });
  }
  return questions;
}

function rollback({ from, plan }: KindNames): readonly { phase: OpenPhase; note: string }[] {
  const old = plain(from);
  if (plan === 'one-pr') {
    return [{ phase: 'expand', note: 'redeploy the previous release; code and settings ship together' }];
  }
  return [
    { phase: 'expand', note: `redeploy the previous release (${old} is still set)` },
    { phase: 'migrate', note: `add ${old} back to the environment; no deploy` },
    {
      phase: 'contract',
      note: `redeploy the previous release; before going further back, add ${old} back to the environment`,
    },
  ];
}

function removalGates(plan: PlanName, phase: OpenPhase | 'done'): ReturnType<Kind['gates']> {
  if (phase === 'done') return ['G1', 'G6', 'G8'];
  if (plan === 'one-pr') return phase === 'expand' ? ['G6'] : ['G1', 'G6', 'G8'];
  switch (phase) {
    case 'expand':
      return ['G6'];
    case 'migrate':
      return ['G6', 'G8', 'G10'];
    case 'contract':
      return ['G1', 'G6', 'G8', 'G9', 'G10'];
  }
}
