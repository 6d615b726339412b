import type { Resolution } from '../../server/src/core/binding/resolution.ts';
import { toJson } from '../../server/src/core/values/dump.ts';
import type { Scenario } from './scenario.ts';

export const RENAME = ['rename', 'DB_POOL', 'DB_POOL_SIZE'];

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
    // Where the class no longer has it, code holds what it was.
    return field === undefined ? 2.5 : field.value && toJson(field.value);
  },
};

export const SCENARIOS: readonly Scenario[] = [
  {
    ...POOL,
    name: 'rename, strict',
    plan: 'code-first',
    migrate: RENAME,
    shape: { inUse: 'settings.db_pool' },
  },
  {
    ...POOL,
    name: 'rename, tolerant',
    plan: 'env-first',
    migrate: RENAME,
    shape: { inUse: 'settings.db_pool', tolerant: true },
  },
];
