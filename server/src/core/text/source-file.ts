/** Why a file's text could not be had. The text is empty then. */
export type FileProblem =
  | 'not-utf8'
  | 'too-large'
  | 'not-a-file'
  | 'dangling-link'
  | 'outside-root'
  | 'too-many-links'
  | 'unreadable';

/** One immutable version of one file. A new text is a new object. */
export interface SourceFile {
  /** Relative to the root, with `/`. */
  readonly path: string;
  /** Without a byte order mark, so that offsets agree between editor and command line. */
  readonly text: string;
  /** Tracked by git: true, false, or undefined when that is not known. */
  readonly tracked?: boolean;
  readonly problem?: FileProblem;
  /** The last version of a Python file that parsed; kept by the language server only. */
  readonly lastGood?: SourceFile;
}

/** A version of a file. Two of them are never the same, even with the same text. */
export function sourceFile(path: string, text: string, facts: Partial<SourceFile> = {}): SourceFile {
  return { ...facts, path, text };
}
