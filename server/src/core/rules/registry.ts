import { aliasPrecedenceVaries } from './alias-precedence-varies.ts';
import { ambiguousRename } from './ambiguous-rename.ts';
import { badIgnore } from './bad-ignore.ts';
import { boolOfString } from './bool-of-string.ts';
import { brokenSupply } from './broken-supply.ts';
import { cacheExampleMismatch } from './cache-example-mismatch.ts';
import { cacheRuleIncomplete } from './cache-rule-incomplete.ts';
import { caseDuplicateKey } from './case-duplicate-key.ts';
import { configurationInvalid } from './configuration-invalid.ts';
import { constraintViolated } from './constraint-violated.ts';
import { contractTooEarly } from './contract-too-early.ts';
import { crossesEnvironments } from './crosses-environments.ts';
import { debugInProduction } from './debug-in-production.ts';
import { defaultNotPinned } from './default-not-pinned.ts';
import { defaultViolatesConstraint } from './default-violates-constraint.ts';
import { deprecatedAndRequired } from './deprecated-and-required.ts';
import { deprecatedKey } from './deprecated-key.ts';
import { deprecationIncomplete } from './deprecation-incomplete.ts';
import { deprecationOverdue } from './deprecation-overdue.ts';
import { duplicateKey } from './duplicate-key.ts';
import { emptyIsNotUnset } from './empty-is-not-unset.ts';
import { evidenceMissing } from './evidence-missing.ts';
import { exampleOutOfDate } from './example-out-of-date.ts';
import { expandIncomplete } from './expand-incomplete.ts';
import { hiddenSecuritySetting } from './hidden-security-setting.ts';
import { insecureTransport } from './insecure-transport.ts';
import { invisibleCharacter } from './invisible-character.ts';
import { layerInversion } from './layer-inversion.ts';
import { leftover } from './leftover.ts';
import { limitReached } from './limit-reached.ts';
import { listNeedsJson } from './list-needs-json.ts';
import { migrationStalled } from './migration-stalled.ts';
import { missingInEnvironment } from './missing-in-environment.ts';
import { missingRequired } from './missing-required.ts';
import { mixedConcerns } from './mixed-concerns.ts';
import { nameReused } from './name-reused.ts';
import { nearMissEnvironmentKey } from './near-miss-environment-key.ts';
import { nestedDelimiterTypo } from './nested-delimiter-typo.ts';
import { noUploadLimit } from './no-upload-limit.ts';
import { oldStillRead } from './old-still-read.ts';
import { oneStepRename } from './one-step-rename.ts';
import { openOriginOrHost } from './open-origin-or-host.ts';
import { openSchema } from './open-schema.ts';
import { ownerMissing } from './owner-missing.ts';
import { parserDependentValue } from './parser-dependent-value.ts';
import { partialSet } from './partial-set.ts';
import { prefixLostByAlias } from './prefix-lost-by-alias.ts';
import { recordIncomplete } from './record-incomplete.ts';
import { recordInvalid } from './record-invalid.ts';
import { removedKey } from './removed-key.ts';
import { replacementUnusable } from './replacement-unusable.ts';
import { rotationSkipsVerify } from './rotation-skips-verify.ts';
import type { Rule } from './rule.ts';
import { secretInTrackedFile } from './secret-in-tracked-file.ts';
import { sourceNotConfigured } from './source-not-configured.ts';
import { strictReader } from './strict-reader.ts';
import { syntaxError } from './syntax-error.ts';
import { testSetsDeadKey } from './test-sets-dead-key.ts';
import { typeDiffers } from './type-differs.ts';
import { typeMismatch } from './type-mismatch.ts';
import { unitChangeInPlace } from './unit-change-in-place.ts';
import { unknownKey } from './unknown-key.ts';
import { unrecordedBreakingChange } from './unrecorded-breaking-change.ts';
import { unterminatedQuote } from './unterminated-quote.ts';
import { unusedKey } from './unused-key.ts';
import { validatorBlind } from './validator-blind.ts';
import { valueMayBeLogged } from './value-may-be-logged.ts';
import { valuesDiffer } from './values-differ.ts';
import { weakSecret } from './weak-secret.ts';
import { worldReadableSecret } from './world-readable-secret.ts';
import { yamlImplicitType } from './yaml-implicit-type.ts';

/** Every rule. The order does not matter. */
export const rules: readonly Rule[] = [
  mixedConcerns,
  ownerMissing,
  hiddenSecuritySetting,
  worldReadableSecret,
  aliasPrecedenceVaries,
  ambiguousRename,
  badIgnore,
  boolOfString,
  brokenSupply,
  cacheExampleMismatch,
  cacheRuleIncomplete,
  caseDuplicateKey,
  configurationInvalid,
  constraintViolated,
  contractTooEarly,
  crossesEnvironments,
  debugInProduction,
  defaultNotPinned,
  defaultViolatesConstraint,
  deprecatedAndRequired,
  deprecatedKey,
  deprecationIncomplete,
  deprecationOverdue,
  duplicateKey,
  emptyIsNotUnset,
  evidenceMissing,
  exampleOutOfDate,
  expandIncomplete,
  insecureTransport,
  invisibleCharacter,
  layerInversion,
  leftover,
  limitReached,
  listNeedsJson,
  migrationStalled,
  missingInEnvironment,
  missingRequired,
  nameReused,
  nearMissEnvironmentKey,
  nestedDelimiterTypo,
  noUploadLimit,
  oldStillRead,
  oneStepRename,
  openOriginOrHost,
  openSchema,
  parserDependentValue,
  partialSet,
  prefixLostByAlias,
  recordIncomplete,
  recordInvalid,
  removedKey,
  replacementUnusable,
  rotationSkipsVerify,
  secretInTrackedFile,
  sourceNotConfigured,
  strictReader,
  syntaxError,
  testSetsDeadKey,
  typeDiffers,
  typeMismatch,
  unitChangeInPlace,
  unknownKey,
  unrecordedBreakingChange,
  unterminatedQuote,
  unusedKey,
  validatorBlind,
  valueMayBeLogged,
  valuesDiffer,
  weakSecret,
  yamlImplicitType,
];
