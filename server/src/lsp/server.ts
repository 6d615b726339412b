import {
  type Connection,
  ErrorCodes,
  type InitializeParams,
  type InitializeResult,
  ResponseError,
  type ServerCapabilities,
  TextDocumentSyncKind,
} from 'vscode-languageserver/node';
import { version } from '../version.ts';
import { type ClientFacts, clientFacts } from './client-facts.ts';
import { guardWith } from './guard.ts';
import type { Handler, ServerContext } from './handler.ts';
import { handlers } from './handlers.ts';
import { PlannedMigrations } from './planned-migrations.ts';
import { turn } from './turn.ts';
import { Workspace } from './workspace.ts';

/**
 * The composition root: one workspace, one list of handlers, one connection. Works with any client over any
 * transport; what a client cannot do is left out of what is announced.
 */
export function startServer(connection: Connection): void {
  let context: ServerContext | undefined;

  connection.onInitialize((params): InitializeResult | ResponseError<{ retry: boolean }> => {
    if (context)
      return new ResponseError(ErrorCodes.InvalidRequest, 'the server is initialized', { retry: false });
    const client = clientFacts(params);
    const workspace = new Workspace(foldersOf(params), client.trusted, (message) =>
      connection.console.warn(message),
    );
    context = {
      connection,
      workspace,
      client,
      plans: new PlannedMigrations(),
      guard: guardWith(connection, () => workspace.disposed),
    };
    for (const handler of handlers) handler.register(context);
    return {
      capabilities: capabilitiesFor(client, handlers),
      serverInfo: { name: 'crossfade', version },
    };
  });

  connection.onInitialized(async () => {
    if (!context) return;
    const ready = context;
    for (const folder of ready.workspace.folders)
      void ready.guard('reading the workspace', undefined, undefined, () => folder.ready());
    const started = handlers.map((handler) =>
      ready.guard('initialized', undefined, undefined, () => handler.started?.(ready)),
    );
    await Promise.all(started);
  });

  connection.onRequest((method) => {
    const code = context ? ErrorCodes.MethodNotFound : ErrorCodes.ServerNotInitialized;
    return new ResponseError(code, context ? `unknown method ${method}` : 'the server is not initialized');
  });
  connection.onShutdown(async () => {
    context?.workspace.dispose();
    // What was held open is answered before this is.
    await turn();
  });
  connection.listen();
}

function capabilitiesFor(client: ClientFacts, list: readonly Handler[]): ServerCapabilities {
  const base: ServerCapabilities = {
    positionEncoding: 'utf-16',
    textDocumentSync: { openClose: true, change: TextDocumentSyncKind.Incremental, save: false },
    workspace: { workspaceFolders: { supported: true, changeNotifications: true } },
  };
  const all = list.map((handler) => handler.capabilities(client));
  const workspaceParts = [base, ...all].map((it) => it.workspace);
  return Object.assign({}, base, ...all, { workspace: Object.assign({}, ...workspaceParts) });
}

function foldersOf(params: InitializeParams): readonly string[] {
  if (params.workspaceFolders) return params.workspaceFolders.map((folder) => folder.uri);
  return params.rootUri ? [params.rootUri] : [];
}
