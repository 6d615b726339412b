import {
  type Connection,
  type InitializeParams,
  type InitializeResult,
  type ServerCapabilities,
  TextDocumentSyncKind,
} from 'vscode-languageserver/node';
import { version } from '../version.ts';
import { type ClientFacts, clientFacts } from './client-facts.ts';
import { guardWith } from './guard.ts';
import type { Handler, ServerContext } from './handler.ts';
import { handlers } from './handlers.ts';
import { Workspace } from './workspace.ts';

/**
 * The composition root: one workspace, one list of handlers, one connection. Works with any client over any
 * transport; what a client cannot do is left out of what is announced.
 */
export function startServer(connection: Connection): void {
  let context: ServerContext | undefined;

  connection.onInitialize((params): InitializeResult => {
    const client = clientFacts(params);
    const workspace = new Workspace(foldersOf(params), client.trusted, (message) => connection.console.warn(message));
    context = { connection, workspace, client, guard: guardWith(connection) };
    for (const handler of handlers) handler.register(context);
    return {
      capabilities: capabilitiesFor(client, handlers),
      serverInfo: { name: 'crossfade', version },
    };
  });

  connection.onInitialized(async () => {
    if (!context) return;
    for (const handler of handlers) await handler.started?.(context);
  });

  connection.onShutdown(() => context?.workspace.dispose());
  connection.listen();
}

function capabilitiesFor(client: ClientFacts, list: readonly Handler[]): ServerCapabilities {
  const base: ServerCapabilities = {
    positionEncoding: 'utf-16',
    textDocumentSync: { openClose: true, change: TextDocumentSyncKind.Incremental, save: false },
    workspace: { workspaceFolders: { supported: true, changeNotifications: true } },
  };
  return list.reduce((all, handler) => {
    const its = handler.capabilities(client);
    return { ...all, ...its, workspace: { ...all.workspace, ...its.workspace } };
  }, base);
}

function foldersOf(params: InitializeParams): readonly string[] {
  if (params.workspaceFolders) return params.workspaceFolders.map((folder) => folder.uri);
  return params.rootUri ? [params.rootUri] : [];
}
