import type { Data } from '../syntax/data.ts';
import type { Span } from '../text/span.ts';
import type { FieldType } from './field-type.ts';
import type { Loading } from './loading.ts';

/** A place in a file of the workspace. */
export interface Place {
  readonly path: string;
  readonly span: Span;
}

/** Why something is left open, in words a user understands, and where. */
export interface Undecided extends Place {
  readonly reason: string;
  /** The code sees only what was already accepted, so an error found without it stays: an after-validator. */
  readonly after?: boolean;
  /** A dual read that a migration wrote: it gives a field that nothing sets what another of its fields holds. */
  readonly fills?: boolean;
}

/** All fields a service accepts, read from Python files alone. */
export interface SettingsSchema {
  /** `app.core.config:Settings`; `app.db` for what a module itself reads. */
  readonly id: string;
  readonly reader: ReaderName;
  /** `class`: one object, made as a whole. `calls`: what a module reads, one call at a time. */
  readonly form: 'class' | 'calls';
  /** Folder of the service, relative to the root; empty for the root itself. */
  readonly service: string;
  /** The class's name, or the first read of a module. */
  readonly place: Place;
  readonly className?: string;
  /** `title` of the class's configuration. */
  readonly title?: string;
  /** The class's docstring. */
  readonly description?: string;
  readonly fields: readonly Field[];
  readonly loading: Loading;
  /** Empty for a complete schema. Otherwise it may accept keys, or have fields, that are not known. */
  readonly open: readonly Undecided[];
  /** Why the library refuses to make the class at all: `PydanticUserError`. */
  readonly refused?: Undecided;
  /** Code that judges the object as a whole: model validators, `__init__`, `model_post_init`. */
  readonly modelUndecided: readonly Undecided[];
  /** In the order in which the library runs them. */
  readonly dualReads?: readonly ClassDualRead[];
  /** Keys that a validator asks for and that only a field could bring to it from the process environment. */
  readonly blindKeys?: readonly BlindKey[];
  /**
   * The same class as other releases of the library read it, where the project allows several and locks none; this is as
   * the newest of them does.
   */
  readonly otherReleases?: OtherReleases;
  /** How to add an argument to the class's own configuration; absent where it has none that is written plainly. */
  readonly addToConfig?: ConfigAddition;
}

export interface OtherReleases {
  readonly schemas: readonly SettingsSchema[];
  /** Which releases the project allows: `>=2.2,<2.10`. */
  readonly asked: string;
}

export interface BlindKey {
  readonly key: string;
  readonly validator: string;
  readonly place: Place;
  /** Text with which, at an offset of the same file, the class declares the key. */
  readonly declare?: { readonly at: number; readonly text: string };
}

/** `NAME=VALUE` goes to `at`, between the two texts. */
export interface ConfigAddition {
  readonly path: string;
  readonly at: number;
  readonly before: string;
  readonly after: string;
}

export type ReaderName =
  | 'pydantic-settings'
  /** `BaseSettings` of pydantic 1. */
  | 'pydantic-1'
  | 'os-environ'
  | 'starlette'
  | 'decouple'
  | 'environs'
  | 'django-environ'
  | 'environ-config'
  | 'dynaconf'
  | 'flask'
  | 'celery'
  | 'gunicorn'
  | 'uvicorn'
  /** No code here: a framework reads variables of its own. Only migrations know such schemas. */
  | 'framework'
  /** No code: a JSON Schema that the configuration names. */
  | 'json-schema';

export interface Field {
  readonly name: string;
  /** The class in which it is declared may be another than the schema's. */
  readonly place: Place;
  /** The whole declaration. */
  readonly declaration: Place;
  /** As written, for people: `int | None`. */
  readonly annotation: string;
  readonly type: FieldType;
  readonly required: boolean;
  /** Absent when required, or when the default cannot be evaluated (`defaultUndecided`). */
  readonly default?: Data;
  readonly defaultFactory: boolean;
  /** The default is an object of the field's own class, which validation takes as it is. */
  readonly defaultObject?: true;
  readonly defaultUndecided?: Undecided;
  /** The schema of the settings class of which the default is an object, made without arguments. */
  readonly defaultSettings?: string;
  /** A default that the conversion around a read takes for the variable's text. */
  readonly defaultText?: string;
  /** The conversion around a read refuses the default, so the read raises where nothing sets the name. */
  readonly defaultRefused?: string;
  /** Where the value may come from, the first present one wins. */
  readonly inputs: readonly FieldInput[];
  /** The name under which the library reports errors of this field. */
  readonly loc: string;
  readonly decoding: 'none' | 'json' | 'json-or-text';
  /** `NoDecode`, or `enable_decoding=False`: not even what an `AliasPath` leads into is read as JSON. */
  readonly asText?: true;
  /** `Field(validate_default=…)`, where it differs from the class. */
  readonly validateDefault?: boolean;
  readonly secret: boolean;
  readonly deprecated?: Deprecation;
  /** Code of the user that changes or judges the value: validators, custom types, unknown annotations. */
  readonly undecided: readonly Undecided[];
  /** What `$NAME` as a value stands for, of django-environ; absent where that is not followed. */
  readonly proxy?: ProxyNames;
  /** Set for both fields of a dual read that a migration wrote. */
  readonly dual?: DualRead;
  /** A change of the spelling of its value is under way, or has been: what its validator does. */
  readonly respelled?: Respelled;
  /** Of what a module reads one call at a time: every place that names it. */
  readonly reads?: readonly Place[];
  readonly description?: string;
  /** What the declaration says to people beside the description. */
  readonly documentation?: Documentation;
  /** The settings that a settings module of Django makes of it. */
  readonly sets?: readonly AssignedName[];
}

