import type { Mention } from './mentions/find-mention.ts';
import type { PythonParser } from './python/tree.ts';
import type { PatternCompiler } from './text/pattern.ts';
import type { SourceFile } from './text/source-file.ts';
import type { Span } from './text/span.ts';
import type { UrlParser } from './text/url-parser.ts';

export type Severity = 'error' | 'warning' | 'info' | 'hint';

/** Everything the core may know, given as data, so that rules about dates, git and other refs stay pure. */
export interface Snapshot {
  /** ISO date, `2026-09-23`. */
  readonly today: string;
  /** Facts from git may be used. */
  readonly trusted: boolean;
  /** Options that no configuration file of the workspace gives: the editor's, or `--config`. */
  readonly options: Options;
  /** Decoded configuration files, for the folders they stand in. */
  readonly configurations: readonly Configuration[];
  /** Every file that can matter, by its path relative to the root. */
  readonly files: ReadonlyMap<string, SourceFile>;
  /**
   * Modules of installed packages that settings classes derive from, by service and dotted name; none where the service
   * has no virtual environment. They are no files of the workspace.
   */
  readonly installed?: ReadonlyMap<string, ReadonlyMap<string, SourceFile>>;
  /** Files that mention a name though no reader of ours understands them: entry points, manifests, scripts, docs. */
  readonly mentions: (name: string) => readonly Mention[];
  /** Files and folders that were left out, and why. */
  readonly skipped: readonly { readonly path: string; readonly reason: string }[];
  /** The workspace at other refs, by the name that asks for each; only those that something asks for. */
  readonly refs: ReadonlyMap<string, RefView>;
  /** The code that changes are compared with: where this line of work began. Its snapshot holds settings code alone. */
  readonly base?: { readonly name: string; readonly view: RefView };
  /** What runs where, as the pipeline says it: it wins over what the configuration and records say. */
  readonly deployed?: readonly GivenVersion[];
  /** Process environments given on the command line, by environment name. `undefined` values: name without value. */
  readonly given: ReadonlyMap<string, ReadonlyMap<string, string | undefined>>;
  /** What people have listed of stores that cannot be read: names, by environment and store. */
  readonly stores?: StoreNames;
  /** Working directory of the services, relative to the root, when it was given. */
  readonly workingDirectory?: string;
  readonly engines: Engines;
}

/** The names that stores hold, by environment and by the store's name as people call it. */
export type StoreNames = ReadonlyMap<string, ReadonlyMap<string, readonly string[]>>;

/** A version that runs in an environment. */
export interface GivenVersion {
  readonly environment: string;
  /** The process that runs it, as people call it; absent: all of them. */
  readonly reader?: string;
  /** A commit-ish. */
  readonly ref: string;
}

/** The workspace at a commit, tag or branch, or why it cannot be seen. */
export type RefView =
  | {
      readonly kind: 'seen';
      readonly snapshot: Snapshot;
      /** The id of the commit. */
      readonly commit: string;
      /** ISO date of the tag, or else of the commit. */
      readonly date: string;
    }
  /** In words for users, with what would make it seen. `noSuchRef`: a clone with all commits does not know the name. */
  | { readonly kind: 'unseen'; readonly reason: string; readonly noSuchRef?: true };

/** Libraries that are loaded at the edge. */
export interface Engines {
  readonly python: PythonParser;
  readonly pattern: PatternCompiler;
  readonly url: UrlParser;
  /** Validates the front matter of a migration record; problems carry the path of keys that leads to them. */
  readonly record: RecordValidator;
}

export type RecordValidator = (frontMatter: unknown) => readonly {
  readonly path: readonly (string | number)[];
  readonly message: string;
  readonly missing: boolean;
}[];

/** One `crossfade.toml`, or one `pyproject.toml` with a `[tool.crossfade]` table. */
export interface Configuration {
  readonly path: string;
  /** Folder it stands in, relative to the root; its paths are relative to this. */
  readonly folder: string;
  readonly options: Options;
  readonly problems: readonly { readonly span: Span; readonly message: string }[];
}

/** Our own settings, decoded. The zod schema is in `options/`. */
export interface Options {
  readonly settings: readonly string[];
  readonly exclude: readonly string[];
  readonly migrations: string;
  readonly rules: Readonly<Record<string, Severity | 'off'>>;
  readonly environments: Readonly<Record<string, EnvironmentOptions>>;
}

export interface EnvironmentOptions {
  /** Paths relative to the configuration file, low to high. */
  readonly dotenv?: readonly string[];
  readonly process?: readonly string[];
  readonly secrets?: string;
  readonly coupling?: 'bundled' | 'external';
  readonly opaque?: readonly string[];
  readonly deployed?: string;
}

export const DEFAULT_OPTIONS: Options = {
  settings: [],
  exclude: [],
  migrations: 'settings-migrations',
  rules: {},
  environments: {},
};
