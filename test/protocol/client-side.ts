import {
  ApplyWorkspaceEditRequest,
  ConfigurationRequest,
  DiagnosticRefreshRequest,
  LogMessageNotification,
  type MessageConnection,
  MessageType,
  type ProtocolConnection,
  PublishDiagnosticsNotification,
  type PublishDiagnosticsParams,
  RegistrationRequest,
  ShowMessageNotification,
  TextDocumentContentRefreshRequest,
  type WorkspaceEdit,
} from 'vscode-languageserver/node';

/** What the server has told the client by itself. */
export interface Received {
  /** Warnings and errors in the log, messages to the user, and anything that no client knows; to be read by `take`. */
  readonly unread: string[];
  /** Methods that the server asked to register. */
  readonly registered: string[];
  readonly published: Map<string, PublishDiagnosticsParams>;
  readonly applied: WorkspaceEdit[];
  refreshes: number;
  /** Read-only documents that are to be read again. */
  readonly stale: string[];
  /** The `crossfade` section of the editor's settings. */
  settings: unknown;
}

/** Answers the server as an editor does and notes what it says. */
export function clientSide(connection: ProtocolConnection, settings: unknown): Received {
  const received: Received = {
    unread: [],
    registered: [],
    published: new Map(),
    applied: [],
    refreshes: 0,
    stale: [],
    settings,
  };
  connection.onRequest(RegistrationRequest.type, ({ registrations }) => {
    received.registered.push(...registrations.map((it) => it.method));
  });
  connection.onRequest(ConfigurationRequest.type, ({ items }) => items.map(() => received.settings));
  connection.onRequest(DiagnosticRefreshRequest.type, () => {
    received.refreshes++;
  });
  connection.onRequest(TextDocumentContentRefreshRequest.type, ({ uri }) => {
    received.stale.push(uri);
  });
  connection.onRequest(ApplyWorkspaceEditRequest.type, ({ edit }) => {
    received.applied.push(edit);
    return { applied: true };
  });
  connection.onNotification(LogMessageNotification.type, ({ type, message }) => {
    if (type === MessageType.Error || type === MessageType.Warning) received.unread.push(message);
  });
  connection.onNotification(ShowMessageNotification.type, ({ message }) => {
    received.unread.push(message);
  });
  connection.onNotification(PublishDiagnosticsNotification.type, (params) => {
    received.published.set(params.uri, params);
  });
  noteUnknown(connection, received);
  return received;
}

/** What has no handler: the protocol's type of a connection leaves out that one can ask for it. */
function noteUnknown(connection: ProtocolConnection, received: Received): void {
  const any = connection as unknown as MessageConnection;
  any.onNotification((method: string) => {
    received.unread.push(`unknown notification ${method}`);
  });
  any.onRequest((method: string) => {
    received.unread.push(`unknown request ${method}`);
    return null;
  });
}
