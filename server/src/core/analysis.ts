import { isJudged, isSettingsFile } from './binding/judged.ts';
import { holdsKnownSecret } from './binding/secret-spans.ts';
import { type Action, actionsAt } from './features/actions.ts';
import { checkedPaths } from './features/checked-paths.ts';
import { type Completion, completions } from './features/completions.ts';
import { type Coverage, coverageOf } from './features/coverage.ts';
import { fixAllEdits } from './features/fix-all.ts';
import { type Hover, hover } from './features/hover.ts';
import { type MaskedLine, maskedLine, maskedText } from './features/masked-text.ts';
import { type ResolveAnswer, type ResolveQuestion, resolveSettings } from './features/resolve-settings.ts';
import type { Diagnostic, FileEdit, Fix } from './rules/finding.ts';
import { type Report, run } from './rules/run.ts';
import type { Snapshot } from './snapshot.ts';
import type { Span } from './text/span.ts';

/** THE BOUNDARY: questions about one snapshot, answered with plain data. Front ends call nothing else of the core. */
export class Analysis {
  readonly snapshot: Snapshot;
  readonly #reports = new Map<string, Report>();

  constructor(snapshot: Snapshot) {
    this.snapshot = snapshot;
  }

  /** Paths of files in which findings can stand, sorted. */
  checkedPaths(): readonly string[] {
    return checkedPaths(this.snapshot);
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

  /** Fixes, migrations and ignore comments that are offered at a span. */
  actions(path: string, span: Span): readonly Action[] {
    return actionsAt(this.snapshot, this.diagnostics(path), path, span);
  }

  /** All safe fixes of a file as one; undefined when there is none. */
  fixAll(path: string): Fix | undefined {
    const edits = fixAllEdits(this.diagnostics(path), false);
    return edits.length === 0
      ? undefined
      : { title: 'Apply all safe fixes', safety: 'safe', kind: 'quickfix', edits };
  }

  hover(path: string, offset: number): Hover | undefined {
    return hover(this.snapshot, path, offset);
  }

  completions(path: string, offset: number): readonly Completion[] {
    return completions(this.snapshot, path, offset);
  }

  coverage(): Coverage {
    return coverageOf(this.snapshot);
  }

  resolve(question: ResolveQuestion): ResolveAnswer {
    return resolveSettings(this.snapshot, question);
  }

  isSettingsFile(path: string): boolean {
    return (
      isSettingsFile(this.snapshot, path) &&
      (isJudged(this.snapshot, path) || this.diagnostics(path).length > 0)
    );
  }

  /** A file's text with every secret replaced. */
  maskedText(path: string): string {
    return maskedText(this.snapshot, path);
  }

  /** One line with every secret replaced, and a span of the file moved along. */
  maskedLine(path: string, line: number, span: Span): MaskedLine {
    return maskedLine(this.snapshot, path, line, span);
  }

  /** True for an edit whose new text holds a secret of the workspace. */
  holdsSecret(edit: FileEdit): boolean {
    return holdsKnownSecret(this.snapshot, edit.newText);
  }
}
