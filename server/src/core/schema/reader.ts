import type { Module, PythonParser } from '../python/tree.ts';
import type { SourceFile } from '../text/source-file.ts';
import type { ReaderName, SettingsSchema } from './schema.ts';

/** A Python file with its syntax tree. `stale` means the tree is of the last text that parsed. */
export interface PythonFile {
  /** The version whose text the tree's spans belong to: the last good one when `stale`. */
  readonly file: SourceFile;
  readonly module: Module;
  readonly stale: boolean;
}

/** The Python files of one service, and how its modules are named. */
export interface PythonProject {
  /** Folder of the service, relative to the root; empty for the root. */
  readonly service: string;
  /** Those that hold a marker of a reader and are no tests; the others are parsed only when something asks for them. */
  readonly files: readonly PythonFile[];
  /** The files of the service in which one of the names stands as a word, markers or not; `wanted` looks at paths. */
  readonly mentioning: (
    names: readonly string[],
    wanted?: (path: string) => boolean,
    writtenIn?: 'this-case' | 'any-case',
  ) => readonly PythonFile[];
  /** The file that `import name` finds from this service's module roots, or undefined when it is not here. */
  readonly resolve: (module: string) => PythonFile | undefined;
  /** The dotted name under which a file of the workspace is imported. */
  readonly moduleName: (path: string) => string;
  /** Locked or pinned version of a package, `undefined` when nothing says it. */
  readonly version: (distribution: string) => string | undefined;
  /** Whether a package is installed beside another one that the service uses, `undefined` when nothing says it. */
  readonly installed: (distribution: string, beside: string) => boolean | undefined;
  /** What the project asks of a package, `>=2.2,<2.10`, whether or not a version is locked. */
  readonly asked: (distribution: string) => string | undefined;
  /** The projects of the other services of the workspace, whose modules this one may import. */
  readonly others: () => readonly PythonProject[];
  /** For annotations that are written as strings. */
  readonly parser: PythonParser;
  /** The projects that this one joins, where services share settings code; each follows its own imports. */
  readonly parts?: readonly PythonProject[];
}

/** Knows one Python settings library; knows nothing of settings files. */
export interface Reader {
  readonly name: ReaderName;
  /**
   * Texts of which at least one stands in every file that this reader can find something in, and is not followed by a
   * small letter there.
   */
  readonly markers: readonly string[];
  readonly schemas: (project: PythonProject) => readonly SettingsSchema[];
}
