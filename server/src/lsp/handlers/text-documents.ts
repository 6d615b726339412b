import { TextDocument } from 'vscode-languageserver-textdocument';
import type { Handler } from '../handler.ts';

/** Open texts: what the editor shows wins over what is on disk. Changes to unknown documents are ignored. */
export const textDocuments: Handler = {
  capabilities: () => ({}),

  register({ connection, workspace }) {
    connection.onDidOpenTextDocument(({ textDocument: { uri, version, text } }) => {
      workspace.setText({ uri, version, text });
    });
    connection.onDidChangeTextDocument(({ textDocument: { uri, version }, contentChanges }) => {
      const open = workspace.openText(uri);
      if (!open || version < open.version) {
        connection.console.warn('a change of a document that is not open, or an old one, is ignored');
        return;
      }
      const document = TextDocument.create(uri, 'text', open.version, open.text);
      const { version: now } = TextDocument.update(document, contentChanges, version);
      workspace.setText({ uri, version: now, text: document.getText() });
    });
    connection.onDidCloseTextDocument(({ textDocument }) => workspace.closeText(textDocument.uri));
  },
};
