import type { PythonProject } from '../schema/reader.ts';
import type { Field, Place, SettingsSchema, Undecided } from '../schema/schema.ts';
import type { SuppliedVariable } from '../supply/supply.ts';
import type { Document, Entry } from '../syntax/document.ts';
import type { SourceFile } from '../text/source-file.ts';
import type { Span } from '../text/span.ts';
import type { KindName } from './kinds/kinds.ts';
import type { OtherName } from './other-names.ts';
import type { RecordFile } from './record.ts';
import type { LayerKind } from './replica-model.ts';

/**
 * All that a migration of one setting is judged by: who reads it, which environments hold it, who else names it.
 * Gathered from binding, or made by hand in tests.
 */
export interface MigrationFacts {
  readonly kind: KindName;
  /** Folder of the service, relative to the root; empty for the root. */
  readonly service: string;
  /** Folder of the records, relative to the root: `backend/settings-migrations`. */
  readonly recordFolder: string;
  /** Name in the process environment and in dotenv files, as people write it there: `DB_POOL`. */
  readonly from: string;
  /** Absent where nothing takes its place; the same name where the key stays and its value or its meaning changes. */
  readonly to?: string;
  /** Every key that the change starts from, `from` first. */
  readonly fromKeys: readonly string[];
  /** Every key that it ends with, `to` first; keys that stay are in both lists. */
  readonly toKeys: readonly string[];
  /** Keys of the same migration that have tests of their own: of a move, which is written pair by pair. */
  readonly beside?: readonly string[];
  /** Name of the conversion between the two sides: `same` where texts stay as they are. */
  readonly convert: string;
  /** What people answered, by the question's id. */
  readonly answers: ReadonlyMap<string, string>;
  readonly readers: readonly ReaderFacts[];
  readonly environments: readonly EnvironmentFacts[];
  /** Places in files that no reader understands, and that name OLD or NEW. */
  readonly mentions: readonly MentionFacts[];
  /** Tests that set OLD; they are writers and change with the migration. */
  readonly tests: readonly TestUse[];
  /** Files that configure pytest, where they name one of the keys. */
  readonly testConfigs?: readonly SourceFile[];
  /** Code that may read any key (`getattr(settings, name)`, `os.environ[f"…"]`). */
  readonly dynamicReaders: readonly Undecided[];
  /** Keys and fields of the service, for suggestions. */
  readonly knownKeys: readonly string[];
  /** Classes that inherit a field of the old keys under names of their own. */
  readonly otherNames: readonly OtherName[];
  /** Of the same settings; those of other services are about keys of their own. */
  readonly records: readonly RecordFile[];
  /** Of every record in the workspace. */
  readonly recordIds?: readonly string[];
  readonly codeowners?: string;
  readonly project: PythonProject;
  /** Columns that the service's formatter keeps to. */
  readonly lineLength: number;
  /** Data files that a reader loads, with OLD or NEW in them: one for each file. */
  readonly dataFiles: readonly DataFileFacts[];
  /** Tracked templates of settings files (`.env.example`) that set one of the keys. */
  readonly templates?: readonly TemplateFacts[];
  /** Documents of the service that name one of the keys: their tables of settings follow the code. */
  readonly docs?: readonly SourceFile[];
  /** What runs where, and the code of it; absent where nothing was looked at. */
  readonly deployed?: DeployedFacts;
}

/** What is known of the versions that run. */
export interface DeployedFacts {
  /** ISO date. */
  readonly today: string;
  /** What the pipeline and the configuration say; records say the rest. */
  readonly versions: readonly DeployedVersion[];
  /** The code of every version that something names. */
  readonly code: ReadonlyMap<string, CodeAtRef>;
}

export interface DeployedVersion {
  readonly environment: string;
  /** The process that runs it; absent: all of them. */
  readonly reader?: string;
  /** A commit-ish; absent where it is not known, and `unknown` says why. */
  readonly ref?: string;
  readonly unknown?: string;
  /** ISO date on which it was deployed. */
  readonly on?: string;
  readonly source: 'pipeline' | 'configuration' | 'record';
}

/** The settings code of a service at a commit, as far as the keys of a migration go. */
export type CodeAtRef =
  | {
      readonly kind: 'seen';
      /** ISO date of the tag or commit. */
      readonly date: string;
      readonly readers: readonly ReaderFacts[];
      readonly project?: PythonProject;
      /** Where the keys keep their names: the readers that read every key as the working tree does. */
      readonly asToday: ReadonlySet<string>;
    }
  | { readonly kind: 'unseen'; readonly reason: string };

/**
 * A YAML, TOML or JSON file below the variables. It is taken to ship with the code, so that its key changes in the
 * same pull request as the code that reads it.
 */
