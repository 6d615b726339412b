import type { Analysis } from '../../core/analysis.ts';
import type { Diagnostic, Fix } from '../../core/rules/finding.ts';
import { lineIndex } from '../../core/text/line-index.ts';
import type { Span } from '../../core/text/span.ts';
import type { CheckResult } from '../check-result.ts';
import { jsonText } from './json-text.ts';

/** `check --format json`, version 1. */
export function checkJson(result: CheckResult, analysis: Analysis): string {
  const whole = {
    version: 1,
    diagnostics: result.diagnostics.map((it) => diagnosticJson(it, analysis)),
    coverage: result.coverage,
    summary: result.summary,
  };
  return jsonText(whole, 2);
}

/** One diagnostic as a plain object, the same in `json` and `jsonl`. */
export function diagnosticJson(diagnostic: Diagnostic, analysis: Analysis): unknown {
  const { field } = diagnostic;
  return {
    path: diagnostic.path,
    range: rangeJson(analysis, diagnostic.path, diagnostic.span),
    severity: diagnostic.severity,
    rule: diagnostic.rule,
    message: diagnostic.message,
    key: diagnostic.key ?? null,
    environments: diagnostic.environments ?? [],
    service: diagnostic.service,
    field: field
      ? {
          settings: field.settings,
          name: field.name,
          path: field.place.path,
          line: rangeJson(analysis, field.place.path, field.place.span).start.line,
        }
      : null,
    upstream: diagnostic.upstream ?? null,
    tags: diagnostic.tags ?? [],
    related: (diagnostic.related ?? []).map((it) => ({
      path: it.path,
      range: rangeJson(analysis, it.path, it.span),
      message: it.message,
    })),
    fixes: (diagnostic.fixes ?? []).map((it) => fixJson(it, analysis)),
  };
}

function fixJson(fix: Fix, analysis: Analysis): unknown {
  return {
    title: fix.title,
    safety: fix.safety,
    kind: fix.kind,
    edits: fix.edits.map((edit) => {
      const range = rangeJson(analysis, edit.path, edit.span);
      return analysis.holdsSecret(edit)
        ? { path: edit.path, range, masked: true }
        : { path: edit.path, range, newText: edit.newText };
    }),
    ...(fix.migrate ? { migrate: fix.migrate } : {}),
  };
}

interface Range {
  readonly start: { readonly line: number; readonly column: number };
  readonly end: { readonly line: number; readonly column: number };
}

/** One-based lines and columns, columns in UTF-16 code units, the end exclusive. */
export function rangeJson(analysis: Analysis, path: string, span: Span): Range {
  const file = analysis.snapshot.files.get(path);
  if (!file) return { start: { line: 1, column: 1 }, end: { line: 1, column: 1 } };
  const lines = lineIndex(file);
  const start = lines.position(span.start);
  const end = lines.position(span.end);
  return {
    start: { line: start.line + 1, column: start.column + 1 },
    end: { line: end.line + 1, column: end.column + 1 },
  };
}
