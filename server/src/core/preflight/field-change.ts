import type { Problem } from './report.ts';

/** What the new code does otherwise with the same values, and what is worth knowing though it breaks nothing. */
export interface FieldChange {
  readonly problem?: Problem;
  readonly note?: string;
}
