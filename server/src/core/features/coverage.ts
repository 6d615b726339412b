/** What was looked at, and above all what was not. */
export interface Coverage {
  readonly environments: {
    readonly seen: readonly string[];
    readonly unseen: readonly string[];
    readonly opaque: readonly string[];
  };
  readonly openSchemas: readonly OpenPlace[];
  readonly dynamicReaders: readonly OpenPlace[];
  readonly skipped: readonly { readonly path: string; readonly reason: string }[];
}

export interface OpenPlace {
  readonly settings: string;
  readonly reason: string;
  readonly path: string;
  /** One-based. */
  readonly line: number;
}