/** How a read of django-environ finds the variable that a value names as `$NAME`. */
export interface ProxyNames {
  /** Stands before every name. */
  readonly prefix: string;
  /** Variables whose own cast or default takes part, which is not followed. */
  readonly declared: readonly string[];
  /** A variable of the name with this behind it wins, and names a file that holds the value. */
  readonly fileSuffix?: string;
}

/** A name that a settings module gives a value, and whether Django itself reads it. */
export interface AssignedName {
  readonly name: string;
  readonly django: boolean;
}

/** What a validator that a rename or a removal wrote into a class does: keys of the data that it is given. */
export interface ClassDualRead {
  readonly oldKey: string;
  /** NEW is unset where all of them are; the first takes the value. None: the value is dropped. */
  readonly newKeys: readonly string[];
  /** An empty text is a value; otherwise it counts as none. */
  readonly emptyCounts: boolean;
  /** A text is decoded before it is taken over. */
  readonly json: boolean;
  /** The number is multiplied before it is taken over: a change of unit. */
  readonly factor?: { readonly times: bigint; readonly by: bigint };
  /** An address is split: the keys of its host and port, the scheme that it has, the port that it means without one. */
  readonly address?: {
    readonly host: string;
    readonly port: string;
    readonly scheme?: string;
    readonly usual?: string;
  };
}

/** What code takes for the spellings of one value, and makes of the new one. */
export type Respelled = {
  /** Texts that are passed on as they are, besides the empty one. */
  readonly passed: readonly string[];
  /** The old spelling stops the start; otherwise it is passed on. */
  readonly refuses: boolean;
} & (
  | {
      readonly spelled: 'words';
      readonly old: readonly string[];
      /** New words with the old ones; all others are passed on. */
      readonly words: readonly (readonly [string, string])[];
    }
  /** A JSON list, which becomes a list with commas. */
  | { readonly spelled: 'json-list' }
);

/** One value that code reads under a new key, and else under an old one, because a migration is under way. */
export interface DualRead {
  /** The names of the two fields; `new` is empty where nothing takes the place of the old one. */
  readonly old: string;
  readonly new: string;
  /** An empty text is a value; otherwise it counts as none. */
  readonly emptyCounts: boolean;
  /** Code does not start where neither key is set. */
  readonly required: boolean;
  /** What the old number is multiplied with. */
  readonly factor?: { readonly times: bigint; readonly by: bigint };
}

/** `title`, `examples` and `json_schema_extra` of a field, and those of them that are computed. */
export interface Documentation {
  readonly title?: string;
  readonly examples?: Data;
  readonly extra?: readonly (readonly [Data, Data])[];
  readonly unread: readonly string[];
}

export interface FieldInput {
  /** Key in files and init arguments. */
  readonly key: string;
  /** Name in the process environment and in dotenv files, as written; compared as `caseSensitive` says. */
  readonly environment: string;
  /** The rest of an AliasPath below `key`: the value is JSON that this path is taken from. */
  readonly path: readonly (string | number)[];
  /** The field's own name, where it has no alias or is read by its name as well. */
  readonly named?: true;
  /** The variable holds the path of a file, whose text is the value: `SECRET_KEY_FILE`. */
  readonly inFile?: true;
}

export interface Deprecation {
  readonly message?: string;
  /** Field or key that takes its place. */
  readonly replacement?: string;
  /** The declaration says that nothing takes its place. */
  readonly final?: boolean;
  /** ISO date on which it should be gone. */
  readonly until?: string;
  readonly place: Place;
}
