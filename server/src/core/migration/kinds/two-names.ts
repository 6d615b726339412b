import { ticked } from '../../text/ticked.ts';
import type { GateId } from '../gates.ts';
import type { OpenPhase } from '../plans.ts';
import type { ChangedKeys, KindNames, KindWords, PlanName } from './kinds.ts';
import { plain } from './words.ts';

/** What kinds have in common whose new keys take the place of old ones. */

export const TWO_NAMES_WORDS: KindWords = {
  code: (code, { from, to }) => {
    const [old, next] = [plain(from), plain(to)];
    switch (code) {
      case 'old':
        return `code that reads ${old}`;
      case 'both':
        return `code that reads ${next}, else ${old}`;
      case 'both-old-first':
        return `code that reads ${old}, else ${next}`;
      case 'new':
        return `code that reads ${next}`;
      case 'new-declaring':
        return `code that reads ${next} and declares ${old}`;
    }
  },
  column: (held, { from, to }) => {
    if (held === 'old') return `only ${plain(from)}`;
    return held === 'new' ? `only ${plain(to)}` : 'both, equal';
  },
  state: (held, { from, to }) => {
    if (held === 'old') return `only ${ticked(from)} is set`;
    return held === 'new' ? `only ${ticked(to)} is set` : `${ticked(from)} and ${ticked(to)} are set`;
  },
  ship: (code, { from, to }) => {
    const [old, next] = [ticked(from), ticked(to)];
    if (code === 'both') return `Code reads ${next}, and ${old} where ${next} is not set`;
    return code === 'new-declaring' ? `Code reads ${next}, and still declares ${old}` : `Code reads ${next}`;
  },
  edit: (held, { from, to }) =>
    held === 'both'
      ? `Every environment holds ${ticked(to)} next to ${ticked(from)}`
      : `Every environment holds ${ticked(to)} in place of ${ticked(from)}`,
};

/** Needed while NEW comes and OLD goes. */
const ASKED: Readonly<Record<PlanName, Readonly<Record<OpenPhase, readonly GateId[]>>>> = {
  'one-pr': { expand: ['G2', 'G4', 'G6'], migrate: ['G2', 'G6'], contract: ['G1', 'G6', 'G8'] },
  'env-first': {
    expand: ['G5', 'G7'],
    migrate: ['G1', 'G2', 'G3', 'G4', 'G6', 'G7'],
    contract: ['G1', 'G2', 'G4', 'G6', 'G8', 'G9', 'G10'],
  },
  'code-first': {
    expand: ['G2', 'G11', 'G13'],
    migrate: ['G2', 'G4', 'G6', 'G7', 'G8', 'G11', 'G13'],
    contract: ['G1', 'G2', 'G4', 'G6', 'G8', 'G9', 'G10'],
  },
  'four-step': {
    expand: ['G2', 'G11', 'G13'],
    migrate: ['G1', 'G2', 'G3', 'G4', 'G7', 'G8', 'G11', 'G13'],
    contract: ['G1', 'G2', 'G4', 'G6', 'G8', 'G9', 'G10'],
  },
};

/** The gates of a plan that puts new keys in the place of old ones. */
export function twoNamesGates(plan: PlanName, phase: OpenPhase | 'done'): readonly GateId[] {
  return phase === 'done' ? ['G1', 'G6', 'G8'] : ASKED[plan][phase];
}

/** The way back from each phase of those plans. */
export function twoNamesRollback({
  from,
  to,
  plan,
}: KindNames): readonly { phase: OpenPhase; note: string }[] {
  const old = plain(from);
  const next = plain(to);
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
          note: `redeploy the previous release (it reads ${next} too); before going further back, put ${old} back in place of ${next}`,
        },
      ];
    case 'four-step':
      return [
        { phase: 'expand', note: `redeploy the previous release (${old} is still set)` },
        { phase: 'migrate', note: `redeploy the previous release (both keys are set)` },
        {
          phase: 'contract',
          note: `redeploy the previous release (it reads ${next} too); before going further back, put ${old} back in place of ${next}`,
        },
      ];
  }
}

/** What every such kind is to show in the end. */
export function twoNamesExpectation({ from }: ChangedKeys): {
  readonly result: string;
  readonly metric: string;
} {
  return {
    result: 'same value in every environment',
    metric: `places that read ${plain(from)}, environments that hold it, lines logged when it is used`,
  };
}
