import { commands, Uri, window, workspace } from 'vscode';
import type { LanguageServer } from '../language-server.ts';
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
  const items = records.map(({ uri, planUri, title, phase }) => ({
    label: title,
    description: phase,
    detail: workspace.asRelativePath(Uri.parse(uri, true)),
    planUri,
  }));
  const record = await window.showQuickPick(items, {
    title: 'Show Migration Plan',
    placeHolder: 'Which migration?',
    matchOnDetail: true,
  });
  if (record) await showReport(record.planUri);
}
