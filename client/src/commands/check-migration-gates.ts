import { Range, Uri, window } from 'vscode';
import { byUrgency, gateDescription, gateIcon, gateLabel } from '../gate-icon.ts';
import type { LanguageServer } from '../language-server.ts';
import type { MigrationGate } from '../protocol.ts';
import { openMigration, recordTarget } from './record-target.ts';

const TITLE = 'Check Migration Gates';

/** Lists the gates of a migration's next phase; a gate that is picked shows what decided it. */
export async function checkMigrationGates(server: LanguageServer, argument: unknown): Promise<void> {
  const target = argument === undefined ? undefined : await recordTarget(server, argument, TITLE);
  const { migrations } = await server.execute('crossfade.server.migrationStatus', {});
  const named = migrations.find(
    (it) => it.id === target?.id && (target.folder === undefined || it.folder === target.folder),
  );
  const state = named ?? (await openMigration(server, TITLE));
  if (!state) return;
  const gates = byUrgency(state.gates);
  const items = gates.map((gate) => ({
    label: gateLabel(gate),
    detail: gateDescription(gate),
    iconPath: gateIcon(gate),
    gate,
  }));
  const picked = await window.showQuickPick(items, {
    title: `${state.title}: ${state.phase} → ${state.next ?? 'nothing'}`,
    placeHolder: gates.length === 0 ? 'No gate is asked' : 'A gate shows what decided it',
    matchOnDetail: true,
  });
  if (picked) await show(picked.gate, state.uri);
}

async function show({ uri, line = 0 }: MigrationGate, record: string): Promise<void> {
  const selection = new Range(line, 0, line, 0);
  await window.showTextDocument(Uri.parse(uri ?? record, true), { selection });
}
