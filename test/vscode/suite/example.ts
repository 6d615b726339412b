import {
  type Diagnostic,
  type Extension,
  extensions,
  languages,
  Range,
  type TextDocument,
  Uri,
  WorkspaceEdit,
  window,
  workspace,
} from 'vscode';
import { eventually } from './eventually.ts';

/** The extension under test. */
export function crossfade(): Extension<unknown> {
  const extension = extensions.getExtension('crossfade.crossfade-settings');
  if (!extension) throw new Error('the extension is not loaded');
  return extension;
}

/** A file of the example service, by its path in the workspace. */
export function exampleUri(path: string): Uri {
  const folder = workspace.workspaceFolders?.[0];
  if (!folder) throw new Error('no folder is open');
  return Uri.joinPath(folder.uri, path);
}

/** Opens a file of the example service in an editor. */
export async function open(path: string): Promise<TextDocument> {
  const document = await workspace.openTextDocument(exampleUri(path));
  await window.showTextDocument(document);
  return document;
}

/** The rule of a finding, as it is shown beside its message. */
export function ruleOf({ code }: Diagnostic): string {
  return String(typeof code === 'object' ? code.value : code);
}

/** The text a finding underlines. */
export function underlined(document: TextDocument, finding: Diagnostic): string {
  return document.getText(finding.range);
}

/** Waits for a finding of `rule` in `uri`. */
export function finding(uri: Uri, rule: string): Promise<Diagnostic> {
  return eventually(`${rule} in ${uri.path}`, () =>
    languages.getDiagnostics(uri).find((diagnostic) => ruleOf(diagnostic) === rule),
  );
}

/** Waits until `uri` has no finding of `rule`. */
export function noFinding(uri: Uri, rule: string): Promise<true> {
  return eventually(`the end of ${rule} in ${uri.path}`, () =>
    languages.getDiagnostics(uri).some((diagnostic) => ruleOf(diagnostic) === rule) ? undefined : true,
  );
}

/** Replaces the only occurrence of `before` in an open document, as if it were typed. */
export async function replace(document: TextDocument, before: string, after: string): Promise<void> {
  const start = document.getText().indexOf(before);
  if (start < 0) throw new Error(`${document.uri.path} does not hold ${before}`);
  const edit = new WorkspaceEdit();
  const range = new Range(document.positionAt(start), document.positionAt(start + before.length));
  edit.replace(document.uri, range, after);
  if (!(await workspace.applyEdit(edit))) throw new Error('the edit was refused');
}
