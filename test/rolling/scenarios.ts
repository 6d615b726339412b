import type { Resolution } from '../../server/src/core/binding/resolution.ts';
import { toJson } from '../../server/src/core/values/dump.ts';
import { PROCESS, type Repository } from './lab/repository.ts';
import type { Scenario } from './scenario.ts';

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
    byHand: (repository, phase) => {
      if (phase !== 'migrate') return;
      repository.write(PROCESS, repository.read(PROCESS).replace('DB_POOL_SIZE=\n', ''));
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
    answers: { value_from_now_on: 'yes' },
    shape: USES_TIMEOUT,
    byHand: holdTimeout,
  },
  {
    ...TIMEOUT,
    name: 'remove, tolerant',
    plan: 'code-first',
    migrate: REMOVE,
    answers: { value_from_now_on: 'yes' },
    shape: { ...USES_TIMEOUT, tolerant: true },
    byHand: holdTimeout,
  },
];

/** What reads the removed key is for people to change: here it holds what production has held. */
function holdTimeout(repository: Repository, phase: string): void {
  if (phase !== 'expand') return;
  const code = repository.read('app/main.py');
  repository.write('app/main.py', code.replace('settings.request_timeout', '2.5'));
}
