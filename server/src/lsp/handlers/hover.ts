import { MarkupKind } from 'vscode-languageserver/node';
import { toOffset, toRange } from '../convert.ts';
import type { Handler } from '../handler.ts';

/** `textDocument/hover`. */
export const hover: Handler = {
  capabilities: () => ({ hoverProvider: true }),

  register({ connection, workspace, guard }) {
    connection.onHover((params, token) =>
      guard('textDocument/hover', token, null, async () => {
        const located = workspace.locate(params.textDocument.uri);
        if (!located) return null;
        const analysis = await workspace.analysis(located.folder);
        const it = analysis.hover(located.path, toOffset(analysis, located.path, params.position));
        if (!it) return null;
        return {
          contents: { kind: MarkupKind.Markdown, value: it.markdown },
          range: toRange(analysis, located.path, it.span),
        };
      }),
    );
  },
};
