import type { Coverage } from '../core/features/coverage.ts';
import type { Diagnostic } from '../core/rules/finding.ts';

/** What `check` found, before it is written in a format. */
export interface CheckResult {
  readonly diagnostics: readonly Diagnostic[];
  readonly coverage: Coverage;
  readonly summary: {
    readonly files: number;
    readonly errors: number;
    readonly warnings: number;
    readonly infos: number;
    readonly hints: number;
    readonly durationMs: number;
  };
}
