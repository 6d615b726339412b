import type { Kind, KindNames } from './kinds.ts';

/** One key takes the place of another; the value stays as it is. */
export const rename: Kind = {
  name: 'rename',
  plans: ['one-pr', 'env-first', 'code-first'],
  needsTo: true,
  title: (from, to) => `Rename ${from.join(', ')} to ${to.join(', ')}`,
  slug: (_from, to) => to.join('-'),
  rollback,
  expect: ({ from }) => ({
    result: 'same value in every environment',
    metric: `places that read ${from.join(', ')}, environments that hold it, lines logged when it is used`,
  }),
};

function rollback({ from, to, plan }: KindNames): readonly { phase: string; note: string }[] {
  const old = from.join(', ');
  const next = to.join(', ');
  switch (plan) {
    case 'one-pr':
      return [{ phase: 'expand', note: 'redeploy the previous release; code and settings ship together' }];
    case 'env-first':
      return [
        { phase: 'expand', note: `delete ${next} from the environment; no deploy` },
        { phase: 'migrate', note: `redeploy the previous release (${old} is still set)` },
        { phase: 'contract', note: `add ${old} back with the same value, then redeploy` },
      ];
    case 'code-first':
      return [
        { phase: 'expand', note: `redeploy the previous release (only ${old} is set)` },
        { phase: 'migrate', note: `put ${old} back in place of ${next}; no deploy` },
        {
          phase: 'contract',
          note: `redeploy the previous release (it reads ${next} too); before going further back, put ${old} back`,
        },
      ];
    case 'four-step':
      return [
        { phase: 'expand', note: `redeploy the previous release (${old} is still set)` },
        { phase: 'migrate', note: `redeploy the previous release (both keys are set)` },
        {
          phase: 'contract',
          note: `redeploy the previous release (it reads ${next} too); before going further back, add ${old} back`,
        },
      ];
  }
}
