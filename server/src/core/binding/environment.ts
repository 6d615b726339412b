import type { Document } from '../syntax/document.ts';
import type { SourceFile } from '../text/source-file.ts';

/** One ordered set of layers: what a process that starts in this environment would see. */
export interface Environment {
  readonly name: string;
  /** Lowest rank first. */
  readonly layers: readonly Layer[];
  /** No file of it is in the workspace, and nothing else supplies it. */
  readonly unseen: boolean;
  /** Stores that exist but cannot be read (`aws-ssm:/api/staging`), as declared. */
  readonly opaque: readonly string[];
  /** Where the order or set of layers is a guess: what was assumed, in words. */
  readonly guess?: string;
  readonly production: boolean;
  readonly coupling: 'bundled' | 'external';
}

export interface Layer {
  readonly kind: 'process' | 'dotenv' | 'secrets' | 'file';
  /** Absent for a process environment that was given on the command line. */
  readonly path?: string;
  readonly file?: SourceFile;
  readonly document?: Document;
  /** `.env.local`: counts while typing and for `resolve`, never for gates or what others lack. */
  readonly personal: boolean;
  /** For a process environment given as data. `undefined` values are names without values. */
  readonly given?: ReadonlyMap<string, string | undefined>;
}
