import { commands, type QuickPickItem, Uri, window } from 'vscode';
import type { LanguageServer } from '../language-server.ts';
import type { MigrationState } from '../protocol.ts';
import { openMigration } from './record-target.ts';
import { showReport } from './show-report.ts';

type Action = QuickPickItem & { readonly run: () => Thenable<unknown> };

const TURNS: Readonly<Record<MigrationState['turn'], string>> = {
  owner: 'the owner',
  code: 'who writes the code',
  environments: 'who keeps the environments',
  release: 'who releases',
};

/** Says how far a migration is and whose turn it is, and offers what can be done. */
export async function showMigrationStatus(server: LanguageServer): Promise<void> {
  const state = await openMigration(server, 'Migration Status');
  if (!state) return;
  const picked = await window.showQuickPick(actions(state), {
    title: `${state.title}: ${state.phase}`,
    placeHolder: `The turn of ${turn(state)}: ${state.reason.replaceAll('`', '')}`,
  });
  await picked?.run();
}

function turn({ turn: who, owner }: MigrationState): string {
  return who === 'owner' && owner !== null ? owner : TURNS[who];
}

function actions(state: MigrationState): readonly Action[] {
  const { id, folder, next } = state;
  const target = { id, folder };
  const action = (icon: string, label: string, command: string): Action => ({
    label: `$(${icon}) ${label}`,
    run: () => commands.executeCommand(command, target),
  });
  const onward = state.blocked
    ? action('circle-slash', 'Check Gates', 'crossfade.checkMigrationGates')
    : action('arrow-right', `Advance to ${next ?? 'the end'}…`, 'crossfade.advanceMigration');
  return [
    onward,
    { label: '$(book) Show Plan', run: () => showReport(state.planUri) },
    { label: '$(go-to-file) Open Record', run: () => window.showTextDocument(Uri.parse(state.uri, true)) },
    action('note', 'Write Final Notes…', 'crossfade.writeFinalNotes'),
    action('discard', 'Roll Back…', 'crossfade.rollBackMigration'),
    action('close', 'Abandon…', 'crossfade.abandonMigration'),
  ];
}
