import type { Data } from '../syntax/data.ts';
import type { Span } from '../text/span.ts';

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
  /** Set for both fields of a dual read that a migration wrote. */
  readonly dual?: DualRead;
  /** Of what a module reads one call at a time: every place that names it. */
  readonly reads?: readonly Place[];
  readonly description?: string;
  /** What the declaration says to people beside the description. */
  readonly documentation?: Documentation;
  /** The settings that a settings module of Django makes of it. */
  readonly sets?: readonly AssignedName[];
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
}

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

export interface Constraints {
  readonly gt?: Data;
  readonly ge?: Data;
  readonly lt?: Data;
  readonly le?: Data;
  readonly multipleOf?: Data;
  readonly minLength?: number;
  readonly maxLength?: number;
  /** Rust regex syntax unless the class sets `regex_engine='python-re'` (then the field is undecided). */
  readonly pattern?: string;
  readonly strict?: boolean;
  readonly stripWhitespace?: boolean;
  readonly toLower?: boolean;
  readonly toUpper?: boolean;
  readonly allowInfNan?: boolean;
  readonly maxDigits?: number;
  readonly decimalPlaces?: number;
}

export type FieldType =
  | { readonly kind: SimpleKind }
  | { readonly kind: 'literal'; readonly members: readonly LiteralMember[] }
  | {
      readonly kind: 'enum';
      readonly name: string;
      /** The mixed-in type; `plain` compares by value without conversion. */
      readonly base: 'plain' | 'str' | 'int' | 'float';
      readonly members: readonly { readonly name: string; readonly value: Data }[];
      /** The class's docstring. */
      readonly description?: string;
      /** A text names a member instead of being its value. Never of pydantic. */
      readonly byName?: boolean;
    }
  | { readonly kind: 'list' | 'set' | 'frozenset' | 'sequence' | 'deque'; readonly item: FieldType }
  | { readonly kind: 'tuple'; readonly items: readonly FieldType[]; readonly variadic: boolean }
  | { readonly kind: 'dict'; readonly key: FieldType; readonly value: FieldType }
  | { readonly kind: 'optional'; readonly inner: FieldType }
  | {
      readonly kind: 'union';
      readonly members: readonly FieldType[];
      /** `tagged`: the value of the key `discriminator` chooses the member. */
      readonly mode: 'smart' | 'left-to-right' | 'tagged';
      readonly discriminator?: string;
      /** Inside another union the library does not see that it is complex: releases before 2.14. */
      readonly unseen?: true;
    }
  | { readonly kind: 'secret'; readonly inner: 'str' | 'bytes' }
  /** A URL or DSN class of pydantic, by name: `PostgresDsn`. */
  | { readonly kind: 'url'; readonly name: string }
  | {
      readonly kind: 'model';
      readonly name: string;
      /**
       * What else than a pydantic model it is; errors have other types then (`dataclass_type`). A root model has one
       * field, `root`, whose value stands for the whole.
       */
      readonly flavour?: 'dataclass' | 'pydantic-dataclass' | 'root' | 'typed-dict' | 'named-tuple';
      /** `strict=True` of its own configuration. */
      readonly strict?: boolean;
      /** A root model whose variable holds the text of its root, no JSON. */
      readonly asText?: true;
      readonly fields: readonly Field[];
      readonly extra: 'ignore' | 'allow' | 'forbid';
      readonly undecided: readonly Undecided[];
      /** `title` of the class's configuration. */
      readonly title?: string;
      /** The class's docstring. */
      readonly description?: string;
    }
  /** A text that code compares with others: a switch. Never of pydantic. */
  | SwitchType
  /** A text that code cuts in pieces. Never of pydantic. */
  | SeparatedType
  /** `text or default`: an empty text, or the one named here, is this value. Never of pydantic. */
  | {
      readonly kind: 'or-empty';
      readonly inner: FieldType;
      readonly empty: Data;
      readonly text?: string;
    }
  /** What comes of the text is one of these. Never of pydantic. */
  | { readonly kind: 'one-of'; readonly inner: FieldType; readonly members: readonly Data[] }
  /** Code of the service sees what the conversion accepted, so what that refuses stays refused. Never of pydantic. */
  | { readonly kind: 'judged'; readonly inner: FieldType; readonly reason: string }
  /** What comes of the text is of one of these kinds; `name` for people. Never of pydantic. */
  | {
      readonly kind: 'instance';
      readonly inner: FieldType;
      readonly of: readonly Data['kind'][];
      readonly name: string;
    }
  /** An address that becomes a tuple of its parts, or a dict of settings. Never of pydantic. */
  | { readonly kind: 'address'; readonly form: AddressForm }
  /** A text of names and values: `a=1,b=2`. Never of pydantic. */
  | PairsType
  /** `Json` (no inner type) and `Json[T]`. */
  | { readonly kind: 'json'; readonly inner?: FieldType }
  | { readonly kind: 'constrained'; readonly inner: FieldType; readonly constraints: Constraints }
  /** Not understood, or judged by code of the user: nothing is claimed. */
  | {
      readonly kind: 'undecided';
      readonly reason: string;
      /** Its value in a variable is JSON, though what comes of that is not known: a TypedDict, a root model of a list. */
      readonly complex?: true;
    };

