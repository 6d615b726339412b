import { Range, Uri, window } from 'vscode';
import { byUrgency, gateDescription, gateIcon, gateLabel } from '../gate-icon.ts';
import type { LanguageServer } from '../language-server.ts';
import type { MigrationGate, MigrationState } from '../protocol.ts';
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
    placeHolder: placeholderOf(state),
    matchOnDetail: true,
  });
  if (picked) await show(picked.gate, state.uri);
}

async function show({ uri, line = 0 }: MigrationGate, record: string): Promise<void> {
  const selection = new Range(line, 0, line, 0);
  await window.showTextDocument(Uri.parse(uri ?? record, true), { selection });
}

/** Whether the migration can go on is said first; the list says why. */
function placeholderOf({ gates, next, blocked }: MigrationState): string {
  if (gates.length === 0) return 'No gate is asked';
  const holding = gates.filter(
    ({ verdict, waived }) => !waived && (verdict === 'no' || verdict === 'unknown'),
  ).length;
  const held =
    blocked && next !== null ? `${next} is held back by ${holding} of ${gates.length} gates. ` : '';
  return `${held}Choose a gate to see what decided it`;
}
