import type { KindName } from '../kinds/kinds.ts';
import { constraintClass } from './constraint-code.ts';
import { defaultClass, defaultEnviron } from './default-code.ts';
import { renameDynaconf } from './dynaconf-rename.ts';
import { constraintEnviron } from './environ-constraint.ts';
import { legacyEnviron } from './environ-legacy.ts';
import { respellEnviron } from './environ-respell.ts';
import { flagClass, flagEnviron } from './flag-code.ts';
import type { KindGenerator } from './generated-code.ts';
import { moveClass, moveEnviron } from './move-code.ts';
import { regroupClass } from './regroup-code.ts';
import { removalClass, removalEnviron } from './remove-code.ts';
import { renameClass, renameEnviron } from './rename-code.ts';
import { requireClass, requireEnviron } from './require-code.ts';
import { respellClass } from './respell-code.ts';
import { signingClass } from './signing-code.ts';

/** What writes the code of each kind, by reader. A kind or a reader that is not here is changed by people. */
export const GENERATORS: Readonly<Partial<Record<KindName, KindGenerator>>> = {
  rename: {
    settingsClass: renameClass,
    environ: renameEnviron,
    libraries: true,
    dynaconf: renameDynaconf,
  },
  remove: { settingsClass: removalClass, environ: removalEnviron, libraries: true },
  split: { settingsClass: regroupClass, environ: legacyEnviron, libraries: true },
  merge: { settingsClass: regroupClass, environ: legacyEnviron, libraries: true },
  default: { settingsClass: defaultClass, environ: defaultEnviron, libraries: true },
  enum: { settingsClass: respellClass, environ: respellEnviron, libraries: true },
  flag: { settingsClass: flagClass, environ: flagEnviron, libraries: true },
  require: { settingsClass: requireClass, environ: requireEnviron, libraries: true },
  move: { settingsClass: moveClass, environ: moveEnviron, libraries: true },
  retype: { settingsClass: respellClass, environ: respellEnviron, libraries: true },
  'rotate-signing': { settingsClass: signingClass },
  tighten: { settingsClass: constraintClass, environ: constraintEnviron, libraries: true },
  widen: { settingsClass: constraintClass, environ: constraintEnviron, libraries: true },
  unit: { settingsClass: regroupClass, environ: legacyEnviron, libraries: true },
};
