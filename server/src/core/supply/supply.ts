import type { Entry } from '../syntax/document.ts';
import type { DotenvDialect } from '../syntax/dotenv/dotenv-dialect.ts';
import type { SourceFile } from '../text/source-file.ts';
import type { Span } from '../text/span.ts';
import type { LookUp } from './compose/compose-interpolate.ts';

/**
 * Knows one kind of file that puts variables into the process environment of containers, processes or jobs: compose
 * files, Kubernetes manifests, units of systemd, … Knows nothing of settings code.
 */
export interface Supplier {
  readonly name: string;
  /** By path alone. */
  readonly matches: (path: string) => boolean;
  /**
   * What these files start, all of them files that match, sorted by path: some kinds (Kustomize, `extends`) join
   * several. Never throws. Text of files that are only referred to (`env_file`) is not needed: their path is given.
   */
  readonly supplied: (files: readonly SourceFile[]) => Supplied;
}

export interface Supplied {
  readonly workloads: readonly Workload[];
  /** What cannot be followed or understood, where it stands. */
  readonly problems: readonly SupplyProblem[];
  /** What is not looked at, and why. */
  readonly skipped?: readonly { readonly path: string; readonly reason: string }[];
}

export interface SupplyProblem {
  readonly path: string;
  readonly span: Span;
  /** Without a final full stop, code in backticks. */
  readonly message: string;
  readonly severity: 'error' | 'warning' | 'info';
  /** Said whatever the file starts, where a workspace has services. */
  readonly whatever?: true;
}

/** One container, process or job, as far as its process environment goes. Paths are relative to the root. */
export interface Workload {
  /** Name of the supplier. */
  readonly supplier: string;
  /** As its users call it: `api` of a compose file, `Deployment/api`, `api.service`. */
  readonly name: string;
  /** Where a workload has several: the container's name. */
  readonly container?: string;
  /** The file it stands in, and its name there. */
  readonly path: string;
  readonly span: Span;
  /** The environment that its file's place or text names, as written; undefined where nothing says it. */
  readonly environment?: string;
  /**
   * `service`: runs in an environment. `image`: holds wherever the image runs, below all else. `tests`: for tests
   * only. `pipeline`: a job of continuous integration.
   */
  readonly role: 'service' | 'image' | 'tests' | 'pipeline';
  readonly runs: WhatRuns;
  /** How many of it run side by side, where its file says so and nothing scales it. */
  readonly replicas?: number;
  /** Lowest rank first: a later one wins. */
  readonly sources: readonly SupplySource[];
  /** Other files that it is put together from: kustomizations, patches. */
  readonly through?: readonly string[];
  /** In words, where it is not certain that its sources are these and in this order: what was assumed. */
  readonly guess?: string;
  /** In words, where something else than the place of its file says its environment. */
  readonly assumedEnvironment?: string;
}

/** Everything that tells which Python service a workload runs; all of it may be absent. */
export interface WhatRuns {
  /** Folder that the image is built from. */
  readonly context?: string;
  readonly dockerfile?: string;
  /** As written: `registry/team/orders-api:1.2`. */
  readonly image?: string;
  /** The command line, words joined by blanks. */
  readonly command?: string;
  /** Folder of the workspace in which the process starts. */
  readonly folder?: string;
}

export type SupplySource = WrittenVariables | EnvironmentFile | OpaqueStore;

/** Variables that a file gives in place. */
export interface WrittenVariables {
  readonly kind: 'variables';
  readonly path: string;
  readonly variables: readonly SuppliedVariable[];
}

/** A file of `KEY=VALUE` lines (`env_file`, `EnvironmentFile`, `--from-env-file`). */
export interface EnvironmentFile {
  readonly kind: 'file';
  /** Undefined where it leads out of the workspace. */
  readonly path: string | undefined;
  readonly written: string;
  readonly dialect: DotenvDialect;
  /** Where it is named. */
  readonly at: { readonly path: string; readonly span: Span };
  readonly required: boolean;
  /** Where the program puts variables in that stand outside of its env files: what is known of them. */
  readonly outside?: LookUp;
}

/** A store whose content is not in the workspace (`envFrom` of a secret, a parameter store). */
export interface OpaqueStore {
  readonly kind: 'opaque';
  /** As users call it: `Secret/api-secrets`, `aws-ssm:/api/staging`. */
  readonly name: string;
  readonly at: { readonly path: string; readonly span: Span };
  /** Where something lists them (`ExternalSecret`), the names it holds and no others. */
  readonly names?: readonly string[];
}

export interface SuppliedVariable {
  readonly name: string;
  readonly value:
    | { readonly kind: 'text'; readonly text: string }
    /** With `${…}` of the supplier's own syntax in it, as written. */
    | { readonly kind: 'interpolated'; readonly text: string }
    | { readonly kind: 'unknown'; readonly reason: string };
  /** The file it is written in: for a reference to a ConfigMap, that of the ConfigMap. */
  readonly path: string;
  /**
   * Key and value where they stand in the document of `path`. `shape` says how they are written there; those that are
   * not an entry of a mapping are put together from pieces of other values. A `line` is `KEY=value` in a file of such
   * lines, and its reader takes the text behind the first `=` as it stands.
   */
  readonly entry?: Entry;
  /** The line that the whole value is taken over from, where the value is a reference to one in another file. */
  readonly taken?: { readonly path: string; readonly entry: Entry };
  readonly shape: 'entry' | 'line' | 'assignment' | 'name-value' | 'elsewhere';
  /** Of a Secret: never shown, whatever its name. */
  readonly secret: boolean;
}
