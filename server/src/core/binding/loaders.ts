import type { DotenvDialect } from '../syntax/dotenv/dotenv-dialect.ts';
import { resolvePath } from '../text/relative-path.ts';

/** A way in which a dotenv file reaches the process environment of a service without a settings class naming it. */
export interface Loader {
  readonly name: string;
  /** Higher wins over lower. The process environment itself is 100, a class's own `env_file` 50. */
  readonly rank: number;
  /** The file's values replace variables that the process already has. */
  readonly overrides: boolean;
  /** How it reads the file; `own` where its grammar is not imitated here: then only what all read alike counts. */
  readonly reads: DotenvDialect | 'own';
  /** `development`: only on the machine of who works on the service. `tests`: only for tests. */
  readonly role: 'service' | 'development' | 'tests';
}

/** One dotenv file that a service's code or scripts load. */
export interface LoadedFile {
  /** As written; absent for a call without a path, which looks for `.env` upwards from the calling file. */
  readonly written?: string;
  /** The path is relative to the root, not to where the process starts. */
  readonly rooted?: boolean;
  /** Folder from which the path is taken or searched. */
  readonly from: string;
  /** The file that loads it. */
  readonly path: string;
  readonly loader: Loader;
}

/** Where a loaded file can stand, most likely first. A path is tried from where it is written and from the bases. */
export function candidatePaths(
  loaded: LoadedFile,
  bases: readonly string[],
  up: readonly string[],
): readonly string[] {
  const { written = '.env', rooted, from } = loaded;
  const folders = rooted ? [''] : loaded.written === undefined ? up : [...bases, from, ...up];
  return folders.map((folder) => resolvePath(folder, written)).filter((it) => it !== undefined);
}
