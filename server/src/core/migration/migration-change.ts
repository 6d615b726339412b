import type { FileEdit } from '../text/file-edit.ts';

/** What a phase writes. Each group is applied on its own, so that a person sees what it does. */
export interface MigrationChange {
  /** The record as it will be; a new file where `path` does not exist. */
  readonly record: { readonly path: string; readonly text: string };
  /** Record, test and code together: one edit that is undone in one step. */
  readonly code: readonly FileEdit[];
  /** One action per file. */
  readonly environment: readonly EnvironmentEdit[];
  /** What a person has to do or to know. Names and places only. */
  readonly notes: readonly string[];
}

export interface EnvironmentEdit {
  readonly path: string;
  /** Environments that the file is part of. */
  readonly environments: readonly string[];
  readonly edits: readonly FileEdit[];
  readonly production: boolean;
  readonly tracked: boolean;
  /** Production and untracked files are changed only when a person says so. */
  readonly needsConfirmation: boolean;
}
