import { commands, extensions, Uri, window, workspace } from 'vscode';
import { REPORT_SCHEME } from '../protocol.ts';

const MARKDOWN = 'vscode.markdown-language-features';

/** Shows a read-only report of the server as a rendered page, or as text where Markdown is not rendered. */
export async function showReport(uri: string): Promise<void> {
  const report = Uri.parse(uri, true);
  if (report.scheme !== REPORT_SCHEME) throw new Error(`\`${report.scheme}:\` is not a report of Crossfade`);
  if (extensions.getExtension(MARKDOWN)) {
    await commands.executeCommand('markdown.showPreview', report);
    return;
  }
  await window.showTextDocument(await workspace.openTextDocument(report), { preview: true });
}
