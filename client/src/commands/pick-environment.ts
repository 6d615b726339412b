import { type QuickPickItem, Uri, window, workspace } from 'vscode';
import type { LanguageServer } from '../language-server.ts';
import type { ListedEnvironment } from '../protocol.ts';

/** A workspace folder and what was chosen of its environments. */
export interface PickedEnvironments {
  readonly folder: string;
  readonly names: readonly string[];
}

/** A line of the choice; those of one folder belong together. */
type Item = QuickPickItem & { readonly folder: string; readonly name: string };

/** Asks for one environment of the workspace; undefined when the question was dismissed or there is nothing to ask. */
export async function pickEnvironment(
  server: LanguageServer,
  title: string,
): Promise<PickedEnvironments | undefined> {
  const items = await itemsOf(server);
  if (items.length === 0) return nothing();
  const picked = await window.showQuickPick(items, {
    title,
    placeHolder: 'Which environment?',
    matchOnDescription: true,
  });
  return picked && { folder: picked.folder, names: [picked.name] };
}

/** Asks for several, all of them chosen to begin with; of several folders for one first. */
export async function pickEnvironments(
  server: LanguageServer,
  title: string,
): Promise<PickedEnvironments | undefined> {
  const all = await itemsOf(server);
  const folders = [...new Set(all.map((it) => it.folder))];
  const folder = folders.length > 1 ? await pickFolder(folders, title) : folders[0];
  if (folder === undefined) return folders.length === 0 ? nothing() : undefined;
  const items = all.filter((it) => it.folder === folder).map((it) => ({ ...it, picked: true }));
  const picked = await window.showQuickPick(items, {
    title,
    placeHolder: 'Which environments?',
    canPickMany: true,
    matchOnDescription: true,
  });
  return picked && picked.length > 0 ? { folder, names: picked.map((it) => it.name) } : undefined;
}

/** Asks for one of several workspace folders. */
export async function pickFolder(folders: readonly string[], title: string): Promise<string | undefined> {
  const items = folders.map((folder) => ({ label: nameOf(folder), folder }));
  return (await window.showQuickPick(items, { title, placeHolder: 'Which folder?' }))?.folder;
}

async function itemsOf(server: LanguageServer): Promise<readonly Item[]> {
  const { folders } = await server.execute('crossfade.server.listEnvironments', {});
  const several = folders.length > 1;
  return folders.flatMap(({ folder, environments }) =>
    environments.map((it) => ({
      label: it.name,
      description: describe(it, several ? nameOf(folder) : undefined),
      folder,
      name: it.name,
    })),
  );
}

function describe({ files, unseen }: ListedEnvironment, folder: string | undefined): string {
  const from = unseen ? 'no file of it is here' : files.join(', ');
  return folder === undefined ? from : `${folder}: ${from}`;
}

function nameOf(folder: string): string {
  return workspace.getWorkspaceFolder(Uri.parse(folder, true))?.name ?? folder;
}

function nothing(): undefined {
  void window.showInformationMessage('No settings are read by the Python code of this workspace');
  return undefined;
}
