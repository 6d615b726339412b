import type { Span } from '../../text/span.ts';
import type { SupplyProblem } from '../supply.ts';

/** A place in a file of the workspace. */
export interface Place {
  readonly path: string;
  readonly span: Span;
}

/** A file while manifests are read from it. */
export interface Reading {
  readonly path: string;
  readonly text: string;
  /** `kustomize` reads and prints it before `kubectl` does: `yes` is a text there. */
  readonly kustomized: boolean;
  readonly problems: SupplyProblem[];
}
