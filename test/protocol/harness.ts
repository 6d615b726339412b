import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { PassThrough } from 'node:stream';
import { pathToFileURL } from 'node:url';
import {
  type CancellationToken,
  type ClientCapabilities,
  type CodeAction,
  type CodeActionContext,
  CodeActionRequest,
  CodeActionResolveRequest,
  CompletionRequest,
  createConnection,
  createProtocolConnection,
  DidChangeConfigurationNotification,
  DidChangeTextDocumentNotification,
  DidChangeWatchedFilesNotification,
  DidCloseTextDocumentNotification,
  DidOpenTextDocumentNotification,
  DocumentDiagnosticRequest,
  ExecuteCommandRequest,
  FileChangeType,
  type FileEvent,
  HoverRequest,
  InitializedNotification,
  InitializeRequest,
  type Position,
  ProposedFeatures,
  ShutdownRequest,
  StreamMessageReader,
  StreamMessageWriter,
  TextDocumentContentRequest,
  WorkspaceDiagnosticRequest,
} from 'vscode-languageserver/node';
import { startServer } from '../../server/src/lsp/server.ts';
import { EDITOR } from './capabilities.ts';
import { clientSide } from './client-side.ts';
import { eventually } from './eventually.ts';

export interface StartOptions {
  /** Texts by path, relative to the workspace folder. */
  readonly files: Readonly<Record<string, string>>;
  /** Of a client like VS Code when absent. */
  readonly capabilities?: ClientCapabilities;
  readonly initializationOptions?: unknown;
  /** The `crossfade` section of the editor's settings. */
  readonly settings?: unknown;
  /** Folders below the root to open instead of the root itself. */
  readonly folders?: readonly string[];
}

export type Session = Awaited<ReturnType<typeof start>>;

/**
 * Starts the server on files in a temporary folder and speaks with it over a real connection. End it with `stop`,
 * which fails when the server sent warnings, messages or unknown requests that the test has not taken.
 */
export async function start(options: StartOptions) {
  const root = realpathSync(mkdtempSync(join(tmpdir(), 'crossfade-protocol-')));
  const write = (path: string, text: string): void => {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  };
  for (const [path, text] of Object.entries(options.files)) write(path, text);
  const { client, received, end } = connect(options.settings ?? null);
  const uri = (path: string): string =>
    /^[a-z-]+:/.test(path) ? path : pathToFileURL(join(root, path)).href;
  const folders = options.folders ?? [''];
  const initialized = await client.sendRequest(InitializeRequest.type, {
    processId: null,
    rootUri: null,
    capabilities: options.capabilities ?? EDITOR,
    workspaceFolders: folders.map((path) => ({ uri: uri(path).replace(/\/$/, ''), name: path })),
    initializationOptions: options.initializationOptions ?? { trusted: false },
  });
  await client.sendNotification(InitializedNotification.type, {});

  return {
    ...documents(client, uri, options.files),
    ...requests(client, uri),
    root,
    uri,
    write,
    /** Deletes a file or folder of the workspace. */
    remove: (path: string) => rmSync(join(root, path), { recursive: true }),
    initialized,
    received,
    connection: client,
    /** Tells the server of changes on disk, as a client that watches files does. */
    changedOnDisk: (...paths: string[]) => {
      const changes: FileEvent[] = paths.map((path) => ({ uri: uri(path), type: FileChangeType.Changed }));
      return client.sendNotification(DidChangeWatchedFilesNotification.type, { changes });
    },
    configure: async (settings: unknown) => {
      received.settings = settings;
      await client.sendNotification(DidChangeConfigurationNotification.type, { settings: null });
    },
    trust: () => client.sendNotification('crossfade/trustGranted'),
    /** Waits for a message of the server that matches, and counts it as read. */
    take: (pattern: RegExp) =>
      eventually(`a message like ${pattern}`, () => {
        const at = received.unread.findIndex((it) => pattern.test(it));
        return at < 0 ? undefined : received.unread.splice(at, 1)[0];
      }),
    stop: async () => {
      await client.sendRequest(ShutdownRequest.type);
      end();
      rmSync(root, { recursive: true, force: true });
      assert.deepEqual(received.unread, [], 'the server sent what the test has not read');
    },
  };
}

