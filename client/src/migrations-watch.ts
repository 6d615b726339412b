import { commands, type Disposable, languages, workspace } from 'vscode';
import { documentSelector } from './document-selector.ts';
import type { LanguageServer } from './language-server.ts';
import { createMigrationsView } from './migrations-view.ts';

/** Keeps the view, the status and the context of migrations as the files are. */
export interface MigrationsWatch extends Disposable {
  /** The server began to run, or ended. */
  readonly onRunning: (running: boolean) => void;
}

/** Files change in groups: an edit of a phase saves several. */
const SETTLED_MS = 300;

/** Shows what is open; everything is asked again once files have settled. */
export function watchMigrations(server: LanguageServer, report: (error: unknown) => void): MigrationsWatch {
  let running = false;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const view = createMigrationsView(server, () => running);
  const status = languages.createLanguageStatusItem('crossfade.migrations', documentSelector);
  status.name = 'Crossfade migrations';
  status.command = { command: 'crossfade.migrationStatus', title: 'Status' };
  const refresh = (): void => {
    view.refresh();
    if (running) countRecords(server, status).catch(report);
  };
  const soon = (): void => {
    clearTimeout(timer);
    timer = setTimeout(refresh, SETTLED_MS);
  };
  const files = workspace.createFileSystemWatcher('**/settings-migrations/*.md');
  const subscriptions = [
    view,
    status,
    files,
    workspace.onDidSaveTextDocument(soon),
    files.onDidCreate(soon),
    files.onDidChange(soon),
    files.onDidDelete(soon),
  ];
  return {
    onRunning: (now) => {
      if (now === running) return;
      running = now;
      refresh();
    },
    dispose: () => {
      clearTimeout(timer);
      for (const it of subscriptions) it.dispose();
    },
  };
}

/** The views are there once there is something that they could speak of. */
async function countRecords(
  server: LanguageServer,
  status: ReturnType<typeof languages.createLanguageStatusItem>,
): Promise<void> {
  const { records } = await server.execute('crossfade.server.listRecords', {});
  const { folders } = await server.execute('crossfade.server.listSettings', {});
  const open = records.filter(({ phase }) => phase !== 'done' && phase !== 'abandoned').length;
  const relevant = records.length > 0 || folders.some(({ settings }) => settings.length > 0);
  await commands.executeCommand('setContext', 'crossfade.hasSettings', relevant);
  status.text = open === 1 ? '1 migration is open' : `${open === 0 ? 'No' : open} migrations are open`;
}
