import { diagnosticsOf, workspaceShare } from '../diagnostics-of.ts';
import type { Folder } from '../folder.ts';
import type { Handler, ServerContext } from '../handler.ts';
import { turn } from '../turn.ts';
import type { Workspace } from '../workspace.ts';

/** Pushes diagnostics to clients that do not pull them; asks those that do to pull again. */
export const publishDiagnostics: Handler = {
  capabilities: () => ({}),

  register() {
    // Nothing to answer: it only follows changes.
  },

  started(context) {
    const { workspace, client } = context;
    if (client.pullsDiagnostics) {
      refreshAfterChanges(context);
      return;
    }
    const publisher = new Publisher(context);
    workspace.onChange(() => publisher.schedule());
    publisher.schedule();
  },
};

/** One refresh at a time; changes meanwhile are covered by the next. */
function refreshAfterChanges({ connection, workspace, client, guard }: ServerContext): void {
  if (!client.refreshesDiagnostics) return;
  let pending = false;
  workspace.onFilesChanged(() => {
    if (pending) return;
    pending = true;
    setImmediate(() => {
      pending = false;
      void guard('workspace/diagnostic/refresh', undefined, undefined, () =>
        connection.languages.diagnostics.refresh(),
      );
    });
  });
}

/** What the user looks at comes first. */
function openFirst(paths: readonly string[], folder: Folder, workspace: Workspace): readonly string[] {
  const open = paths.filter((path) => workspace.openText(folder.uriOf(path)));
  return open.length === 0 ? paths : [...new Set([...open, ...paths])];
}

/** One run at a time; changes that queue up meanwhile lead to one more run. */
class Publisher {
  readonly #context: ServerContext;
  readonly #published = new Map<string, string>();
  #running = false;
  #again = false;

  constructor(context: ServerContext) {
    this.#context = context;
  }

  schedule(): void {
    this.#again = true;
    if (this.#running) return;
    this.#running = true;
    setImmediate(() => void this.#run());
  }

  async #run(): Promise<void> {
    while (this.#again) {
      this.#again = false;
      if (this.#context.workspace.disposed) break;
      await this.#context.guard('textDocument/publishDiagnostics', undefined, undefined, () =>
        this.#publish(),
      );
    }
    this.#running = false;
  }

  async #publish(): Promise<void> {
    const { workspace, connection } = this.#context;
    const current = new Set<string>();
    const share = workspaceShare();
    for (const folder of workspace.folders) {
      const analysis = await workspace.analysis(folder);
      for (const path of openFirst(analysis.checkedPaths(), folder, workspace)) {
        if (this.#again) return;
        await turn();
        if (!workspace.owns(folder, path)) continue;
        const uri = workspace.clientUri(folder.uriOf(path));
        current.add(uri);
        const { items, resultId } = share(diagnosticsOf(this.#context, analysis, folder, path));
        if (this.#published.get(uri) === resultId || (items.length === 0 && !this.#published.has(uri)))
          continue;
        this.#published.set(uri, resultId);
        const version = workspace.openText(uri)?.version;
        await connection.sendDiagnostics({
          uri,
          diagnostics: items,
          ...(version === undefined ? {} : { version }),
        });
      }
    }
    for (const uri of [...this.#published.keys()].filter((it) => !current.has(it))) {
      this.#published.delete(uri);
      await connection.sendDiagnostics({ uri, diagnostics: [] });
    }
  }
}
