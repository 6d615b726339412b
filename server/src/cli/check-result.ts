import type { Coverage } from '../core/features/coverage.ts';
import type { Diagnostic } from '../core/rules/finding.ts';
import type { Severity } from '../core/snapshot.ts';

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

/** The result with some of its findings left out, counted again. */
export function withDiagnostics(result: CheckResult, diagnostics: readonly Diagnostic[]): CheckResult {
  return { ...result, diagnostics, summary: { ...result.summary, ...severityCounts(diagnostics) } };
}

/** How many findings there are of each severity. */
export function severityCounts(
  diagnostics: readonly Diagnostic[],
): Pick<CheckResult['summary'], 'errors' | 'warnings' | 'infos' | 'hints'> {
  const count = (severity: Severity) => diagnostics.filter((it) => it.severity === severity).length;
  return { errors: count('error'), warnings: count('warning'), infos: count('info'), hints: count('hint') };
}
