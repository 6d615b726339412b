import type {
  CancellationToken,
  WorkspaceDiagnosticReport,
  WorkspaceDocumentDiagnosticReport,
} from 'vscode-languageserver/node';
import { diagnosticsOf, workspaceShare } from '../diagnostics-of.ts';
import type { Handler, ServerContext } from '../handler.ts';
import { turn } from '../turn.ts';
import { identity } from '../workspace.ts';

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
        const previous = new Map(params.previousResultIds.map((it) => [identity(it.uri), it]));
        const superseded = new Promise<void>((resolve) => {
          supersede = resolve;
        });
        const items = await firstDifference(context, previous, token, superseded);
        if (!partial) return { items };
        for (let from = 0; from < items.length; from += BATCH)
          partial.report({ items: items.slice(from, from + BATCH) });
        return { items: [] };
      }),
    );
  },
};

/** What the client has of a document, under the URI as it writes it. */
type Previous = ReadonlyMap<string, { readonly uri: string; readonly value: string }>;

async function firstDifference(
  context: ServerContext,
  previous: Previous,
  token: CancellationToken,
  superseded: Promise<void>,
): Promise<WorkspaceDocumentDiagnosticReport[]> {
  const { workspace } = context;
  for (;;) {
    const epoch = workspace.epoch;
    const items = await differences(context, previous, token);
    if (token.isCancellationRequested || workspace.disposed) return [];
    // What changed meanwhile makes the answer old; while somebody types, the files that are open are asked for alone.
    if (workspace.epoch !== epoch) continue;
    if (items.length > 0) return items;
    if ((await nextChange(context, token, superseded)) === 'end') return [];
  }
}

function nextChange(
  { workspace }: ServerContext,
  token: CancellationToken,
  superseded: Promise<void>,
): Promise<'change' | 'end'> {
  return new Promise((resolve) => {
    const stop = workspace.onChange(() => {
      stop();
      resolve(workspace.disposed ? 'end' : 'change');
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
  context: ServerContext,
  previous: Previous,
  token: CancellationToken,
): Promise<WorkspaceDocumentDiagnosticReport[]> {
  const { workspace } = context;
  const epoch = workspace.epoch;
  const items: WorkspaceDocumentDiagnosticReport[] = [];
  const reported = new Set<string>();
  const share = workspaceShare();
  for (const folder of workspace.folders) {
    const analysis = await workspace.analysis(folder);
    for (const path of analysis.checkedPaths()) {
      await turn();
      if (token.isCancellationRequested || workspace.epoch !== epoch) return [];
      if (!workspace.owns(folder, path)) continue;
      const uri = folder.uriOf(path);
      reported.add(uri);
      const { items: its, resultId } = share(diagnosticsOf(context, analysis, folder, path));
      const before = previous.get(uri);
      if (before?.value === resultId || (before === undefined && its.length === 0)) continue;
      const version = workspace.openText(uri)?.version ?? null;
      items.push({
        kind: 'full',
        uri: before?.uri ?? workspace.clientUri(uri),
        version,
        resultId,
        items: its,
      });
    }
  }
  // A file that is gone, or no longer a settings file, keeps no findings.
  for (const [uri, before] of previous) {
    if (!reported.has(uri)) items.push({ kind: 'full', uri: before.uri, version: null, items: [] });
  }
  return items;
}
