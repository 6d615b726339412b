import type { InitializeParams } from 'vscode-languageserver/node';

/** What the client says it can do, reduced to what the handlers ask. */
export interface ClientFacts {
  /** Absent in `initializationOptions` means untrusted. */
  readonly trusted: boolean;
  readonly pullsDiagnostics: boolean;
  readonly refreshesDiagnostics: boolean;
  readonly resolvesCodeActionEdits: boolean;
  readonly annotatesChanges: boolean;
  readonly createsFiles: boolean;
  readonly versionsEdits: boolean;
  readonly watchesFilesDynamically: boolean;
  readonly showsVirtualDocuments: boolean;
  readonly configuration: boolean;
  readonly workspaceFolders: boolean;
  readonly editorSettingsDynamically: boolean;
  /** Runs the extension's own command `crossfade.generateMigration`; other editors get the edits at once. */
  readonly promptsForMigrations: boolean;
}

/** Reads the capabilities and `initializationOptions` of `initialize`; what is absent is not there. */
export function clientFacts(params: InitializeParams): ClientFacts {
  const { textDocument, workspace } = params.capabilities;
  const options: unknown = params.initializationOptions;
  const edits = workspace?.workspaceEdit;
  return {
    trusted: flag(options, 'trusted'),
    promptsForMigrations: flag(options, 'promptsForMigrations'),
    pullsDiagnostics: textDocument?.diagnostic !== undefined,
    refreshesDiagnostics: workspace?.diagnostics?.refreshSupport === true,
    resolvesCodeActionEdits: textDocument?.codeAction?.resolveSupport?.properties.includes('edit') === true,
    annotatesChanges: edits?.changeAnnotationSupport !== undefined,
    createsFiles: edits?.resourceOperations?.includes('create') === true,
    versionsEdits: edits?.documentChanges === true,
    watchesFilesDynamically: workspace?.didChangeWatchedFiles?.dynamicRegistration === true,
    showsVirtualDocuments: workspace?.textDocumentContent !== undefined,
    configuration: workspace?.configuration === true,
    workspaceFolders: workspace?.workspaceFolders === true,
    editorSettingsDynamically: workspace?.didChangeConfiguration?.dynamicRegistration === true,
  };
}

function flag(options: unknown, name: string): boolean {
  return (
    typeof options === 'object' && options !== null && (options as Record<string, unknown>)[name] === true
  );
}
