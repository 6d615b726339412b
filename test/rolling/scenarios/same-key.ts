import { DOTENV } from '../lab/repository.ts';
import type { ServiceShape } from '../lab/service.ts';
import type { NaiveScenario, Scenario } from '../scenario.ts';
import { inOnePullRequest, toggle } from './by-hand.ts';
import { heldValue } from './held-value.ts';

const ORIGINS: Pick<Scenario, 'shape' | 'right' | 'inUse'> = {
  shape: declaring(['origins: str'], {
    inUse: 'settings.origins.split(",")',
    dotenv: ['ORIGINS=https://a.example.com,https://b.example.com'],
    development: ['ORIGINS=http://localhost:5173'],
  }),
  right: [['https://a.example.com', 'https://b.example.com']],
  inUse: (resolution) => {
    const held = heldValue('origins')(resolution);
    return typeof held === 'string' ? held.split(',') : held;
  },
};
const RETYPE = ['retype', 'ORIGINS'];
const TO_JSON = { convert: 'csv-json' };

const MODE: Pick<Scenario, 'shape' | 'inUse'> = {
  shape: declaring(['mode: Literal["fast", "slow"] = "slow"'], {
    inUse: 'settings.mode',
    dotenv: ['MODE=fast'],
    development: ['MODE=fast'],
  }),
  inUse: heldValue('mode'),
};
const ENUM = ['enum', 'MODE'];
const QUICK = { enum: 'fast=quick' };

const POOL = { inUse: heldValue('db_pool'), shape: { inUse: 'settings.db_pool' } };
const OLD_POOL = 'DB_POOL=20\n';

const SEARCH: Pick<Scenario, 'shape' | 'right' | 'inUse'> = {
  shape: declaring(['new_search: bool = False'], {
    inUse: '"new" if settings.new_search else "old"',
    dotenv: ['NEW_SEARCH=false'],
    development: ['NEW_SEARCH=true'],
  }),
  right: ['old'],
  // Code without the flag goes on with the new search.
  inUse: (resolution, release) => {
    const isRead = release.files['app/main.py']?.includes('settings.new_search');
    return isRead && heldValue('new_search')(resolution) === false ? 'old' : 'new';
  },
};
const FLAG = ['flag', 'NEW_SEARCH'];
const ON = { default_value: 'true' };

export const SAME_KEY: readonly Scenario[] = [
  { ...ORIGINS, name: 'retype', plan: 'code-first', migrate: RETYPE, answers: TO_JSON },
  {
    ...MODE,
    name: 'enum',
    plan: 'code-first',
    migrate: ENUM,
    answers: QUICK,
    right: ['fast'],
  },
  {
    ...POOL,
    name: 'tighten',
    plan: 'env-first',
    migrate: ['tighten', 'DB_POOL'],
    answers: { constraint: 'ge=1, le=10' },
    right: [20],
    moves: { from: 'expand', to: 10 },
    byHand: (repository, { phase }, back) => {
      if (phase === 'expand') toggle(repository, DOTENV, [OLD_POOL, 'DB_POOL=10\n'], back);
    },
  },
  {
    ...POOL,
    name: 'widen',
    plan: 'code-first',
    migrate: ['widen', 'DB_POOL'],
    answers: { constraint: 'ge=1, le=100' },
    right: [20],
    moves: { from: 'migrate', to: 80 },
    byHand: (repository, { phase }, back) => {
      if (phase === 'migrate') toggle(repository, DOTENV, [OLD_POOL, 'DB_POOL=80\n'], back);
    },
  },
  {
    ...POOL,
    name: 'value',
    plan: 'env-first',
    migrate: ['value', 'DB_POOL'],
    right: [20],
    moves: { from: 'expand', to: 30 },
    byHand: (repository, { phase }, back) => {
      if (phase === 'expand') toggle(repository, DOTENV, [OLD_POOL, 'DB_POOL=30\n'], back);
    },
  },
  {
    ...POOL,
    name: 'layer',
    plan: 'env-first',
    form: 'read-already',
    migrate: ['layer', 'DB_POOL'],
    answers: { to_layer: 'process' },
    right: [20],
  },
  {
    ...SEARCH,
    name: 'flag',
    plan: 'env-first',
    migrate: FLAG,
    answers: ON,
    moves: { from: 'expand', to: 'new' },
    byHand: (repository, { phase }, back) => {
      if (phase === 'expand') toggle(repository, DOTENV, ['NEW_SEARCH=false', 'NEW_SEARCH=true'], back);
    },
  },
];

export const NAIVE_SAME_KEY: readonly NaiveScenario[] = [
  {
    ...ORIGINS,
    name: 'retype',
    planned: RETYPE,
    answers: TO_JSON,
    change: (repository) => inOnePullRequest(repository, RETYPE, TO_JSON),
  },
  {
    ...MODE,
    name: 'enum',
    planned: ENUM,
    answers: QUICK,
    right: ['fast'],
    change: (repository) => inOnePullRequest(repository, ENUM, QUICK),
  },
  {
    ...POOL,
    name: 'tighten',
    planned: ['tighten', 'DB_POOL'],
    answers: { constraint: 'ge=1, le=10' },
    right: [20],
    moved: 10,
    change: async (repository) => {
      toggle(repository, 'app/settings.py', ['le=50', 'le=10']);
      toggle(repository, DOTENV, [OLD_POOL, 'DB_POOL=10\n']);
    },
  },
  {
    ...POOL,
    name: 'widen',
    planned: ['widen', 'DB_POOL'],
    answers: { constraint: 'ge=1, le=100' },
    right: [20],
    moved: 80,
    change: async (repository) => {
      toggle(repository, 'app/settings.py', ['le=50', 'le=100']);
      toggle(repository, DOTENV, [OLD_POOL, 'DB_POOL=80\n']);
    },
  },
  {
    ...SEARCH,
    name: 'flag',
    planned: FLAG,
    answers: ON,
    moved: 'new',
    change: (repository) => inOnePullRequest(repository, FLAG, ON),
  },
];

/** The example with more fields. */
function declaring(
  fields: readonly string[],
  shape: Pick<ServiceShape, 'inUse' | 'dotenv' | 'development'>,
): ServiceShape {
  const declared = fields.map((it) => `    ${it}\n`).join('');
  return { ...shape, settings: [['    payments_url: str', `${declared}    payments_url: str`]] };
}
