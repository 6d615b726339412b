import { type DocumentDiagnosticReport, DocumentDiagnosticReportKind } from 'vscode-languageserver/node';
import { diagnosticsOf } from '../diagnostics-of.ts';
import type { Handler } from '../handler.ts';

const EMPTY: DocumentDiagnosticReport = { kind: DocumentDiagnosticReportKind.Full, items: [] };

/** `textDocument/diagnostic`. */
export const documentDiagnostic: Handler = {
  capabilities: (client) =>
    client.pullsDiagnostics
      ? { diagnosticProvider: { identifier: 'crossfade', interFileDependencies: true, workspaceDiagnostics: true } }
      : {},

  register({ connection, workspace, client, guard }) {
    if (!client.pullsDiagnostics) return;
    connection.languages.diagnostics.on((params, token) =>
      guard('textDocument/diagnostic', token, EMPTY, async (): Promise<DocumentDiagnosticReport> => {
        const located = workspace.locate(params.textDocument.uri);
        if (!located) return EMPTY;
        const { items, resultId } = diagnosticsOf(await workspace.analysis(located.folder), located.folder, located.path);
        return resultId === params.previousResultId
          ? { kind: DocumentDiagnosticReportKind.Unchanged, resultId }
          : { kind: DocumentDiagnosticReportKind.Full, resultId, items };
      }),
    );
  },
};
