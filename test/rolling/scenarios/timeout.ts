import type { Resolution } from '../../../server/src/core/binding/resolution.ts';
import type { Release } from '../lab/deployment.ts';
import { DOTENV, type Repository } from '../lab/repository.ts';
import type { ServiceShape } from '../lab/service.ts';
import type { NaiveScenario, Scenario, Step } from '../scenario.ts';
import { inOnePullRequest, toggle } from './by-hand.ts';
import { heldValue } from './held-value.ts';

/** Where code no longer reads it, it holds what it was. */
const TIMEOUT = {
  right: [2.5],
  inUse: (resolution: Resolution, release: Release): unknown => {
    const isRead = release.files['app/main.py']?.includes('settings.request_timeout');
    return isRead ? heldValue('request_timeout')(resolution) : 2.5;
  },
};
const USES: ServiceShape = { inUse: 'settings.request_timeout' };
const TOLERANT: ServiceShape = { ...USES, tolerant: true };
const UNSET: ServiceShape = { ...USES, without: ['REQUEST_TIMEOUT'] };
const IN_MS = ['unit', 'REQUEST_TIMEOUT', 'REQUEST_TIMEOUT_MS'];
const CONVERT = { convert: 'seconds-to-milliseconds' };
const REMOVED = { value_from_now_on: 'yes', differing_values: 'yes' };

export const TIMEOUTS: readonly Scenario[] = [
  removal('remove, strict', USES),
  { ...removal('remove, tolerant', TOLERANT), strict: false },
  unit('unit', 'code-first', USES),
  unit('unit, tolerant', 'env-first', TOLERANT),
  changedDefault('default', UNSET),
  changedDefault('default, tolerant', { ...UNSET, tolerant: true }),
  {
    name: 'require',
    plan: 'env-first',
    migrate: ['require', 'REQUEST_TIMEOUT'],
    answers: { default_value: '5.0' },
    right: [5],
    inUse: heldValue('request_timeout'),
    shape: UNSET,
  },
];

export const NAIVE_TIMEOUTS: readonly NaiveScenario[] = [
  { ...TIMEOUT, name: 'remove, strict', shape: USES, ...removedAtOnce() },
  { ...TIMEOUT, name: 'remove, tolerant', shape: TOLERANT, ...removedAtOnce() },
  {
    name: 'default',
    planned: ['default', 'REQUEST_TIMEOUT'],
    answers: { default_new: '10.0' },
    right: [5],
    inUse: heldValue('request_timeout'),
    shape: UNSET,
    change: async (repository) => {
      toggle(repository, 'app/settings.py', ['Field(default=5.0, gt=0)', 'Field(default=10.0, gt=0)']);
    },
  },
  {
    name: 'unit, one key',
    planned: ['retype', 'REQUEST_TIMEOUT'],
    answers: CONVERT,
    right: [2.5],
    shape: USES,
    inUse: (resolution, release) => {
      const seconds = heldValue('request_timeout')(resolution);
      const inMilliseconds = release.files['app/main.py']?.includes('settings.request_timeout / 1000');
      return typeof seconds === 'number' && inMilliseconds ? seconds / 1000 : seconds;
    },
    change: async (repository) => {
      toggle(repository, 'app/main.py', ['settings.request_timeout', 'settings.request_timeout / 1000']);
      toggle(repository, 'app/settings.py', ['Field(default=5.0, gt=0)', 'Field(default=5000.0, gt=0)']);
      toggle(repository, DOTENV, ['REQUEST_TIMEOUT=2.5', 'REQUEST_TIMEOUT=2500']);
    },
  },
  {
    ...unit('unit, two keys', 'one-pr', TOLERANT),
    planned: IN_MS,
    change: async (repository) => {
      await inOnePullRequest(repository, IN_MS, CONVERT);
      toggle(repository, 'app/main.py', USES_MS);
    },
  },
  {
    name: 'require',
    planned: ['require', 'REQUEST_TIMEOUT'],
    answers: { default_value: '5.0' },
    right: [5],
    inUse: heldValue('request_timeout'),
    shape: UNSET,
    change: (repository) =>
      inOnePullRequest(repository, ['require', 'REQUEST_TIMEOUT'], { default_value: '5.0' }),
  },
];

function removal(name: string, shape: ServiceShape): Scenario {
  return {
    ...TIMEOUT,
    name,
    shape,
    plan: 'code-first',
    migrate: ['remove', 'REQUEST_TIMEOUT'],
    answers: REMOVED,
    byHand: holdTimeout,
  };
}

/** What reads the removed key is for people to change: here it holds what production has held. */
function holdTimeout(repository: Repository, { phase }: Step, back: boolean): void {
  if (phase === 'expand') toggle(repository, 'app/main.py', ['settings.request_timeout}', '2.5}'], back);
}

/** The field and its value go, and code holds what production has held. */
function removedAtOnce(): Pick<NaiveScenario, 'planned' | 'answers' | 'change'> {
  return {
    planned: ['remove', 'REQUEST_TIMEOUT'],
    answers: REMOVED,
    change: async (repository) => {
      const declared = '    request_timeout: float = Field(default=5.0, gt=0)\n';
      toggle(repository, 'app/settings.py', [declared, '']);
      toggle(repository, 'app/main.py', ['settings.request_timeout', '2.5']);
      toggle(repository, DOTENV, ['REQUEST_TIMEOUT=2.5\n', '']);
    },
  };
}

const USES_MS = ['settings.request_timeout}', 'settings.request_timeout_ms / 1000}'] as const;

function unit(name: string, plan: Scenario['plan'], shape: ServiceShape): Scenario {
  return {
    name,
    plan,
    shape,
    migrate: IN_MS,
    answers: CONVERT,
    right: [2.5],
    inUse: (resolution) => {
      const milliseconds = heldValue('request_timeout_ms')(resolution);
      const seconds = heldValue('request_timeout')(resolution);
      return typeof milliseconds === 'number' ? milliseconds / 1000 : seconds;
    },
    byHand: (repository, { phase }, back) => {
      if (phase === (plan === 'env-first' ? 'migrate' : 'expand'))
        toggle(repository, 'app/main.py', USES_MS, back);
    },
  };
}

function changedDefault(name: string, shape: ServiceShape): Scenario {
  return {
    name,
    shape,
    plan: 'env-first',
    migrate: ['default', 'REQUEST_TIMEOUT'],
    answers: { default_new: '10.0' },
    right: [5],
    moves: { from: 'contract', to: 10 },
    inUse: heldValue('request_timeout'),
  };
}
