import type { Handler } from './handler.ts';
import { codeAction } from './handlers/code-action.ts';
import { codeLens } from './handlers/code-lens.ts';
import { completion } from './handlers/completion.ts';
import { configuration } from './handlers/configuration.ts';
import { documentDiagnostic } from './handlers/document-diagnostic.ts';
import { executeCommand } from './handlers/execute-command.ts';
import { hover } from './handlers/hover.ts';
import { publishDiagnostics } from './handlers/publish-diagnostics.ts';
import { textDocumentContent } from './handlers/text-document-content.ts';
import { textDocuments } from './handlers/text-documents.ts';
import { trust } from './handlers/trust.ts';
import { watchedFiles } from './handlers/watched-files.ts';
import { workspaceDiagnostic } from './handlers/workspace-diagnostic.ts';
import { workspaceFolders } from './handlers/workspace-folders.ts';

/** Every request and notification that the server answers. */
export const handlers: readonly Handler[] = [
  textDocuments,
  workspaceFolders,
  watchedFiles,
  configuration,
  trust,
  documentDiagnostic,
  workspaceDiagnostic,
  publishDiagnostics,
  codeAction,
  codeLens,
  hover,
  completion,
  executeCommand,
  textDocumentContent,
];
