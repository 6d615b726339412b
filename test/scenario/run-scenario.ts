import { Analysis } from '../../server/src/core/analysis.ts';
import { changedTexts, withTexts } from '../../server/src/core/apply-file-edits.ts';
import type { Diagnostic, Fix } from '../../server/src/core/rules/finding.ts';
import { run } from '../../server/src/core/rules/run.ts';
import type { Snapshot } from '../../server/src/core/snapshot.ts';
import { withFiles } from '../../server/src/host/build-snapshot.ts';
import type { Expectation } from './carets.ts';
import type { ScenarioFile } from './workspace-of.ts';

/** Rounds of fixing within which all fixes together must come to an end. */
export const MAX_ROUNDS = 10;

/** The findings of one file; a rule that throws is an error here. */
export function findings(
  snapshot: Snapshot,
  path: string,
  only: ReadonlySet<string> | undefined,
): readonly Diagnostic[] {
  const file = snapshot.files.get(path);
  if (!file) return [];
  const { diagnostics, failures } = run(snapshot, file, only);
  for (const failure of failures) throw failure.error;
  return diagnostics;
}

/** What the tool says at the places that a file's expectations ask about, and all its findings. */
export function actualExpectations(
  snapshot: Snapshot,
  file: ScenarioFile,
  only: ReadonlySet<string> | undefined,
): readonly Expectation[] {
  const analysis = new Analysis(snapshot);
  const asked = file.expectations
    .filter((it) => it.kind !== 'finding')
    .map((it): Expectation => {
      const text =
        it.kind === 'hover'
          ? (analysis.hover(file.path, it.start)?.markdown.split('\n')[0] ?? '')
          : analysis
              .completions(file.path, it.start)
              .map((item) => item.label)
              .join(', ');
      return { ...it, text };
    });
  const found = findings(snapshot, file.path, only).map(
    (it): Expectation => ({
      kind: 'finding',
      start: it.span.start,
      end: it.span.end,
      text: `${it.severity}[${it.rule}] ${it.message}`,
    }),
  );
  return [...asked, ...found];
}

/** The snapshot after applying fixes until none is left, one fix at a time. */
export function applyAllFixes(
  snapshot: Snapshot,
  path: string,
  only: ReadonlySet<string> | undefined,
): Snapshot {
  let current = snapshot;
  for (let round = 0; round < MAX_ROUNDS; round++) {
    const fix = findings(current, path, only)
      .flatMap((it) => it.fixes ?? [])
      .find((it) => it.edits.length > 0);
    if (!fix) return current;
    current = applyFix(current, fix);
  }
  throw new Error(`the fixes of ${path} do not come to an end within ${MAX_ROUNDS} rounds`);
}

export function applyFix(snapshot: Snapshot, fix: Fix): Snapshot {
  return withFiles(snapshot, withTexts(snapshot, changedTexts(snapshot, fix.edits)).files);
}

/** The fix with this title among those offered anywhere in the file. */
export function fixTitled(
  snapshot: Snapshot,
  path: string,
  title: string,
  only: ReadonlySet<string> | undefined,
): Fix {
  const fixes = findings(snapshot, path, only).flatMap((it) => it.fixes ?? []);
  const fix = fixes.find((it) => it.title === title);
  if (!fix)
    throw new Error(`no fix is titled "${title}"; there are: ${fixes.map((it) => it.title).join(' · ')}`);
  return fix;
}
