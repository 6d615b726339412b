import type { DidChangeTextDocumentParams } from 'vscode-languageserver/node';
import { TextDocument } from 'vscode-languageserver-textdocument';
import type { Handler, ServerContext } from '../handler.ts';
import { identity } from '../workspace.ts';

/** Open texts: what the editor shows wins over what is on disk. Changes to unknown documents are ignored. */
export const textDocuments: Handler = {
  capabilities: () => ({}),

  register(context) {
    const { connection, workspace, guard } = context;
    // Kept for their line offsets, which are brought up to date change by change.
    const documents = new Map<string, TextDocument>();
    connection.onDidOpenTextDocument(({ textDocument: { uri, languageId, version, text } }) => {
      void guard('textDocument/didOpen', undefined, undefined, () => {
        documents.set(identity(uri), TextDocument.create(uri, languageId, version, text));
        workspace.setText({ uri, version, text });
      });
    });
    connection.onDidChangeTextDocument((params) => {
      void guard('textDocument/didChange', undefined, undefined, () => change(context, documents, params));
    });
    connection.onDidCloseTextDocument(({ textDocument: { uri } }) => {
      void guard('textDocument/didClose', undefined, undefined, () => {
        documents.delete(identity(uri));
        workspace.closeText(uri);
      });
    });
  },
};

/** A place outside of the text counts as the nearest inside of it, as the protocol has it for columns. */
function change(
  { connection, workspace }: ServerContext,
  documents: ReadonlyMap<string, TextDocument>,
  { textDocument: { uri, version }, contentChanges }: DidChangeTextDocumentParams,
): void {
  const document = documents.get(identity(uri));
  if (!document || version < document.version) {
    connection.console.warn('a change of a document that is not open, or an old one, is ignored');
    return;
  }
  TextDocument.update(document, contentChanges, version);
  workspace.setText({ uri, version, text: document.getText() });
}
