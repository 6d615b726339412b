import { commands, Uri, window, workspace } from 'vscode';
import type { LanguageServer } from '../language-server.ts';
import type { MigrationState, RecordTarget } from '../protocol.ts';

/** The record that a lens or the view names, else the only open one, else the one that the user picks. */
export async function recordTarget(
  server: LanguageServer,
  argument: unknown,
  title: string,
): Promise<RecordTarget | undefined> {
  if (isTarget(argument)) return argument;
  const state = await openMigration(server, title);
  return state && { id: state.id, folder: state.folder };
}

/** The only open migration, or the one that the user picks. */
export async function openMigration(
  server: LanguageServer,
  title: string,
): Promise<MigrationState | undefined> {
  const { migrations } = await server.execute('crossfade.server.migrationStatus', {});
  const [only] = migrations;
  if (only === undefined) return offerGeneration();
  if (migrations.length === 1) return only;
  const items = migrations.map((it) => ({
    label: it.title,
    description: it.phase,
    detail: workspace.asRelativePath(Uri.parse(it.uri, true)),
    it,
  }));
  const picked = await window.showQuickPick(items, {
    title,
    placeHolder: 'Which migration?',
    matchOnDetail: true,
  });
  return picked?.it;
}

async function offerGeneration(): Promise<undefined> {
  const generate = 'Generate Migration…';
  const answer = await window.showInformationMessage('No migration is open in this workspace', generate);
  if (answer) await commands.executeCommand('crossfade.generateMigration');
  return undefined;
}

function isTarget(argument: unknown): argument is RecordTarget {
  return (
    typeof argument === 'object' &&
    argument !== null &&
    typeof (argument as { readonly id?: unknown }).id === 'string'
  );
}
