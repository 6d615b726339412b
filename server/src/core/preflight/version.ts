import type { Snapshot } from '../snapshot.ts';

/** The workspace at one commit, under the name by which people ask for it. */
export interface Version {
  /** `v1.7`, `main`, `the working tree`. */
  readonly name: string;
  readonly snapshot: Snapshot;
}
