import type { Edit } from '../text/edit.ts';
import type { SourceFile } from '../text/source-file.ts';
import type { Span } from '../text/span.ts';
import type { Data } from './data.ts';

/**
 * The one model of a settings file. Every format gives it for every text, together with its problems; nothing
 * throws. Spans are offsets into the file's text.
 */
export interface Document {
  readonly format: Format;
  readonly file: SourceFile;
  /** An empty mapping where the text holds no mapping at the top. */
  readonly root: Mapping;
  readonly comments: readonly Comment[];
  readonly problems: readonly Problem[];
  /**
   * YAML, where the text holds several documents or a list: all documents, the first included, each as if it stood
   * alone. `problems` are those of a loader that takes one document.
   */
  readonly stream?: readonly StreamDocument[];
}

export interface StreamDocument {
  /** Undefined where it is empty. */
  readonly root: Value | undefined;
  readonly problems: readonly Problem[];
}

export type Value = Scalar | Mapping | Sequence;

export interface Scalar {
  readonly kind: 'scalar';
  /** With its quotes. */
  readonly span: Span;
  /** Between its quotes. */
  readonly content: Span;
  readonly quote: 'none' | 'single' | 'double' | 'block';
  /** What the loader of this format reads; for dotenv the text before interpolation. */
  readonly data: Data;
  /** dotenv only: the pieces of a text that is put together when the file is loaded (`${NAME}`). */
  readonly parts?: readonly TextPart[];
}

/** A piece of a text; those of one value joined, when each is known, are what its loader reads. */
export type TextPart =
  | { readonly kind: 'text'; readonly text: string }
  | VariablePart
  /** What only a program that is run could say: `$(hostname)`. Nothing is ever run. */
  | { readonly kind: 'command'; readonly span: Span }
  /** Where the loader gives the file up when it comes to this piece; the message says why. */
  | { readonly kind: 'refused'; readonly span: Span; readonly message: string };

export interface VariablePart {
  readonly kind: 'variable';
  readonly name: string;
  /** python-dotenv's `${NAME:-default}`: taken where the variable is not set; an empty one counts as set. */
  readonly default?: string;
  /** What compose and shells make of `${NAME<operator>word}`; with a colon an empty variable counts as not set. */
  readonly operator?: '-' | ':-' | '+' | ':+' | '?' | ':?';
  readonly word?: readonly TextPart[];
  readonly span: Span;
}

export interface Mapping {
  readonly kind: 'mapping';
  readonly span: Span;
  readonly entries: readonly Entry[];
}

export interface Sequence {
  readonly kind: 'sequence';
  readonly span: Span;
  readonly items: readonly Value[];
}

/** One key with its value. A key may occur more than once; readers of the format take the last. */
export interface Entry {
  readonly key: { readonly name: string; readonly span: Span; readonly data: Data };
  /** Undefined where the file gives a key and nothing else (dotenv: `KEY` without `=`). */
  readonly value?: Value;
  /** From the first character that belongs to the entry (`export`, the key) to the last of its value. */
  readonly span: Span;
}

export interface Comment {
  /** From its mark (`#`, `;`, `//`) to the end of its text. */
  readonly span: Span;
  /** Without the marks and the blanks around. */
  readonly text: string;
  /** True when nothing but blanks stands before it on its line. */
  readonly ownLine: boolean;
}

export interface Problem {
  readonly span: Span;
  /** Without a final full stop, code in backticks. */
  readonly message: string;
  /** The exception class that the Python loader raises, when it refuses the whole file (`ScannerError`, …). */
  readonly upstream?: string;
  /** Set where a program that is none of Python's gives up the whole file for it. */
  readonly refuses?: true;
  /**
   * `limit` marks what was not looked at because of a limit of ours; all else is the user's mistake. `open-quote`: a
   * quote that is not closed takes what follows with it.
   */
  readonly kind: 'syntax' | 'limit' | 'open-quote';
}

/** Knows one kind of file: how to read it and how to change it by minimal edits. Knows nothing of settings. */
export interface Format {
  readonly name: string;
  /** What begins a comment, where that is not `#`. */
  readonly comment?: '//' | 'none';
  /** By the file's path, relative to the root. */
  readonly matches: (path: string) => boolean;
  readonly parse: (file: SourceFile) => Document;
  /** Takes an entry out, with the line or separator that only it needs. Bytes elsewhere stay as they are. */
  readonly remove: (document: Document, entry: Entry) => readonly Edit[];
  /** Gives the entry another value, written in the entry's own style where that style can hold it. */
  readonly replace: (document: Document, entry: Entry, value: Data) => readonly Edit[];
  /** Gives the entry another key. */
  readonly rename: (document: Document, entry: Entry, name: string) => readonly Edit[];
  /**
   * Adds an entry to a mapping, after `near` or at the end; `comment` becomes a line of its own above it. A `text`
   * is written as the format would write that string; `source` is copied as it stands (from an entry of the same
   * format, so that a value can be copied with its quotes and interpolations).
   */
  readonly insert: (document: Document, parent: Mapping, entry: NewEntry, near?: Entry) => readonly Edit[];
}

export interface NewEntry {
  readonly name: string;
  readonly value: { readonly data: Data } | { readonly source: string };
  readonly comment?: string;
}

/** The values at the top of a document's text: one, or those of its stream. */
export function rootsOf(document: Document): readonly Value[] {
  if (document.stream === undefined) return [document.root];
  return document.stream.flatMap(({ root }) => root ?? []);
}

/** All entries of a document, nested ones included, each with the path of keys that leads to it. */
export function* walkEntries(
  mapping: Mapping,
  path: readonly string[] = [],
): Generator<{ readonly entry: Entry; readonly path: readonly string[] }> {
  for (const entry of mapping.entries) {
    const here = [...path, entry.key.name];
    yield { entry, path: here };
    if (entry.value?.kind === 'mapping') yield* walkEntries(entry.value, here);
  }
}
