import { badIgnore } from './bad-ignore.ts';
import { brokenSupply } from './broken-supply.ts';
import { constraintViolated } from './constraint-violated.ts';
import { crossesEnvironments } from './crosses-environments.ts';
import { deprecatedKey } from './deprecated-key.ts';
import { duplicateKey } from './duplicate-key.ts';
import { exampleOutOfDate } from './example-out-of-date.ts';
import { limitReached } from './limit-reached.ts';
import { listNeedsJson } from './list-needs-json.ts';
import { missingRequired } from './missing-required.ts';
import { nearMissEnvironmentKey } from './near-miss-environment-key.ts';
import { recordIncomplete } from './record-incomplete.ts';
import { recordInvalid } from './record-invalid.ts';
import { removedKey } from './removed-key.ts';
import type { Rule } from './rule.ts';
import { syntaxError } from './syntax-error.ts';
import { typeMismatch } from './type-mismatch.ts';
import { unknownKey } from './unknown-key.ts';
import { unusedKey } from './unused-key.ts';

/** Every rule. The order does not matter. */
export const rules: readonly Rule[] = [
  nearMissEnvironmentKey,
  brokenSupply,
  unusedKey,
  badIgnore,
  constraintViolated,
  crossesEnvironments,
  deprecatedKey,
  duplicateKey,
  exampleOutOfDate,
  limitReached,
  listNeedsJson,
  missingRequired,
  recordIncomplete,
  recordInvalid,
  removedKey,
  syntaxError,
  typeMismatch,
  unknownKey,
];
