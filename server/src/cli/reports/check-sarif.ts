import type { Analysis } from '../../core/analysis.ts';
import type { Diagnostic, Fix } from '../../core/rules/finding.ts';
import { rules } from '../../core/rules/registry.ts';
import type { Severity } from '../../core/snapshot.ts';
import type { Span } from '../../core/text/span.ts';
import { version } from '../../version.ts';
import type { CheckResult } from '../check-result.ts';
import { fingerprints } from '../fingerprint.ts';
import { rangeJson } from './check-json.ts';
import { jsonText } from './json-text.ts';

/** Static Analysis Results Interchange Format 2.1.0 (OASIS), as code scanning takes it: one run, paths relative to the root. */
export function checkSarif(result: CheckResult, analysis: Analysis): string {
  const named = [...new Set(result.diagnostics.map((it) => it.rule))].sort();
  const prints = fingerprints(result.diagnostics);
  const run = {
    tool: { driver: { name: 'Crossfade', semanticVersion: version, rules: named.map(ruleOf) } },
    columnKind: 'utf16CodeUnits',
    originalUriBaseIds: { SRCROOT: { description: { text: 'The root of the workspace' } } },
    results: result.diagnostics.map((it, index) => ({
      ruleId: it.rule,
      ruleIndex: named.indexOf(it.rule),
      level: LEVELS[it.severity],
      message: { text: messageOf(it) },
      locations: [location(analysis, it.path, it.span)],
      ...(it.related?.length
        ? {
            relatedLocations: it.related.map((other) => ({
              ...location(analysis, other.path, other.span),
              message: { text: other.message },
            })),
          }
        : {}),
      partialFingerprints: { 'crossfade/v1': prints[index] },
      ...fixesOf(it, analysis),
    })),
  };
  return jsonText({ $schema: SCHEMA, version: '2.1.0', runs: [run] }, 2);
}

const SCHEMA = 'https://json.schemastore.org/sarif-2.1.0.json';

/** SARIF knows three levels. */
const LEVELS: Readonly<Record<Severity, 'error' | 'warning' | 'note'>> = {
  error: 'error',
  warning: 'warning',
  info: 'note',
  hint: 'note',
};

function ruleOf(id: string): unknown {
  const rule = rules.find((it) => it.id === id);
  if (rule === undefined) return { id };
  const level = rule.severity === 'off' ? 'none' : LEVELS[rule.severity];
  return { id, shortDescription: { text: rule.summary }, defaultConfiguration: { level } };
}

function messageOf(diagnostic: Diagnostic): string {
  const environments = diagnostic.environments?.length ? ` (${diagnostic.environments.join(', ')})` : '';
  return `${diagnostic.message}${environments}`;
}

function location(analysis: Analysis, path: string, span: Span): object {
  return {
    physicalLocation: { artifactLocation: artifact(path), region: region(analysis, path, span) },
  };
}

function artifact(path: string): unknown {
  return { uri: path.split('/').map(encodeURIComponent).join('/'), uriBaseId: 'SRCROOT' };
}

function region(analysis: Analysis, path: string, span: Span): unknown {
  const { start, end } = rangeJson(analysis, path, span);
  return { startLine: start.line, startColumn: start.column, endLine: end.line, endColumn: end.column };
}

/** A fix that would write a secret, or that is no edit, is left to the editor. */
function fixesOf(diagnostic: Diagnostic, analysis: Analysis): object {
  const shown = (diagnostic.fixes ?? []).filter(
    (fix) => fix.edits.length > 0 && !fix.edits.some((edit) => analysis.holdsSecret(edit)),
  );
  return shown.length === 0 ? {} : { fixes: shown.map((fix) => fixOf(fix, analysis)) };
}

function fixOf(fix: Fix, analysis: Analysis): unknown {
  const paths = [...new Set(fix.edits.map((edit) => edit.path))];
  return {
    description: { text: fix.title },
    artifactChanges: paths.map((path) => ({
      artifactLocation: artifact(path),
      replacements: fix.edits
        .filter((edit) => edit.path === path)
        .map((edit) => ({
          deletedRegion: region(analysis, path, edit.span),
          insertedContent: { text: edit.newText },
        })),
    })),
  };
}
