import type { DataFile } from '../schema/loading.ts';
import type { LookUp } from '../supply/compose/compose-interpolate.ts';
import type { Workload } from '../supply/supply.ts';
import type { Document } from '../syntax/document.ts';
import type { DotenvDialect } from '../syntax/dotenv/dotenv-dialect.ts';
import type { SourceFile } from '../text/source-file.ts';
import type { Variable } from './variables.ts';

/** One ordered set of layers: what a process that starts in this environment would see. */
export interface Environment {
  readonly name: string;
  /** Lowest rank first. */
  readonly layers: readonly Layer[];
  /** No file of it is in the workspace, and nothing else supplies it. */
  readonly unseen: boolean;
  /** Stores that exist but cannot be read (`aws-ssm:/api/staging`), as declared or seen in manifests. */
  readonly opaque: readonly string[];
  /** Files and folders that the code names and that are outside the workspace, as written. */
  readonly outside: readonly string[];
  /** Those of them that rank below all dotenv files: folders of secrets and data files. */
  readonly outsideBelow?: readonly string[];
  /** Where the order or set of layers is a guess: what was assumed, in words. */
  readonly guess?: string;
  /** Which lists of the configuration would say what is a guess, and are not there. */
  readonly unsaid?: readonly ('dotenv' | 'process')[];
  /** The same as each of several workloads sees it, which may have other values and lack some. */
  readonly views?: readonly Environment[];
  /** The one workload whose process environment it is. */
  readonly workload?: Workload;
  /** The file that the code names and that this environment's own file is taken to replace, where it is here too. */
  readonly replaces?: string;
  /** Its dotenv files lie above the service, and that the service reads them is a guess. */
  readonly above?: boolean;
  readonly production: boolean;
  readonly coupling: 'bundled' | 'external';
}

export interface Layer {
  readonly kind: 'process' | 'dotenv' | 'secrets' | 'file';
  /** Absent for a process environment that was given on the command line. */
  readonly path?: string;
  readonly file?: SourceFile;
  readonly document?: Document;
  /** For secrets: the files of the folder. */
  readonly files?: readonly SourceFile[];
  /** For `file`: which source of the class reads it. */
  readonly data?: DataFile['kind'];
  /** A dotenv layer that nothing proves to be loaded: nothing is claimed of it, its keys count as known. */
  readonly unproven?: boolean;
  /** `.env.local`: counts while typing and for `resolve`, never for gates or what others lack. */
  readonly personal: boolean;
  /** For a process environment given as data. `undefined` values are names without values. */
  readonly given?: ReadonlyMap<string, string | undefined>;
  /** For a process environment that a part of a file supplies (`environment` of a compose service). */
  readonly variables?: readonly Variable[];
  /** For a store that cannot be read and of which names are known: how people call it (`Secret/api-secrets`). */
  readonly store?: string;
  /** For a dotenv file: how the program that loads it reads it. */
  readonly dialect?: DotenvDialect;
  /** What loads it has a grammar of its own: only what several dialects read alike is known of its values. */
  readonly own?: boolean;
  /** What is known of the variables that the program puts into the file's values and that stand outside of it. */
  readonly outside?: LookUp;
  /** The env file that the same program has read before, whose variables count after the file's own. */
  readonly before?: Layer;
  /** What supplies it is only likely to run the service: it makes no environment seen. */
  readonly guessed?: boolean;
}
