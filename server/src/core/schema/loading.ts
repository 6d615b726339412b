import type { Data } from '../syntax/data.ts';
import type { FieldType } from './field-type.ts';
import type { Place, Undecided } from './schema.ts';

/** How the values reach the fields: configuration of the class, or of the calls of a module. */
export interface Loading {
  /** Lowest rank first: later dotenv files win. Undecided ones make claims about files impossible. */
  readonly envFiles: readonly EnvFile[];
  readonly envFileUndecided?: Undecided;
  /** Sources that are not followed, as the code calls them: each may set any field, whatever the layers say. */
  readonly foreignSources?: readonly string[];
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
  /** What besides names of fields takes the prefix (`env_prefix_target`): aliases alone, or both. */
  readonly envPrefixTarget?: 'alias' | 'all';
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
  /** In the order in which they run, once everything is loaded. */
  readonly validators: readonly DynaconfValidator[];
}

/** What a validator of dynaconf does with settings: it gives defaults, converts and judges. */
export type DynaconfValidator =
  | SingleValidator
  /** `A | B` passes with the first that does, `A & B` runs both. */
  | { readonly kind: 'any' | 'all'; readonly members: readonly DynaconfValidator[] }
  /** It is made in a way that is not followed, and speaks of these names, as far as is seen. */
  | { readonly kind: 'unknown'; readonly names: readonly string[]; readonly reason: string };

export interface SingleValidator {
  readonly kind: 'single';
  /** As `settings.get` takes them: `DATABASE.PORT`. */
  readonly names: readonly string[];
  readonly mustExist?: boolean | 'unknown';
  /** What is demanded of the value. */
  readonly type: FieldType;
  readonly default?: Data | 'unknown';
  /** A text that is not read as TOML. */
  readonly defaultIsText?: boolean;
  readonly onNone: boolean;
  readonly cast?: 'int' | 'float' | 'str' | 'bool' | 'unknown';
  /** Environments in which it judges, instead of the current one. */
  readonly environments?: readonly string[] | 'unknown';
  /** It runs only where this one passes. */
  readonly when?: DynaconfValidator;
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
