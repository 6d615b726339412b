import {
  type AnnotatedTextEdit,
  type CodeAction,
  CodeActionKind,
  type CreateFile,
  type DeleteFile,
  DiagnosticSeverity,
  DiagnosticTag,
  type Diagnostic as LspDiagnostic,
  type Range,
  type TextDocumentEdit,
  type TextEdit,
  type WorkspaceEdit,
} from 'vscode-languageserver/node';
import type { Analysis } from '../core/analysis.ts';
import type { Diagnostic, Fix } from '../core/rules/finding.ts';
import type { Severity } from '../core/snapshot.ts';
import type { FileEdit } from '../core/text/file-edit.ts';
import { lineIndex } from '../core/text/line-index.ts';
import type { Span } from '../core/text/span.ts';
import type { ClientFacts } from './client-facts.ts';
import type { Folder } from './folder.ts';
import type { Workspace } from './workspace.ts';

const SEVERITIES: Record<Severity, DiagnosticSeverity> = {
  error: DiagnosticSeverity.Error,
  warning: DiagnosticSeverity.Warning,
  info: DiagnosticSeverity.Information,
  hint: DiagnosticSeverity.Hint,
};
const TAGS = { deprecated: DiagnosticTag.Deprecated, unnecessary: DiagnosticTag.Unnecessary } as const;

/** Offsets to lines and columns, in UTF-16 code units. */
export function toRange(analysis: Analysis, path: string, span: Span): Range {
  const file = analysis.snapshot.files.get(path);
  if (!file) return { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } };
  const lines = lineIndex(file);
  const start = lines.position(span.start);
  const end = lines.position(span.end);
  return {
    start: { line: start.line, character: start.column },
    end: { line: end.line, character: end.column },
  };
}

/** The offset of a position of the protocol in a file of the snapshot; 0 where there is no such file. */
export function toOffset(
  analysis: Analysis,
  path: string,
  position: { line: number; character: number },
): number {
  const file = analysis.snapshot.files.get(path);
  return file ? lineIndex(file).offset({ line: position.line, column: position.character }) : 0;
}

/** The offsets of a range of the protocol. */
export function toSpan(analysis: Analysis, path: string, range: Range): Span {
  return { start: toOffset(analysis, path, range.start), end: toOffset(analysis, path, range.end) };
}

/** A finding as the protocol says it. */
export function toLspDiagnostic(analysis: Analysis, folder: Folder, it: Diagnostic): LspDiagnostic {
  return {
    range: toRange(analysis, it.path, it.span),
    severity: SEVERITIES[it.severity],
    code: it.rule,
    source: 'crossfade',
    message: it.environments?.length ? `${it.message} (${it.environments.join(', ')})` : it.message,
    tags: (it.tags ?? []).map((tag) => TAGS[tag]),
    relatedInformation: (it.related ?? []).map((place) => ({
      location: { uri: folder.uriOf(place.path), range: toRange(analysis, place.path, place.span) },
      message: place.message,
    })),
  };
}

/** A fix as a code action: its edits, or the command that starts a migration. */
export function toCodeAction(
  fix: Fix,
  diagnostic: LspDiagnostic | undefined,
  client: ClientFacts,
  folder: Folder,
): CodeAction {
  const action: CodeAction = {
    title: fix.title,
    kind: diagnostic ? CodeActionKind.QuickFix : fix.kind,
    ...(diagnostic ? { diagnostics: [diagnostic] } : {}),
  };
  if (!fix.migrate) return { ...action, isPreferred: fix.safety === 'safe' };
  const command = client.promptsForMigrations
    ? 'crossfade.generateMigration'
    : 'crossfade.server.startMigration';
  return {
    ...action,
    command: { title: fix.title, command, arguments: [{ ...fix.migrate, uri: folder.uri }] },
  };
}

/** Edits as a workspace edit with the versions of open documents; files that do not exist are created, `removed` go. */
export function toWorkspaceEdit(
  edits: readonly FileEdit[],
  label: string,
  place: {
    readonly folder: Folder;
    readonly analysis: Analysis;
    readonly workspace: Workspace;
    readonly client: ClientFacts;
  },
  needsConfirmation = false,
  removed: readonly string[] = [],
): WorkspaceEdit {
  const annotation = place.client.annotatesChanges ? 'crossfade' : undefined;
  const paths = [...new Set(edits.map((edit) => edit.path))];
  // Files are created before any text changes: VS Code undoes neighbouring text edits together, and cannot undo one
  // that stands alone once its file is closed.
  const created: CreateFile[] = [];
  const changed = paths.map((path): TextDocumentEdit => {
    const uri = place.workspace.clientUri(place.folder.uriOf(path));
    const texts = edits
      .filter((edit) => edit.path === path)
      .map((edit) => toTextEdit(edit, place.analysis, annotation));
    if (place.client.createsFiles && !place.analysis.snapshot.files.has(path))
      created.push({ kind: 'create', uri });
    return {
      textDocument: { uri, version: place.workspace.openText(uri)?.version ?? null },
      edits: texts,
    };
  });
  const gone = removed.map((path): DeleteFile => {
    const uri = place.workspace.clientUri(place.folder.uriOf(path));
    return { kind: 'delete', uri, options: { ignoreIfNotExists: true } };
  });
  const documentChanges = [...created, ...changed, ...gone];
  if (!place.client.versionsEdits) return { changes: plainChanges(edits, place) };
  return annotation
    ? { documentChanges, changeAnnotations: { [annotation]: { label, needsConfirmation } } }
    : { documentChanges };
}

function toTextEdit(
  edit: FileEdit,
  analysis: Analysis,
  annotationId: string | undefined,
): TextEdit | AnnotatedTextEdit {
  const range = toRange(analysis, edit.path, edit.span);
  return annotationId ? { range, newText: edit.newText, annotationId } : { range, newText: edit.newText };
}

/** For clients without versioned edits. */
function plainChanges(
  edits: readonly FileEdit[],
  place: { readonly folder: Folder; readonly analysis: Analysis; readonly workspace: Workspace },
): Record<string, TextEdit[]> {
  const changes: Record<string, TextEdit[]> = {};
  for (const edit of edits) {
    const uri = place.workspace.clientUri(place.folder.uriOf(edit.path));
    changes[uri] = [
      ...(changes[uri] ?? []),
      { range: toRange(place.analysis, edit.path, edit.span), newText: edit.newText },
    ];
  }
  return changes;
}
