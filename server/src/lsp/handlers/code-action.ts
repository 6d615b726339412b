import { type CodeAction, CodeActionKind, type CodeActionParams } from 'vscode-languageserver/node';
import type { Analysis } from '../../core/analysis.ts';
import type { Fix } from '../../core/rules/finding.ts';
import { toCodeAction, toLspDiagnostic, toSpan, toWorkspaceEdit } from '../convert.ts';
import type { Handler, ServerContext } from '../handler.ts';
import type { Located } from '../workspace.ts';

/** What `codeAction/resolve` needs to find the fix again. Nothing is remembered between the two requests. */
interface ActionData {
  readonly uri: string;
  readonly version: number | null;
  readonly start: number;
  readonly end: number;
  readonly title: string;
}

const FIX_ALL = `${CodeActionKind.SourceFixAll}.crossfade`;

/** `textDocument/codeAction` and `codeAction/resolve`. */
export const codeAction: Handler = {
  capabilities: (client) => ({
    codeActionProvider: {
      codeActionKinds: [CodeActionKind.QuickFix, 'refactor.rewrite.crossfade.migrate', FIX_ALL],
      resolveProvider: client.resolvesCodeActionEdits,
    },
  }),

  register(context) {
    const { connection, workspace, client, guard } = context;
    connection.onCodeAction((params, token) =>
      guard('textDocument/codeAction', token, [], async () => {
        const located = workspace.locate(params.textDocument.uri);
        if (!located) return [];
        const analysis = await workspace.analysis(located.folder);
        return actionsFor(context, located, analysis, params);
      }),
    );
    if (!client.resolvesCodeActionEdits) return;
    connection.onCodeActionResolve((action, token) =>
      guard('codeAction/resolve', token, action, () => resolveAction(context, action)),
    );
  },
};

function actionsFor(context: ServerContext, located: Located, analysis: Analysis, params: CodeActionParams): CodeAction[] {
  const span = toSpan(analysis, located.path, params.range);
  const only = params.context.only;
  const wanted = (kind: string) => !only || only.some((it) => kind === it || kind.startsWith(`${it}.`));
  const actions = analysis.actions(located.path, span).map(({ fix, diagnostic }) => {
    const lspDiagnostic = diagnostic && toLspDiagnostic(analysis, located.folder, diagnostic);
    return { fix, action: toCodeAction(fix, lspDiagnostic, context.client) };
  });
  const all = analysis.fixAll(located.path);
  if (all && only?.some((it) => FIX_ALL.startsWith(it))) {
    actions.push({ fix: all, action: { title: all.title, kind: FIX_ALL } });
  }
  return actions
    .filter(({ action }) => wanted(action.kind ?? CodeActionKind.QuickFix))
    .map(({ fix, action }) => withEdit(context, located, analysis, fix, action, span));
}

function withEdit(
  context: ServerContext,
  located: Located,
  analysis: Analysis,
  fix: Fix,
  action: CodeAction,
  span: { readonly start: number; readonly end: number },
): CodeAction {
  if (fix.edits.length === 0) return action;
  if (!context.client.resolvesCodeActionEdits) return { ...action, edit: editOf(context, located, analysis, fix) };
  const uri = located.folder.uriOf(located.path);
  const version = context.workspace.openText(uri)?.version ?? null;
  const data: ActionData = { uri, version, ...span, title: fix.title };
  return { ...action, data };
}

async function resolveAction(context: ServerContext, action: CodeAction): Promise<CodeAction> {
  const data = action.data as ActionData;
  const located = context.workspace.locate(data.uri);
  if (!located) return action;
  if ((context.workspace.openText(data.uri)?.version ?? null) !== data.version) {
    context.connection.window.showWarningMessage('The file has changed since this fix was offered; ask for it again');
    return action;
  }
  const analysis = await context.workspace.analysis(located.folder);
  const all = analysis.fixAll(located.path);
  const fixes = [...analysis.actions(located.path, data).map((it) => it.fix), ...(all ? [all] : [])];
  const fix = fixes.find((it) => it.title === data.title);
  return fix ? { ...action, edit: editOf(context, located, analysis, fix) } : action;
}

function editOf(context: ServerContext, located: Located, analysis: Analysis, fix: Fix) {
  const { workspace, client } = context;
  return toWorkspaceEdit(fix.edits, fix.title, { folder: located.folder, analysis, workspace, client }, fix.safety === 'unsafe');
}
