import { type ClientCapabilities, ResourceOperationKind } from 'vscode-languageserver/node';

/** What a client like VS Code can do, as far as the server asks. */
export const EDITOR: ClientCapabilities = {
  textDocument: {
    diagnostic: { dynamicRegistration: true },
    codeAction: { resolveSupport: { properties: ['edit'] }, dataSupport: true },
    publishDiagnostics: { relatedInformation: true },
  },
  workspace: {
    configuration: true,
    workspaceFolders: true,
    didChangeConfiguration: { dynamicRegistration: true },
    didChangeWatchedFiles: { dynamicRegistration: true },
    diagnostics: { refreshSupport: true },
    textDocumentContent: { dynamicRegistration: true },
    applyEdit: true,
    workspaceEdit: {
      documentChanges: true,
      changeAnnotationSupport: {},
      resourceOperations: [ResourceOperationKind.Create],
    },
  },
};

/** A client that can do next to nothing: no pull, no dynamic registration, no versioned edits. */
export const BARE: ClientCapabilities = {};
