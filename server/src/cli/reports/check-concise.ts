import type { Analysis } from '../../core/analysis.ts';
import type { CheckResult } from '../check-result.ts';
import { diagnosticJson, rangeJson } from './check-json.ts';
import { jsonText } from './json-text.ts';
import { printable } from './printable.ts';

/** One line a finding: `path:line:column: severity[rule] message`. */
export function checkConcise(result: CheckResult, analysis: Analysis): string {
  return result.diagnostics
    .map((it) => {
      const { start } = rangeJson(analysis, it.path, it.span);
      const environments = it.environments?.length ? ` (${it.environments.join(', ')})` : '';
      return `${printable(it.path)}:${start.line}:${start.column}: ${it.severity}[${it.rule}] ${printable(it.message + environments)}\n`;
    })
    .join('');
}

/** One JSON object a finding and line. */
export function checkJsonLines(result: CheckResult, analysis: Analysis): string {
  return result.diagnostics.map((it) => jsonText(diagnosticJson(it, analysis))).join('');
}
