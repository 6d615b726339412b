import type { Analysis } from '../../core/analysis.ts';
import type { Severity } from '../../core/snapshot.ts';
import type { CheckResult } from '../check-result.ts';
import { rangeJson } from './check-json.ts';
import { commandData, commandProperty } from './github-command.ts';

/**
 * One workflow command a finding, which GitHub Actions shows beside the line. Whatever comes from a file is escaped, so
 * that each line is one command and no other (docs.github.com, "Workflow commands for GitHub Actions").
 */
export function checkGithub(result: CheckResult, analysis: Analysis): string {
  return result.diagnostics
    .map((it) => {
      const { start, end } = rangeJson(analysis, it.path, it.span);
      const columns = start.line === end.line ? `,col=${start.column},endColumn=${end.column}` : '';
      const environments = it.environments?.length ? ` (${it.environments.join(', ')})` : '';
      const place = `file=${commandProperty(it.path)},line=${start.line},endLine=${end.line}${columns}`;
      const title = `title=${commandProperty(`Crossfade ${it.rule}`)}`;
      return `::${COMMANDS[it.severity]} ${place},${title}::${commandData(it.message + environments)}\n`;
    })
    .join('');
}

const COMMANDS: Readonly<Record<Severity, 'error' | 'warning' | 'notice'>> = {
  error: 'error',
  warning: 'warning',
  info: 'notice',
  hint: 'notice',
};
