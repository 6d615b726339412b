import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import {
  createProtocolConnection,
  type Diagnostic,
  DidChangeTextDocumentNotification,
  DidOpenTextDocumentNotification,
  DocumentDiagnosticRequest,
  ExitNotification,
  HoverRequest,
  InitializedNotification,
  InitializeRequest,
  ShutdownRequest,
  StreamMessageReader,
  StreamMessageWriter,
} from 'vscode-languageserver/node';
import { EDITOR } from '../protocol/capabilities.ts';
import { clientSide } from '../protocol/client-side.ts';

/** Far beyond what any answer takes: only an answer that never comes fails. */
const DEADLINE = 60_000;

/** The language server as it is shipped, in a process of its own, over one folder. */
export interface BuiltServer {
  readonly pull: (path: string) => Promise<readonly Diagnostic[]>;
  readonly hover: (path: string, line: number, character: number) => Promise<string>;
  readonly open: (path: string, text: string) => Promise<void>;
  /** Gives an open text another content. */
  readonly change: (path: string, text: string) => Promise<void>;
  /** Ends it; fails when it died before, or does not end well. */
  readonly stop: () => Promise<void>;
  /** Ends it at once, if it still runs. */
  readonly kill: () => void;
}

/** Starts `crossfade lsp --stdio` on a folder, or on some folders below it. Paths are relative to `root`. */
export async function startBuilt(
  root: string,
  settings: unknown = null,
  folders: readonly string[] = [''],
): Promise<BuiltServer> {
  const process_ = spawn(process.execPath, ['bin/crossfade.mjs', 'lsp', '--stdio']);
  let errors = '';
  process_.stderr.on('data', (chunk) => {
    errors += chunk;
  });
  const died = once(process_, 'exit').then(([code, signal]) => {
    throw new Error(`the server ended with ${code ?? signal}: ${errors}`);
  });
  died.catch(() => undefined);
  const connection = createProtocolConnection(
    new StreamMessageReader(process_.stdout),
    new StreamMessageWriter(process_.stdin),
  );
  clientSide(connection, settings);
  connection.listen();
  const answered = <T>(what: string, answer: Promise<T>) => Promise.race([answer, died, late(what)]);
  const uri = (path: string) => pathToFileURL(join(root, path)).href;
  await answered(
    'initialize',
    connection.sendRequest(InitializeRequest.type, {
      processId: process.pid,
      rootUri: null,
      capabilities: EDITOR,
      workspaceFolders: folders.map((name) => ({ uri: pathToFileURL(join(root, name)).href, name })),
      initializationOptions: { trusted: false },
    }),
  );
  await connection.sendNotification(InitializedNotification.type, {});
  let version = 1;
  return {
    pull: async (path) => {
      const textDocument = { uri: uri(path) };
      const report = await answered(
        `the findings of ${path}`,
        connection.sendRequest(DocumentDiagnosticRequest.type, { textDocument }),
      );
      assert.equal(report.kind, 'full');
      return report.kind === 'full' ? report.items : [];
    },
    hover: async (path, line, character) => {
      const params = { textDocument: { uri: uri(path) }, position: { line, character } };
      return JSON.stringify(
        await answered(`the hover of ${path}`, connection.sendRequest(HoverRequest.type, params)),
      );
    },
    open: (path, text) =>
      connection.sendNotification(DidOpenTextDocumentNotification.type, {
        textDocument: { uri: uri(path), languageId: 'plaintext', version: version++, text },
      }),
    change: (path, text) =>
      connection.sendNotification(DidChangeTextDocumentNotification.type, {
        textDocument: { uri: uri(path), version: version++ },
        contentChanges: [{ text }],
      }),
    kill: () => {
      process_.kill('SIGKILL');
      connection.dispose();
    },
    stop: async () => {
      await answered('shutdown', connection.sendRequest(ShutdownRequest.type));
      const ended = once(process_, 'exit');
      await connection.sendNotification(ExitNotification.type);
      const [code] = await ended;
      assert.equal(code, 0);
      assert.equal(errors, '', 'the server wrote on standard error');
    },
  };
}

function late(what: string): Promise<never> {
  return new Promise((_, reject) => {
    setTimeout(() => reject(new Error(`${what} never came`)), DEADLINE).unref();
  });
}
