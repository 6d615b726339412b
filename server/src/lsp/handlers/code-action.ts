import {
  type CodeAction,
  CodeActionKind,
  type CodeActionParams,
  MessageType,
  ShowMessageNotification,
} from 'vscode-languageserver/node';
import type { Analysis } from '../../core/analysis.ts';
import type { Action } from '../../core/features/actions.ts';
import type { Fix } from '../../core/rules/finding.ts';
import type { Span } from '../../core/text/span.ts';
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
  /** The finding that it is a fix of, if any. */
  readonly rule?: string;
  readonly at?: number;
}

const FIX_ALL = `${CodeActionKind.SourceFixAll}.crossfade`;

/** `textDocument/codeAction` and `codeAction/resolve`. */
export const codeAction: Handler = {
  capabilities: (client) => ({
    codeActionProvider: {
      codeActionKinds: [
        CodeActionKind.QuickFix,
        'refactor.rewrite.crossfade.migrate',
        'refactor.rewrite.crossfade.configure',
        FIX_ALL,
      ],
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

function actionsFor(
  context: ServerContext,
  located: Located,
  analysis: Analysis,
  params: CodeActionParams,
): CodeAction[] {
  const span = toSpan(analysis, located.path, params.range);
  const only = params.context.only;
  const wanted = (kind: string) => !only || only.some((it) => kind === it || kind.startsWith(`${it}.`));
  const actions = analysis.actions(located.path, span).map((it) => {
    const diagnostic = it.diagnostic && toLspDiagnostic(analysis, located.folder, it.diagnostic);
    return { ...it, action: toCodeAction(it.fix, diagnostic, context.client, located.folder) };
  });
  const all = only && wanted(FIX_ALL) ? analysis.fixAll(located.path) : undefined;
  const list = all ? [...actions, { fix: all, action: { title: all.title, kind: FIX_ALL } }] : actions;
  return list
    .filter(({ action }) => wanted(action.kind ?? CodeActionKind.QuickFix))
    .map((it) => withEdit(context, located, analysis, it, span));
}

function withEdit(
  context: ServerContext,
  located: Located,
  analysis: Analysis,
  { fix, diagnostic, action }: Action & { readonly action: CodeAction },
  span: Span,
): CodeAction {
  if (fix.edits.length === 0) return action;
  if (!context.client.resolvesCodeActionEdits)
    return { ...action, edit: editOf(context, located, analysis, fix) };
  const uri = located.folder.uriOf(located.path);
  const version = context.workspace.openText(uri)?.version ?? null;
  const about = diagnostic && { rule: diagnostic.rule, at: diagnostic.span.start };
  const data: ActionData = { uri, version, start: span.start, end: span.end, title: fix.title, ...about };
  return { ...action, data };
}

async function resolveAction(context: ServerContext, action: CodeAction): Promise<CodeAction> {
  const data: unknown = action.data;
  const located = isActionData(data) ? context.workspace.locate(data.uri) : undefined;
  if (!isActionData(data) || !located) return action;
  const analysis = await context.workspace.analysis(located.folder);
  if ((context.workspace.openText(data.uri)?.version ?? null) !== data.version) {
    await context.connection.sendNotification(ShowMessageNotification.type, {
      type: MessageType.Warning,
      message: 'The file has changed since this fix was offered; ask for it again',
    });
    return action;
  }
  const fix =
    action.kind === FIX_ALL
      ? analysis.fixAll(located.path)
      : sameFix(analysis.actions(located.path, data), data);
  return fix ? { ...action, edit: editOf(context, located, analysis, fix) } : action;
}

/** The fix of that title for that finding: two findings of one line can have fixes of the same title. */
function sameFix(actions: readonly Action[], data: ActionData): Fix | undefined {
  return actions.find(
    ({ fix, diagnostic }) =>
      fix.title === data.title && diagnostic?.rule === data.rule && diagnostic?.span.start === data.at,
  )?.fix;
}

function isActionData(data: unknown): data is ActionData {
  if (typeof data !== 'object' || data === null) return false;
  const { uri, title, start, end } = data as Partial<Record<keyof ActionData, unknown>>;
  return (
    typeof uri === 'string' &&
    typeof title === 'string' &&
    typeof start === 'number' &&
    typeof end === 'number'
  );
}

function editOf(context: ServerContext, located: Located, analysis: Analysis, fix: Fix) {
  const { workspace, client } = context;
  return toWorkspaceEdit(
    fix.edits,
    fix.title,
    { folder: located.folder, analysis, workspace, client },
    fix.safety === 'unsafe',
  );
}