/** Which settings of Django an address becomes; `url` is any address. */
export type AddressForm = 'url' | 'db' | 'cache' | 'email' | 'channels';

/** `text.lower() in ("1", "true")`: what is among neither list is `otherwise`. */
export interface SwitchType {
  readonly kind: 'switch';
  readonly on: readonly string[];
  readonly off: readonly string[];
  readonly otherwise: boolean | 'refused';
  /** What is done with the text before it is compared. */
  readonly fold: 'none' | 'lower' | 'upper';
  readonly strip: boolean;
}

/** `text.split(",")`. */
export interface SeparatedType {
  readonly kind: 'separated';
  /** Absent: runs of white space. */
  readonly separator?: string;
  readonly item: FieldType;
  readonly into: 'list' | 'tuple' | 'set';
  /** White space around each piece is cut off: that of ASCII (`string.whitespace`), or all (`str.strip`). */
  readonly strip: 'none' | 'ascii' | 'all';
  /** Empty pieces are left out. */
  readonly dropEmpty: boolean;
  /** Cut by `shlex`, to which quotes, backslashes and `#` mean something. */
  readonly words?: 'shlex';
  /** An empty text has no pieces, where `split` would give one. */
  readonly emptyIsNone?: boolean;
  /** `(` at both ends and then `)` at both ends are cut off first. */
  readonly brackets?: boolean;
}

/** `dict(piece.split("=", 1) for piece in text.split(","))`. */
export interface PairsType {
  readonly kind: 'pairs';
  readonly separator: string;
  /** What stands between a name and its value. */
  readonly between: string;
  readonly key: FieldType;
  readonly value: FieldType;
  /** White space around names and values is cut off. */
  readonly strip: boolean;
  /** Empty pieces are left out; otherwise only an empty text has none. */
  readonly dropEmpty: boolean;
}

export type SimpleKind =
  | 'str'
  | 'bool'
  | 'int'
  | 'float'
  | 'bytes'
  | 'any'
  | 'none'
  | 'decimal'
  | 'date'
  | 'datetime'
  /** `AwareDatetime` and `NaiveDatetime`. */
  | 'aware-datetime'
  | 'naive-datetime'
  | 'time'
  | 'timedelta'
  | 'uuid'
  /** `UUID4` and its like: one version only. */
  | 'uuid1'
  | 'uuid3'
  | 'uuid4'
  | 'uuid5'
  | 'uuid6'
  | 'uuid7'
  | 'uuid8'
  | 'path'
  | 'ipv4-address'
  | 'ipv6-address'
  | 'ipvany-address'
  | 'ipv4-network'
  | 'ipv6-network'
  | 'ipvany-network'
  | 'ipv4-interface'
  | 'ipv6-interface'
  | 'ipvany-interface'
  | 'email'
  | 'name-email'
  | 'byte-size'
  /** A number or the name of a level of `logging`. Never of pydantic. */
  | 'log-level'
  /** A text in which `\\n` stands for a line break. Never of pydantic. */
  | 'lines'
  /** What a value of TOML is, and else the text itself. Never of pydantic. */
  | 'toml-value';

export interface LiteralMember {
  readonly data: Data;
  /** Set for a member of an enum: `Literal[Level.LOW]`. */
  readonly enumBase?: 'plain' | 'str' | 'int' | 'float';
}

