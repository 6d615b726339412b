import { Uri, window, workspace } from 'vscode';
import type { LanguageServer } from '../language-server.ts';
import { REPORT_SCHEME } from '../protocol.ts';

interface Item {
  readonly label: string;
  readonly description: string;
  readonly folder: string;
}

/** Shows a JSON Schema of settings as a read-only document, to be saved where it is wanted. */
export async function exportJsonSchema(server: LanguageServer): Promise<void> {
  const picked = await pickSettings(server);
  if (!picked) return;
  const { folder, label: settings } = picked;
  const report = await server.execute('crossfade.server.exportSchema', { folder, settings });
  if (!report.ok) throw new Error(report.message);
  const uri = Uri.parse(report.uri, true);
  if (uri.scheme !== REPORT_SCHEME) throw new Error(`\`${uri.scheme}:\` is not a report of Crossfade`);
  await window.showTextDocument(await workspace.openTextDocument(uri), { preview: false });
}

/** The only settings there are, or those that somebody chooses. */
async function pickSettings(server: LanguageServer): Promise<Item | undefined> {
  const { folders } = await server.execute('crossfade.server.listSettings', {});
  const items = folders.flatMap(({ folder, settings }) =>
    settings.map((label) => ({ label, description: nameOf(folder), folder })),
  );
  if (items.length === 0) {
    void window.showInformationMessage('No settings are read by the Python code of this workspace');
    return undefined;
  }
  return items.length === 1
    ? items[0]
    : window.showQuickPick(items, { title: 'Export JSON Schema', placeHolder: 'Of which settings?' });
}

function nameOf(folder: string): string {
  return workspace.getWorkspaceFolder(Uri.parse(folder, true))?.name ?? folder;
}
