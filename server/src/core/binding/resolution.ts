import type { Field, Place, SettingsSchema, Undecided } from '../schema/schema.ts';
import type { Data } from '../syntax/data.ts';
import type { Entry } from '../syntax/document.ts';
import type { ValueError } from '../values/coerce.ts';
import type { Environment, Layer } from './environment.ts';
import type { Items } from './item.ts';
import type { Origin } from './origin.ts';

/** What the settings object of one schema will hold in one environment, and why. */
export interface Resolution {
  readonly schema: SettingsSchema;
  readonly environment: Environment;
  readonly assumes: 'none' | 'declared' | 'given';
  /** `null`: it depends on code that is not evaluated, or on what was not seen. */
  readonly ok: boolean | null;
  /** The same without validators of the whole object. */
  readonly fieldsOk: boolean | null;
  readonly fields: readonly FieldResolution[];
  readonly errors: readonly ResolutionError[];
  readonly undecided: readonly (Undecided & { readonly field?: string })[];
  /** Keys that no field takes, by the name under which the library keeps or refuses them. */
  readonly extras: Items;
}

export interface FieldResolution {
  readonly field: Field;
  readonly state: 'set' | 'default' | 'missing' | 'invalid' | 'undecided';
  /** The key under which the winner was found, as written there. */
  readonly key?: string;
  readonly value?: Data;
  /** The text of the winner after interpolation; absent for data files. */
  readonly raw?: string;
  readonly source?: Source;
  /** What the winner hides, highest rank first. */
  readonly overrides: readonly Source[];
  /** A missing field that something not understood may supply. */
  readonly possible?: readonly Place[];
  readonly errors: readonly ValueError[];
  /** Where each of the errors stands, for a value that several entries make up. */
  readonly origins?: readonly (Origin | undefined)[];
  readonly masked: boolean;
}

export interface Source {
  readonly kind: 'process' | 'dotenv' | 'secrets' | 'file' | 'default' | 'default_factory' | 'init';
  readonly layer?: Layer;
  readonly entry?: Entry;
  /** It stands in a store of secrets: never shown, whatever its name. */
  readonly secret?: boolean;
}

export interface ResolutionError {
  /** Class name of the exception. */
  readonly kind: 'ValidationError' | 'SettingsError' | (string & {});
  /** ValidationError: as pydantic reports them, in its order. */
  readonly type?: string;
  readonly loc?: readonly (string | number)[];
  /** SettingsError: the field and the library's source class. */
  readonly field?: string;
  readonly sourceClass?: string;
  readonly message: string;
  readonly place?: Place;
  readonly entry?: Entry;
}
