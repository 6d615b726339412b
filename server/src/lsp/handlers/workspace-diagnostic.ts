import {
  type CancellationToken,
  type WorkspaceDiagnosticReport,
  type WorkspaceDocumentDiagnosticReport,
} from 'vscode-languageserver/node';
import { diagnosticsOf } from '../diagnostics-of.ts';
import type { Handler, ServerContext } from '../handler.ts';

/** Files reported in one partial result. */
const BATCH = 100;

/**
 * `workspace/diagnostic`: held open until something differs from what the client has, since the client asks again
 * right after every answer.
 */
export const workspaceDiagnostic: Handler = {
  capabilities: () => ({}),

  register(context) {
    const { connection, client, guard } = context;
    if (!client.pullsDiagnostics) return;
    let supersede: (() => void) | undefined;
    connection.languages.diagnostics.onWorkspace((params, token, _progress, partial) =>
      guard('workspace/diagnostic', token, { items: [] }, async (): Promise<WorkspaceDiagnosticReport> => {
        supersede?.();
        const previous = new Map(params.previousResultIds.map((it) => [it.uri, it.value]));
        const superseded = new Promise<void>((resolve) => {
          supersede = resolve;
        });
        const items = await firstDifference(context, previous, token, superseded);
        if (!partial) return { items };
        for (let from = 0; from < items.length; from += BATCH) partial.report({ items: items.slice(from, from + BATCH) });
        return { items: [] };
      }),
    );
  },
};

async function firstDifference(
  context: ServerContext,
  previous: ReadonlyMap<string, string>,
  token: CancellationToken,
  superseded: Promise<void>,
): Promise<WorkspaceDocumentDiagnosticReport[]> {
  for (;;) {
    const epoch = context.workspace.epoch;
    const items = await differences(context, previous, token);
    if (items.length > 0 || token.isCancellationRequested) return items;
    if (context.workspace.epoch === epoch && (await nextChange(context, token, superseded)) === 'end') return [];
  }
}

function nextChange(context: ServerContext, token: CancellationToken, superseded: Promise<void>): Promise<'change' | 'end'> {
  return new Promise((resolve) => {
    const stop = context.workspace.onChange(() => {
      stop();
      resolve('change');
    });
    const end = () => {
      stop();
      resolve('end');
    };
    token.onCancellationRequested(end);
    void superseded.then(end);
  });
}

async function differences(
  { workspace }: ServerContext,
  previous: ReadonlyMap<string, string>,
  token: CancellationToken,
): Promise<WorkspaceDocumentDiagnosticReport[]> {
  const items: WorkspaceDocumentDiagnosticReport[] = [];
  const reported = new Set<string>();
  for (const folder of workspace.folders) {
    const analysis = await workspace.analysis(folder);
    for (const path of analysis.checkedPaths()) {
      if (token.isCancellationRequested) return items;
      const uri = folder.uriOf(path);
      reported.add(uri);
      const { items: its, resultId } = diagnosticsOf(analysis, folder, path);
      const before = previous.get(uri);
      if (before === resultId || (before === undefined && its.length === 0)) continue;
      items.push({ kind: 'full', uri, version: workspace.openText(uri)?.version ?? null, resultId, items: its });
      await new Promise<void>((resolve) => setImmediate(resolve));
    }
  }
  // A file that is gone, or no longer a settings file, keeps no findings.
  for (const uri of previous.keys()) {
    if (!reported.has(uri)) items.push({ kind: 'full', uri, version: null, items: [] });
  }
  return items;
}