/** How the values reach the fields: configuration of the class, or of the calls of a module. */
export interface Loading {
  /** Lowest rank first: later dotenv files win. Undecided ones make claims about files impossible. */
  readonly envFiles: readonly EnvFile[];
  readonly envFileUndecided?: Undecided;
  /** What is not followed and has a lower rank than all that is: it may set what nothing else sets. */
  readonly unread?: Undecided;
  /** Set beside `envFileUndecided` where the name of the environment is all that is not known. */
  readonly envFilePattern?: EnvFilePattern;
  /** `env_file_encoding` where it is not UTF-8. */
  readonly envFileEncoding?: string;
  readonly secretsDirs: readonly string[];
  readonly dataFiles: readonly DataFile[];
  /** Files named in the configuration whose source is not among `sources`: the library never reads them. */
  readonly inactiveFiles?: readonly DataFile[];
  /** Highest rank first. */
  readonly sources: readonly SourceName[];
  readonly extra: 'forbid' | 'ignore' | 'allow';
  readonly caseSensitive: boolean;
  readonly envPrefix: string;
  readonly ignoreEmpty: boolean;
  readonly nestedDelimiter?: string;
  readonly nestedMaxSplit?: number;
  readonly parseNoneStr?: string;
  /** A field with an alias is read by its own name as well, which is then its last input. */
  readonly populateByName?: boolean;
  readonly dotenvFiltering?: 'match_prefix' | 'only_existing';
  /** Keys of a nested model merge into the field's default instead of replacing it. */
  readonly nestedPartialUpdate?: boolean;
  readonly yamlSection?: string;
  readonly tomlHeader?: readonly string[];
  readonly pyprojectHeader?: readonly string[];
  /** Several files of one kind merge at every depth instead of key by key at the top. */
  readonly deepMerge?: boolean;
  /** `strict=True`: variables are converted by pydantic-settings first, values of files are not. */
  readonly strict?: boolean;
  /** Enums are found by the names of their members as well. */
  readonly parseEnums?: boolean;
  /** Keyword arguments of the call that creates the object; `data` is absent where it cannot be evaluated. */
  readonly initArguments?: readonly InitArgument[];
  readonly dynaconf?: DynaconfLoading;
  readonly validateDefault: boolean;
  readonly hideInput: boolean;
  /** Locked version of the library, `undefined` when no lock file says it. */
  readonly version?: string;
  /** Locked version of what reads the dotenv files: python-dotenv, or the library itself where it has a parser. */
  readonly dotenvVersion?: string;
}

/**
 * What a `Dynaconf(…)` is told. It makes one object: settings files in their order, the `.local.` ones after all others,
 * then variables, prefix by prefix.
 */
export interface DynaconfLoading {
  readonly files: readonly DynaconfFile[];
  /** `root_path`: where files are looked for first. */
  readonly root?: { readonly path: string; readonly base: 'cwd' | 'root' };
  /** Files have one section for each environment. */
  readonly environments: boolean;
  /** The variable that names the environment, and the name where nothing sets it. */
  readonly switcher: string;
  readonly env?: string;
  readonly defaultEnv: string;
  /** Lowest rank first, in capitals and with their `_`; an empty one takes every variable. */
  readonly prefixes: readonly string[];
  /** `envvar_prefix`, which names a section of files as well. */
  readonly section: string;
  /** `merge_enabled`: values merge with those of lower rank without being told so. */
  readonly merges: boolean;
  /** `preload`, `includes`: files that are not followed, below all others or above them. */
  readonly before?: Undecided;
  readonly after?: Undecided;
}

export interface DynaconfFile {
  /** Undefined for a file that is not read here: code, a pattern, an INI file. */
  readonly kind?: 'yaml' | 'toml' | 'json';
  readonly file: EnvFile;
}

export type SourceName = 'init' | 'process' | 'dotenv' | 'secrets' | 'yaml' | 'toml' | 'json' | 'pyproject';

export interface EnvFile {
  /** As written for `cwd`; may be absolute or start with `~`. */
  readonly path: string;
  /**
   * What the path is relative to: the working directory of the process, the root of the workspace, where the code
   * builds it from `__file__`, or the first folder upwards from the file of `place` that holds it. Absent means `cwd`.
   */
  readonly base?: 'cwd' | 'root' | 'above';
  /** With `above`: where the search starts instead of the folder of `place`. */
  readonly from?: { readonly path: string; readonly base: 'cwd' | 'root' };
  /** `RepositoryIni` of python-decouple: options of a section instead of lines. */
  readonly form?: 'ini';
  /** What it sets takes the place of what the process environment has. */
  readonly wins?: true;
  readonly place: Place;
}

/** `env_file=f".env.{name}"`: one dotenv file per environment, by a name that the code computes. */
export interface EnvFilePattern {
  readonly prefix: string;
  readonly suffix: string;
  readonly base: 'cwd' | 'root';
  readonly place: Place;
}

export interface InitArgument {
  readonly name: string;
  readonly data?: Data;
  readonly place: Place;
}

export interface DataFile {
  readonly kind: 'yaml' | 'toml' | 'json' | 'pyproject';
  readonly path: string;
  /** As for `EnvFile`. */
  readonly base?: 'cwd' | 'root' | 'above';
  readonly place: Place;
}

export const NO_LOADING: Loading = {
  envFiles: [],
  secretsDirs: [],
  dataFiles: [],
  sources: ['init', 'process', 'dotenv', 'secrets'],
  extra: 'ignore',
  caseSensitive: true,
  envPrefix: '',
  ignoreEmpty: false,
  validateDefault: true,
  hideInput: false,
};
