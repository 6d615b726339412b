import { CompletionItemKind, CompletionItemTag } from 'vscode-languageserver/node';
import { toOffset, toRange } from '../convert.ts';
import type { Handler } from '../handler.ts';

/** `textDocument/completion`. */
export const completion: Handler = {
  capabilities: () => ({ completionProvider: { triggerCharacters: ['=', ':', ' ', '['] } }),

  register({ connection, workspace, guard }) {
    connection.onCompletion((params, token) =>
      guard('textDocument/completion', token, [], async () => {
        const located = workspace.locate(params.textDocument.uri);
        if (!located) return [];
        const analysis = await workspace.analysis(located.folder);
        return analysis
          .completions(located.path, toOffset(analysis, located.path, params.position))
          .map((it) => ({
            label: it.label,
            kind: it.kind === 'key' ? CompletionItemKind.Property : CompletionItemKind.Value,
            ...(it.detail ? { detail: it.detail } : {}),
            ...(it.documentation ? { documentation: it.documentation } : {}),
            tags: it.deprecated ? [CompletionItemTag.Deprecated] : [],
            textEdit: { range: toRange(analysis, located.path, it.span), newText: it.newText },
          }));
      }),
    );
  },
};