type Client = ReturnType<typeof connect>['client'];

/** Both ends of one connection to a new server, not initialized. Readers, not raw streams: the library ends the process when a raw stream ends. */
export function connect(settings: unknown) {
  const toServer = new PassThrough();
  const toClient = new PassThrough();
  startServer(
    createConnection(
      ProposedFeatures.all,
      new StreamMessageReader(toServer),
      new StreamMessageWriter(toClient),
    ),
  );
  const client = createProtocolConnection(
    new StreamMessageReader(toClient),
    new StreamMessageWriter(toServer),
  );
  const received = clientSide(client, settings);
  client.listen();
  const end = (): void => {
    client.dispose();
    toServer.destroy();
    toClient.destroy();
  };
  return { client, received, end };
}

function documents(client: Client, uri: (path: string) => string, files: Readonly<Record<string, string>>) {
  const open = new Map<string, { version: number; text: string }>();
  const textOf = (path: string): string => open.get(path)?.text ?? files[path] ?? '';
  return {
    open: async (path: string, text = files[path] ?? '') => {
      open.set(path, { version: 1, text });
      await client.sendNotification(DidOpenTextDocumentNotification.type, {
        textDocument: { uri: uri(path), languageId: 'plaintext', version: 1, text },
      });
    },
    /** Replaces one part of an open text, or all of it. */
    change: async (path: string, before: string, after: string) => {
      const known = open.get(path) ?? { version: 0, text: '' };
      const range = { start: positionIn(known.text, before), end: positionIn(known.text, before, 'end') };
      const text = known.text.replace(before, () => after);
      open.set(path, { version: known.version + 1, text });
      await client.sendNotification(DidChangeTextDocumentNotification.type, {
        textDocument: { uri: uri(path), version: known.version + 1 },
        contentChanges: [{ range, text: after }],
      });
    },
    close: async (path: string) => {
      open.delete(path);
      await client.sendNotification(DidCloseTextDocumentNotification.type, {
        textDocument: { uri: uri(path) },
      });
    },
    /** Where a part of a text starts, or ends. */
    position: (path: string, part: string, side: 'start' | 'end' = 'start') =>
      positionIn(textOf(path), part, side),
  };
}

function requests(client: Client, uri: (path: string) => string) {
  return {
    pull: (path: string, previousResultId?: string, token?: CancellationToken) =>
      client.sendRequest(
        DocumentDiagnosticRequest.type,
        { textDocument: { uri: uri(path) }, ...(previousResultId === undefined ? {} : { previousResultId }) },
        token,
      ),
    pullWorkspace: (previousResultIds: { uri: string; value: string }[] = [], token?: CancellationToken) =>
      client.sendRequest(WorkspaceDiagnosticRequest.type, { previousResultIds }, token),
    codeActions: async (path: string, at: Position, context: Partial<CodeActionContext> = {}) => {
      const found = await client.sendRequest(CodeActionRequest.type, {
        textDocument: { uri: uri(path) },
        range: { start: at, end: at },
        context: { diagnostics: [], ...context },
      });
      return (found ?? []) as CodeAction[];
    },
    resolve: (action: CodeAction) => client.sendRequest(CodeActionResolveRequest.type, action),
    hover: (path: string, position: Position) =>
      client.sendRequest(HoverRequest.type, { textDocument: { uri: uri(path) }, position }),
    complete: (path: string, position: Position) =>
      client.sendRequest(CompletionRequest.type, { textDocument: { uri: uri(path) }, position }),
    execute: (command: string, ...args: unknown[]) =>
      client.sendRequest(ExecuteCommandRequest.type, { command, arguments: args }),
    content: (document: string) => client.sendRequest(TextDocumentContentRequest.type, { uri: document }),
  };
}

function positionIn(text: string, part: string, side: 'start' | 'end' = 'start'): Position {
  const start = text.indexOf(part);
  assert.notEqual(start, -1, `\`${part}\` does not stand in the text`);
  const lines = text.slice(0, side === 'start' ? start : start + part.length).split('\n');
  return { line: lines.length - 1, character: lines.at(-1)?.length ?? 0 };
}
