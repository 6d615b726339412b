import type { Resolution } from '../../server/src/core/binding/resolution.ts';
import { toJson } from '../../server/src/core/values/dump.ts';
import { DOTENV, PROCESS, type Repository } from './lab/repository.ts';
import type { Phase, Scenario } from './scenario.ts';

export const RENAME = ['rename', 'DB_POOL', 'DB_POOL_SIZE'];
const REMOVE = ['remove', 'REQUEST_TIMEOUT'];

/** The value of the first of these fields that the class has; undefined where it is not decided. */
function valueIn(...names: readonly string[]) {
  return ({ fields }: Resolution): unknown => {
    const field = names
      .map((name) => fields.find((it) => it.field.name === name))
      .find((it) => it !== undefined);
    return field?.value === undefined ? undefined : toJson(field.value);
  };
}

export const POOL = { right: [20], inUse: valueIn('db_pool_size', 'db_pool') };

export const TIMEOUT = {
  right: [2.5],
  inUse: (resolution: Resolution) => {
    const field = resolution.fields.find((it) => it.field.name === 'request_timeout');
    // Where code no longer reads it, it holds what it was.
    return field === undefined || field.value?.kind === 'none' ? 2.5 : field.value && toJson(field.value);
  },
};

const USES_POOL = { inUse: 'settings.db_pool' };
const USES_TIMEOUT = { inUse: 'settings.request_timeout' };

/** Plans as `migrate` writes them. */
export const SCENARIOS: readonly Scenario[] = [
  { ...POOL, name: 'rename, strict', plan: 'code-first', migrate: RENAME, shape: USES_POOL },
  {
    ...POOL,
    name: 'rename, tolerant',
    plan: 'env-first',
    migrate: RENAME,
    shape: { ...USES_POOL, tolerant: true },
  },
  {
    ...POOL,
    name: 'rename, tolerant, by code',
    plan: 'code-first',
    migrate: RENAME,
    shape: { ...USES_POOL, tolerant: true },
  },
  {
    ...POOL,
    name: 'rename, old key empty below',
    plan: 'code-first',
    migrate: RENAME,
    // The process environment supplies the pool; `.env` names the key without a value, as unset variables of CI arrive.
    shape: { ...USES_POOL, without: ['DB_POOL'], dotenv: ['DB_POOL='], process: ['DB_POOL=20'] },
  },
  {
    ...POOL,
    name: 'rename, new key empty',
    plan: 'code-first',
    migrate: RENAME,
    shape: { ...USES_POOL, process: ['DB_POOL_SIZE='] },
    // G7 asks for it: where only NEW is left, an empty text would be all that is read.
    byHand: (repository, phase, back) => {
      if (phase === 'migrate') toggle(repository, PROCESS, ['DB_POOL_SIZE=\n', ''], back);
    },
  },
  {
    ...POOL,
    name: 'rename, higher layer',
    right: [30],
    plan: 'code-first',
    migrate: RENAME,
    shape: { ...USES_POOL, process: ['DB_POOL=30'] },
  },
  {
    ...POOL,
    name: 'rename, higher, tolerant',
    right: [30],
    plan: 'env-first',
    migrate: RENAME,
    shape: { ...USES_POOL, tolerant: true, process: ['DB_POOL=30'] },
  },
  {
    ...TIMEOUT,
    name: 'remove, strict',
    plan: 'code-first',
    migrate: REMOVE,
    answers: { value_from_now_on: 'yes', differing_values: 'yes' },
    shape: USES_TIMEOUT,
    byHand: holdTimeout,
  },
  {
    ...TIMEOUT,
    name: 'remove, tolerant',
    plan: 'code-first',
    migrate: REMOVE,
    answers: { value_from_now_on: 'yes', differing_values: 'yes' },
    shape: { ...USES_TIMEOUT, tolerant: true },
    byHand: holdTimeout,
  },
  {
    ...TIMEOUT,
    name: 'unit',
    plan: 'code-first',
    migrate: ['unit', 'REQUEST_TIMEOUT', 'REQUEST_TIMEOUT_MS'],
    answers: { convert: 'seconds-to-milliseconds' },
    shape: USES_TIMEOUT,
    inUse: (resolution) => {
      const milliseconds = valueIn('request_timeout_ms')(resolution);
      return typeof milliseconds === 'number' ? milliseconds / 1000 : valueIn('request_timeout')(resolution);
    },
    byHand: (repository, phase, back) => {
      const reads = ['settings.request_timeout}', 'settings.request_timeout_ms / 1000}'] as const;
      if (phase === 'expand') toggle(repository, 'app/main.py', reads, back);
    },
  },
  {
    name: 'split',
    plan: 'code-first',
    migrate: ['split', 'CACHE', 'CACHE_HOST', 'CACHE_PORT'],
    answers: { conversion: 'host-port' },
    right: ['cache.internal:6379'],
    inUse: (resolution) => {
      const [host, port] = ['cache_host', 'cache_port'].map((name) => valueIn(name)(resolution));
      return host === undefined ? valueIn('cache')(resolution) : `${host}:${port}`;
    },
    shape: {
      inUse: 'settings.cache',
      settings: [['    payments_url: str', '    cache: str\n    payments_url: str']],
      dotenv: ['CACHE=cache.internal:6379'],
      development: ['CACHE=localhost:6379'],
    },
    byHand: (repository, phase, back) => {
      const reads = ['settings.cache}', 'f"{settings.cache_host}:{settings.cache_port}"}'] as const;
      if (phase === 'expand') toggle(repository, 'app/main.py', reads, back);
    },
  },
  {
    ...TIMEOUT,
    name: 'default',
    plan: 'env-first',
    migrate: ['default', 'REQUEST_TIMEOUT'],
    answers: { default_new: '10.0' },
    right: [5],
    moves: { from: 'contract', to: 10 },
    inUse: valueIn('request_timeout'),
    shape: { ...USES_TIMEOUT, without: ['REQUEST_TIMEOUT'] },
    // The old default is pinned before code changes, and let go where the new one is wanted.
    byHand: (repository, phase, back) => {
      const pinned = ['ENVIRONMENT=', 'REQUEST_TIMEOUT=5.0\nENVIRONMENT='] as const;
      for (const path of ['.env', DOTENV]) {
        if (phase === 'expand') toggle(repository, path, pinned, back);
        if (phase === 'contract') toggle(repository, path, pinned, !back);
      }
    },
  },
];

/** What reads the removed key is for people to change: here it holds what production has held. */
function holdTimeout(repository: Repository, phase: Phase, back: boolean): void {
  if (phase === 'expand') toggle(repository, 'app/main.py', ['settings.request_timeout}', '2.5}'], back);
}

function toggle(
  repository: Repository,
  path: string,
  [from, to]: readonly [string, string],
  back: boolean,
): void {
  const text = repository.read(path);
  repository.write(path, back ? text.replace(to, from) : text.replace(from, to));
}
