import { type DocumentDiagnosticReport, DocumentDiagnosticReportKind } from 'vscode-languageserver/node';
import { diagnosticsOf } from '../diagnostics-of.ts';
import type { Handler } from '../handler.ts';
import { turn } from '../turn.ts';

const EMPTY: DocumentDiagnosticReport = { kind: DocumentDiagnosticReportKind.Full, items: [] };

/** `textDocument/diagnostic`. */
export const documentDiagnostic: Handler = {
  capabilities: (client) =>
    client.pullsDiagnostics
      ? {
          diagnosticProvider: {
            identifier: 'crossfade',
            interFileDependencies: true,
            workspaceDiagnostics: true,
          },
        }
      : {},

  register(context) {
    const { connection, workspace, client, guard } = context;
    if (!client.pullsDiagnostics) return;
    connection.languages.diagnostics.on((params, token) =>
      guard('textDocument/diagnostic', token, EMPTY, async (): Promise<DocumentDiagnosticReport> => {
        const located = workspace.locate(params.textDocument.uri);
        if (!located) return EMPTY;
        // Changes and cancellations that wait in the queue come first: they make this answer newer, or needless.
        await turn();
        await turn();
        if (token.isCancellationRequested) return EMPTY;
        const analysis = await workspace.analysis(located.folder);
        const { items, resultId } = diagnosticsOf(context, analysis, located.folder, located.path);
        return resultId === params.previousResultId
          ? { kind: DocumentDiagnosticReportKind.Unchanged, resultId }
          : { kind: DocumentDiagnosticReportKind.Full, resultId, items };
      }),
    );
  },
};
