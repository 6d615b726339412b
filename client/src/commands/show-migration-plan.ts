import { commands, window } from 'vscode';
import type { LanguageServer } from '../language-server.ts';
import { REPORT_SCHEME } from '../protocol.ts';
import { showReport } from './show-report.ts';

/** Shows the plan of a migration that has its record in the workspace. */
export async function showMigrationPlan(server: LanguageServer): Promise<void> {
  const { records } = await server.execute('crossfade.server.listRecords', {});
  if (records.length === 0) {
    const generate = 'Generate Migration…';
    const answer = await window.showInformationMessage(
      'There is no migration in this workspace yet',
      generate,
    );
    if (answer) await commands.executeCommand('crossfade.generateMigration');
    return;
  }
  const items = records.map(({ id, title, phase, path }) => ({
    label: title,
    description: phase,
    detail: path,
    id,
  }));
  const record = await window.showQuickPick(items, { title: 'Show Migration Plan', matchOnDetail: true });
  if (record) await showReport(`${REPORT_SCHEME}:/plan/${record.id}.md`);
}
