import assert from 'node:assert/strict';
import { Diagnostic, type DocumentDiagnosticReport } from 'vscode-languageserver/node';

/** Rule ids of a full report, in its order. */
export function rulesOf(report: DocumentDiagnosticReport): readonly unknown[] {
  assert.equal(report.kind, 'full');
  return report.kind === 'full' ? report.items.map((it) => it.code) : [];
}

/** Messages of a full report, in its order. */
export function messagesOf(report: DocumentDiagnosticReport): readonly string[] {
  assert.equal(report.kind, 'full');
  return report.kind === 'full' ? report.items.map(Diagnostic.getMessageString) : [];
}
