import type { Field, Place, SettingsSchema } from '../schema/schema.ts';
import type { Snapshot } from '../snapshot.ts';
import type { Successor } from './successor.ts';
import type { Version } from './version.ts';

/** A deploy, or a rollback, that somebody means to make. */
export interface PreflightQuestion {
  /** The files on disk, what was given on the command line, and the configuration. */
  readonly today: Snapshot;
  readonly from: Version;
  readonly to: Version;
  /** `[SERVICE::]MODULE[:CLASS]` or `PATH[:CLASS]`; absent: all settings. */
  readonly settings?: string;
  /** Names of environments; none: all that are seen. */
  readonly environments?: readonly string[];
  /** The files on disk are in force already, also those that the new version changes. */
  readonly applied?: boolean;
  /** What takes the place of each old key, as records of migrations have it. */
  readonly successors: ReadonlyMap<string, Successor>;
  readonly uses: CodeUses;
}

/** Where code of a version uses attributes. */
export interface CodeUses {
  readonly ofField: FieldUses;
  /** The same for a name that the class no longer has. */
  readonly ofGone: (snapshot: Snapshot, schema: SettingsSchema, attribute: string) => FieldUse | undefined;
  /** The same for a name that a module of a service no longer has. */
  readonly ofConstant: (
    snapshot: Snapshot,
    service: string,
    constant: ModuleConstant,
  ) => FieldUse | undefined;
}

/** A name that a module gives a value. */
export interface ModuleConstant {
  readonly path: string;
  readonly name: string;
}

/** One place where code uses the attribute of a field, one that is certain first; undefined where none does. */
export type FieldUses = (snapshot: Snapshot, schema: SettingsSchema, field: Field) => FieldUse | undefined;

export interface FieldUse extends Place {
  /** False where the object before the dot may be something else. */
  readonly certain: boolean;
}

/** The four states in which a process can be: the old code or the new, on the values of today or of the new version. */
export interface States {
  readonly fromToday: Snapshot;
  readonly toToday: Snapshot;
  /** Absent where the new version brings no other values. */
  readonly fromRelease?: Snapshot;
  readonly toRelease?: Snapshot;
  readonly changed: readonly string[];
}
