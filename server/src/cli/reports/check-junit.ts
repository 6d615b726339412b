import type { Analysis } from '../../core/analysis.ts';
import type { Diagnostic } from '../../core/rules/finding.ts';
import type { CheckResult } from '../check-result.ts';
import { rangeJson } from './check-json.ts';
import { printable } from './printable.ts';

/**
 * JUnit XML: one test case a finding, failed where it is an error or a warning; without findings one that passed, so
 * that a pipeline sees that the check ran.
 */
export function checkJunit(result: CheckResult, analysis: Analysis): string {
  const cases = result.diagnostics.map((it) => testCase(it, analysis));
  const failures = result.diagnostics.filter(isFailure).length;
  const shown = cases.length > 0 ? cases : ['    <testcase name="no findings" classname="crossfade"/>'];
  const counts = `tests="${shown.length}" failures="${failures}"`;
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="crossfade" ${counts}>`,
    `  <testsuite name="crossfade" ${counts}>`,
    ...shown,
    '  </testsuite>',
    '</testsuites>',
    '',
  ].join('\n');
}

function testCase(diagnostic: Diagnostic, analysis: Analysis): string {
  const { start } = rangeJson(analysis, diagnostic.path, diagnostic.span);
  const name = `${diagnostic.rule} ${diagnostic.path}:${start.line}:${start.column}`;
  const attributes = `name="${xml(name)}" classname="${xml(diagnostic.path)}" file="${xml(diagnostic.path)}" line="${start.line}"`;
  const environments = diagnostic.environments?.length ? ` (${diagnostic.environments.join(', ')})` : '';
  const message = xml(`${diagnostic.message}${environments}`);
  const body = isFailure(diagnostic)
    ? `<failure type="${diagnostic.severity}" message="${message}"/>`
    : `<system-out>${diagnostic.severity}: ${message}</system-out>`;
  return `    <testcase ${attributes}>${body}</testcase>`;
}

function isFailure({ severity }: Diagnostic): boolean {
  return severity === 'error' || severity === 'warning';
}

/** Characters that XML 1.0 does not allow are shown by their number first. */
function xml(text: string): string {
  return printable(text)
    .replace(/[\uFFFE\uFFFF]/g, '\uFFFD')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}
