import type { NaiveScenario, Scenario } from '../scenario.ts';
import { CREDENTIALS, NAIVE_CREDENTIALS } from './credential.ts';
import { NAIVE_REGROUPED, REGROUPED } from './regrouped.ts';
import { NAIVE_RENAMES, RENAMES } from './rename.ts';
import { NAIVE_SAME_KEY, SAME_KEY } from './same-key.ts';
import { NAIVE_SIGNINGS, SIGNINGS } from './signing.ts';
import { NAIVE_TIMEOUTS, TIMEOUTS } from './timeout.ts';

/** Plans as `migrate` writes them. */
export const SCENARIOS: readonly Scenario[] = [
  ...RENAMES,
  ...TIMEOUTS,
  ...REGROUPED,
  ...SAME_KEY,
  ...CREDENTIALS,
  ...SIGNINGS,
];

/** Changes in one step, as they are made by who does not plan them. */
export const NAIVE_SCENARIOS: readonly NaiveScenario[] = [
  ...NAIVE_RENAMES,
  ...NAIVE_TIMEOUTS,
  ...NAIVE_REGROUPED,
  ...NAIVE_SAME_KEY,
  ...NAIVE_CREDENTIALS,
  ...NAIVE_SIGNINGS,
];
