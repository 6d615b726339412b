import type { Severity, Snapshot } from '../snapshot.ts';
import type { Document } from '../syntax/document.ts';
import type { SourceFile } from '../text/source-file.ts';
import type { Finding } from './finding.ts';
import type { Ignore } from './suppression.ts';

/** A check with its page `<id>.md` beside it. Whether it is fixable follows from what it yields. */
export interface Rule {
  readonly id: string;
  /** The severity its findings have unless they or the configuration say otherwise. */
  readonly severity: Severity | 'off';
  readonly summary: string;
  readonly since: string;
  /** Its findings come with time alone, without a change of any file: they fail a build only where that is asked for. */
  readonly dated?: true;
  /** Yields the findings that stand in the context's file, never in another. */
  readonly check: (context: RuleContext) => Iterable<Finding>;
}

export interface RuleContext {
  readonly snapshot: Snapshot;
  readonly file: SourceFile;
  /** Absent for files that are not in a settings format (Python, records). */
  readonly document?: Document;
  /** The ignore comments of the file with what each of them hid; empty until all other rules have run. */
  readonly ignores: readonly IgnoreUse[];
  /** Every rule there is. */
  readonly ruleIds: ReadonlySet<string>;
  /** Those that ran on this file: an ignore of another may still be needed. */
  readonly ranRules: ReadonlySet<string>;
}

export interface IgnoreUse {
  readonly ignore: Ignore;
  /** Rules named by the comment that hid at least one finding. */
  readonly used: ReadonlySet<string>;
}
