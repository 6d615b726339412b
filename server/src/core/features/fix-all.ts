import type { Diagnostic, Fix } from '../rules/finding.ts';
import type { FileEdit } from '../text/file-edit.ts';

/** Edits of as many fixes as can be applied together: of those that collide, the first. */
export function fixAllEdits(diagnostics: readonly Diagnostic[], unsafe: boolean): readonly FileEdit[] {
  const chosen: FileEdit[] = [];
  for (const diagnostic of diagnostics) {
    const fix = diagnostic.fixes?.find((it) => isApplicable(it, unsafe));
    if (fix && !fix.edits.some((edit) => chosen.some((other) => collide(edit, other))))
      chosen.push(...fix.edits);
  }
  return chosen;
}

function isApplicable(fix: Fix, unsafe: boolean): boolean {
  return fix.edits.length > 0 && !fix.migrate && (unsafe || fix.safety === 'safe');
}

function collide(a: FileEdit, b: FileEdit): boolean {
  return a.path === b.path && a.span.start <= b.span.end && b.span.start <= a.span.end;
}
