/** Why a file's text could not be had. The text is empty then. */
export type FileProblem =
  | 'not-utf8'
  | 'utf16'
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
  /** Not tracked, and every account of the machine may read it; never set where that is not known. */
  readonly worldReadable?: boolean;
  /** The bytes start with a byte order mark, which some readers refuse. */
  readonly byteOrderMark?: boolean;
  readonly problem?: FileProblem;
  /** Zero-based line of the first byte that is not UTF-8, for that problem. */
  readonly problemLine?: number;
  /** The last version of a Python file that parsed; kept by the language server only. */
  readonly lastGood?: SourceFile;
}

/** What stays as it is while the text changes. */
export function lastingFacts(before: SourceFile | undefined): Partial<SourceFile> {
  return {
    ...(before?.tracked === undefined ? {} : { tracked: before.tracked }),
    ...(before?.worldReadable ? { worldReadable: true } : {}),
    ...(before?.byteOrderMark ? { byteOrderMark: true } : {}),
  };
}

/** A version of a file. Two of them are never the same, even with the same text. */
export function sourceFile(path: string, text: string, facts: Partial<SourceFile> = {}): SourceFile {
  return { ...facts, path, text };
}
