import { errorPlace } from '../host/error-place.ts';
import { type CheckResult, severityCounts } from './check-result.ts';
import type { Session } from './session.ts';

/** Runs the rules over the workspace and keeps what lies in the wanted paths (all of it when none is named). */
export function runCheck(session: Session, wanted: readonly string[]): CheckResult {
  const started = performance.now();
  const { analysis } = session;
  const paths = analysis.checkedPaths();
  const diagnostics = paths
    .filter((path) => isWanted(path, wanted))
    .flatMap((path) => {
      const { diagnostics: found, failures } = analysis.report(path);
      for (const { rule, error } of failures) session.note(failure(rule, path, error));
      return found;
    });
  return {
    diagnostics,
    coverage: analysis.coverage(),
    summary: {
      files: paths.filter((path) => isWanted(path, wanted) && analysis.isSettingsFile(path)).length,
      ...severityCounts(diagnostics),
      durationMs: Math.round(performance.now() - started),
    },
  };
}

function isWanted(path: string, wanted: readonly string[]): boolean {
  return wanted.length === 0 || wanted.some((it) => it === '' || path === it || path.startsWith(`${it}/`));
}

function failure(rule: string, path: string, error: unknown): string {
  return `crossfade: the rule \`${rule}\` failed on ${path} and reports nothing there: ${errorPlace(error)}\n`;
}
