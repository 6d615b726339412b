import type { SourceFile } from './source-file.ts';

/** How many files are known by what was made of their last text, and how long such a text may be. */
const KEPT_FILES = 16;
const KEPT_LENGTH = 4_000_000;

/**
 * What was last made of a file of each path, so that the next version costs what changed. It may only ever help: what
 * is made of a text with the help of another has to be what is made of the text alone.
 */
export interface LastByPath<V> {
  readonly get: (path: string) => V | undefined;
  readonly set: (file: Pick<SourceFile, 'path' | 'text'>, value: V | undefined) => void;
}

/** Knows the files that were read last. */
export function lastByPath<V>(): LastByPath<V> {
  // The one that was read last at the end.
  const known = new Map<string, V>();
  return {
    get: (path) => known.get(path),
    set: ({ path, text }, value) => {
      known.delete(path);
      if (value !== undefined && text.length <= KEPT_LENGTH) known.set(path, value);
      for (const oldest of known.keys()) {
        if (known.size <= KEPT_FILES) break;
        known.delete(oldest);
      }
    },
  };
}
