import type { Kind, KindNames } from './kinds.ts';

/** A key goes and nothing takes its place. */
export const remove: Kind = {
  name: 'remove',
  plans: ['one-pr', 'code-first'],
  needsTo: false,
  title: (from) => `Remove ${from.join(', ')}`,
  slug: (from) => `remove-${from.join('-')}`,
  rollback,
  expect: ({ from }) => ({
    result: 'no replica behaves differently when the key goes',
    metric: `places that read ${from.join(', ')}, environments that hold it`,
  }),
};

function rollback({ from, plan }: KindNames): readonly { phase: string; note: string }[] {
  const old = from.join(', ');
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
