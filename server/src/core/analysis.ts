import type { Diagnostic } from './rules/finding.ts';
import { type Report, run } from './rules/run.ts';
import type { Snapshot } from './snapshot.ts';

/** THE BOUNDARY: questions about one snapshot, answered with plain data. Front ends call nothing else of the core. */
export class Analysis {
  readonly snapshot: Snapshot;
  readonly #reports = new Map<string, Report>();

  constructor(snapshot: Snapshot) {
    this.snapshot = snapshot;
  }

  /** What the rules say of one file; an empty report for a path that is not in the snapshot. */
  report(path: string): Report {
    let report = this.#reports.get(path);
    if (report === undefined) {
      const file = this.snapshot.files.get(path);
      report = file ? run(this.snapshot, file) : { diagnostics: [], failures: [] };
      this.#reports.set(path, report);
    }
    return report;
  }

  diagnostics(path: string): readonly Diagnostic[] {
    return this.report(path).diagnostics;
  }
}
