import type { Analysis } from '../../core/analysis.ts';
import type { Severity } from '../../core/snapshot.ts';
import type { CheckResult } from '../check-result.ts';
import { fingerprints } from '../fingerprint.ts';
import { rangeJson } from './check-json.ts';
import { jsonText } from './json-text.ts';

/** A code quality report for GitLab merge requests (docs.gitlab.com, "Code Quality report format"). */
export function checkGitlab(result: CheckResult, analysis: Analysis): string {
  const prints = fingerprints(result.diagnostics);
  const issues = result.diagnostics.map((it, index) => {
    const { start, end } = rangeJson(analysis, it.path, it.span);
    const environments = it.environments?.length ? ` (${it.environments.join(', ')})` : '';
    return {
      description: `${it.message}${environments}`,
      check_name: it.rule,
      fingerprint: prints[index],
      severity: SEVERITIES[it.severity],
      location: { path: it.path, lines: { begin: start.line, end: end.line } },
    };
  });
  return jsonText(issues, 2);
}

const SEVERITIES: Readonly<Record<Severity, 'major' | 'minor' | 'info'>> = {
  error: 'major',
  warning: 'minor',
  info: 'info',
  hint: 'info',
};