export interface DataFileFacts {
  readonly path: string;
  /** Environments that are known by the file; all of them where it is shared. */
  readonly environments: readonly string[];
  readonly production: boolean;
  readonly tracked: boolean;
  /** Absent where the file cannot be read as a whole. */
  readonly document?: Document;
  /** What each key of either side is called in it, and what sets it. */
  readonly keys: ReadonlyMap<string, DataKeyFacts>;
  /** Every entry that sets an old key. */
  readonly old: readonly Entry[];
  /** Of the first key of each side. */
  readonly oldKey: string;
  readonly newKey?: string;
  /** True where every new key is set. */
  readonly hasNew: boolean;
  /** OLD is in it, and it cannot be read as a whole. */
  readonly unread?: boolean;
}

/** One key of a migration in a data file. */
export interface DataKeyFacts {
  readonly name: string;
  readonly entries: readonly Entry[];
}

/** One settings class, or one module that reads the process environment, that reads OLD, NEW or both. */
export interface ReaderFacts {
  /** For people: `Settings`, `app.db`. */
  readonly name: string;
  readonly schema: SettingsSchema;
  /** Of the first key of each side. */
  readonly old?: Field;
  readonly new?: Field;
  /** The field that each key of either side sets. */
  readonly fields: ReadonlyMap<string, Field>;
  /** Layers whose unknown keys stop it; `undefined` where that cannot be decided. */
  readonly strict: readonly LayerKind[] | undefined;
  /** Whether an empty text is a value of the type; `undefined` where that cannot be decided. */
  readonly emptyAccepted: boolean | undefined;
  /** Reads of the values in code: `settings.db_pool`, `os.environ["DB_POOL"]`. */
  readonly readsOld: readonly CodeRead[];
  readonly readsNew: readonly CodeRead[];
  /** Whether the default of the old field satisfies the constraint that it is about to get; `undefined`: not decided. */
  readonly defaultAfter?: boolean;
  /** A record names it: it counts even when it reads neither key any more. */
  readonly named: boolean;
}

export interface CodeRead extends Place {
  /** False where the object before the dot may be something else. */
  readonly certain: boolean;
}

export interface EnvironmentFacts {
  readonly name: string;
  readonly production: boolean;
  readonly coupling: 'bundled' | 'external';
  /** No file of it is present. */
  readonly unseen: boolean;
  /** Stores that exist but cannot be read. */
  readonly opaque: readonly string[];
  /** Lowest rank first; personal layers are left out. Of all that start in it, so that every place is edited. */
  readonly layers: readonly LayerFacts[];
  /**
   * The same as each reader in each workload sees it, where that differs: what one of them has says nothing of another.
   * Absent where all see the same.
   */
  readonly views?: readonly EnvironmentFacts[];
}

export interface LayerFacts {
  readonly kind: LayerKind;
  /** For people and for edits; absent for a process environment that was given as data. */
  readonly path?: string;
  /** A folder of secrets, with a file for each name. */
  readonly folder?: string;
  /** A store that cannot be read and of which names are known; `path` is what names it. */
  readonly store?: string;
  readonly document?: Document;
  /** Tracked by git: unknown counts as no. */
  readonly tracked: boolean;
  /** Of the first key of each side. */
  readonly old?: EntryFacts;
  readonly new?: EntryFacts;
  /** What sets each key of either side. */
  readonly entries: ReadonlyMap<string, EntryFacts>;
  /** A variable of a manifest beside which another can be written; absent where several processes have their own. */
  readonly neighbor?: EntryFacts;
}

export interface EntryFacts {
  /** Absent for values that were given as data. */
  readonly entry?: Entry;
  /** Lines of the same file that set the key too, and that this one hides. */
  readonly hidden?: readonly Entry[];
  /** For a variable that a part of a file supplies: how it is written there. */
  readonly supplied?: SuppliedVariable;
  /** The text the reader gets, after interpolation; `undefined` where it is not known. */
  readonly text?: string;
  /** What the field makes of it: `undefined` where that is not decided. */
  readonly valid?: boolean;
  /** The same with the constraint that it is about to get. */
  readonly validAfter?: boolean;
  /** Whether it is the default that code has: `undefined` where there is none, or it is not decided. */
  readonly isDefault?: boolean;
}

/** A file that people copy to set up a new environment, and that nothing reads. */
export interface TemplateFacts {
  readonly path: string;
  readonly document: Document;
  /** What sets each key of either side. */
  readonly entries: ReadonlyMap<string, EntryFacts>;
  /** Keys that stand in comments, as what could be set: `# DB_POOL=5`. */
  readonly commented: readonly CommentedKey[];
}

export interface CommentedKey {
  readonly key: string;
  /** Of the name. */
  readonly span: Span;
}

export interface MentionFacts {
  readonly path: string;
  /** Text for people, or a template of a settings file: it names the key, and nothing runs it. */
  readonly prose: boolean;
  /** One-based. */
  readonly line: number;
  readonly name: 'old' | 'new';
  readonly key: string;
  /** Settings of another service, and the file that both load. */
  readonly reader?: { readonly name: string; readonly from: string };
}

export interface TestUse extends Place {
  readonly name: 'old' | 'new';
}
