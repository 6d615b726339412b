import type { Edit } from './edit.ts';

/** An edit in one file of the workspace, which may be a new one. */
export interface FileEdit extends Edit {
  readonly path: string;
}
