import { type ExtensionContext, type LogOutputChannel, type Uri, workspace } from 'vscode';
import {
  type ErrorHandler,
  LanguageClient,
  type LanguageClientOptions,
  type Middleware,
  RevealOutputChannelOn,
  type ServerOptions,
  TransportKind,
} from 'vscode-languageclient/node';
import { documentSelector, isDependency } from './document-selector.ts';
import type { InitializationOptions } from './protocol.ts';

/** What the extension wants to know about a client. */
export interface ClientEvents {
  /** A piece of work with progress began (+1) or ended (-1) in the server. */
  readonly onWork: (change: 1 | -1) => void;
  /** Decides what happens when the connection breaks. */
  readonly errorHandler: ErrorHandler;
  /** The server refused `initialize`. */
  readonly onRefused: () => void;
}

/** A client whose own errors go to the log only: the extension says once, in its own words, what broke. */
class QuietClient extends LanguageClient {
  override error(message: string, data?: unknown): void {
    super.error(message, data, false);
  }
}

/** The client for the bundled server, not started yet. */
export function createClient(
  context: ExtensionContext,
  log: LogOutputChannel,
  events: ClientEvents,
): LanguageClient {
  return new QuietClient(
    'crossfade',
    'Crossfade',
    serverOptions(context),
    clientOptions(context, log, events),
  );
}

function serverOptions(context: ExtensionContext): ServerOptions {
  const module = context.asAbsolutePath('dist/server.cjs');
  const run = { module, transport: TransportKind.ipc };
  return { run, debug: { ...run, options: { execArgv: ['--nolazy', '--inspect=6009'] } } };
}

function clientOptions(
  context: ExtensionContext,
  log: LogOutputChannel,
  events: ClientEvents,
): LanguageClientOptions {
  return {
    documentSelector,
    outputChannel: log,
    traceOutputChannel: log,
    revealOutputChannelOn: RevealOutputChannelOn.Never,
    initializationOptions: () => initializationOptions(context),
    // A second try would only fail again.
    initializationFailedHandler: () => {
      events.onRefused();
      return false;
    },
    errorHandler: events.errorHandler,
    middleware: middleware(events),
    // A part of these options would switch the others off, so all of them are given.
    diagnosticPullOptions: {
      onChange: true,
      onSave: true,
      onFocus: true,
      onTabs: false,
      filter: (document) => isDependency(document.uri),
      match: (_selector, resource) => !isDependency(resource),
    },
  };
}

function initializationOptions(context: ExtensionContext): InitializationOptions {
  const cacheFolder = context.storageUri?.scheme === 'file' ? context.storageUri.fsPath : undefined;
  return {
    trusted: workspace.isTrusted,
    promptsForMigrations: true,
    ...(cacheFolder === undefined ? {} : { cacheFolder }),
  };
}

function middleware({ onWork }: ClientEvents): Middleware {
  const own = (uri: Uri) => !isDependency(uri);
  return {
    didOpen: async (document, next) => (own(document.uri) ? next(document) : undefined),
    didChange: async (event, next) => (own(event.document.uri) ? next(event) : undefined),
    didSave: async (document, next) => (own(document.uri) ? next(document) : undefined),
    didClose: async (document, next) => (own(document.uri) ? next(document) : undefined),
    provideHover: (document, position, token, next) =>
      own(document.uri) ? next(document, position, token) : undefined,
    provideCompletionItem: (document, position, context, token, next) =>
      own(document.uri) ? next(document, position, context, token) : undefined,
    provideCodeActions: (document, range, context, token, next) =>
      own(document.uri) ? next(document, range, context, token) : undefined,
    provideInlayHints: (document, range, token, next) =>
      own(document.uri) ? next(document, range, token) : undefined,
    provideDocumentSemanticTokens: (document, token, next) =>
      own(document.uri) ? next(document, token) : undefined,
    handleWorkDoneProgress: (token, params, next) => {
      if (params.kind === 'begin') onWork(1);
      if (params.kind === 'end') onWork(-1);
      next(token, params);
    },
  };
}
