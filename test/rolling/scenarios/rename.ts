import { PROCESS } from '../lab/repository.ts';
import type { ServiceShape } from '../lab/service.ts';
import type { NaiveScenario, Scenario } from '../scenario.ts';
import { inOnePullRequest, toggle } from './by-hand.ts';
import { heldValue } from './held-value.ts';

const RENAME = ['rename', 'DB_POOL', 'DB_POOL_SIZE'];
const POOL = { right: [20], inUse: heldValue('db_pool_size', 'db_pool') };
const USES: ServiceShape = { inUse: 'settings.db_pool' };
const TOLERANT: ServiceShape = { ...USES, tolerant: true };

/** The process environment supplies the pool; `.env` names the key without a value, as unset variables of CI arrive. */
const EMPTY_BELOW: Pick<ServiceShape, 'without' | 'dotenv' | 'process'> = {
  without: ['DB_POOL'],
  dotenv: ['DB_POOL='],
  process: ['DB_POOL=20'],
};

export const RENAMES: readonly Scenario[] = [
  planned('rename, strict', 'code-first', USES),
  planned('rename, tolerant', 'env-first', TOLERANT),
  planned('rename, tolerant, by code', 'code-first', TOLERANT),
  planned('rename, no edit to go back', 'four-step', TOLERANT),
  planned('rename, old key empty below', 'code-first', { ...USES, ...EMPTY_BELOW }),
  planned('rename, old empty, tolerant', 'env-first', { ...TOLERANT, ...EMPTY_BELOW }),
  {
    ...planned('rename, new key empty', 'code-first', { ...USES, process: ['DB_POOL_SIZE='] }),
    // G7 asks for it: where only NEW is left, an empty text would be all that is read.
    before: (repository, phase, back) => {
      if (phase === 'migrate') toggle(repository, PROCESS, ['DB_POOL_SIZE=\n', ''], back);
    },
  },
  { ...planned('rename, higher layer', 'code-first', { ...USES, process: ['DB_POOL=30'] }), right: [30] },
  {
    ...planned('rename, higher, tolerant', 'env-first', { ...TOLERANT, process: ['DB_POOL=30'] }),
    right: [30],
  },
];

export const NAIVE_RENAMES: readonly NaiveScenario[] = [
  naive('rename, strict', USES),
  naive('rename, tolerant', TOLERANT),
];

function planned(name: string, plan: Scenario['plan'], shape: ServiceShape): Scenario {
  return { ...POOL, name, plan, shape, migrate: RENAME };
}

function naive(name: string, shape: ServiceShape): NaiveScenario {
  return {
    ...POOL,
    name,
    shape,
    planned: RENAME,
    change: (repository) => inOnePullRequest(repository, RENAME),
  };
}
