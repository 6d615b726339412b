import type { Handler, ServerContext } from '../handler.ts';
import { type PlanAddress, planAddress, planKey } from '../plan-address.ts';
import { type ReportAddress, reportAddress } from '../report-address.ts';

/** `workspace/textDocumentContent`: read-only reports of the scheme `crossfade`. */
export const textDocumentContent: Handler = {
  capabilities: (client) =>
    client.showsVirtualDocuments ? { workspace: { textDocumentContent: { schemes: ['crossfade'] } } } : {},

  register(context) {
    const { connection, client, guard } = context;
    if (!client.showsVirtualDocuments) return;
    connection.workspace.textDocumentContent.on((params, token) =>
      guard('workspace/textDocumentContent', token, { text: '' }, async () => {
        const report = reportAddress(params.uri);
        if (report) return { text: await reportText(context, report) };
        const address = planAddress(params.uri);
        return { text: address ? await planText(context, address) : 'There is no such report.\n' };
      }),
    );
  },
};

/** A report as the files are now. */
async function reportText({ workspace }: ServerContext, asked: ReportAddress): Promise<string> {
  const folder = workspace.folders.find((it) => it.uri === asked.folder);
  if (!folder) return 'This folder is not open.\n';
  const analysis = await workspace.analysis(folder);
  if (asked.kind === 'environments') {
    const answer = analysis.matrix({ environments: asked.names });
    return answer.ok
      ? analysis.matrixMarkdown('Settings by environment', answer.matrices)
      : `${answer.message}\n`;
  }
  const [name = '', other = ''] = asked.names;
  if (asked.kind === 'deploy') return folder.loaded().deployPage(name, other);
  if (asked.kind === 'settings') return analysis.settingsMarkdown(name);
  const answer = analysis.jsonSchema(name);
  return answer.ok ? answer.text : `${answer.message}\n`;
}

/** The plan of a record that exists, or of a migration that somebody is looking at. */
async function planText(context: ServerContext, { folder: uri, id }: PlanAddress): Promise<string> {
  const { workspace, plans } = context;
  const folders = workspace.folders.filter((it) => uri === undefined || it.uri === uri);
  for (const folder of folders) {
    const analysis = await workspace.analysis(folder);
    const found = analysis.recordsNamed([id]);
    const [record] = found.ok ? found.records : [];
    if (!record) continue;
    const answer = analysis.recordState(record, 'claimed');
    return answer.ok ? `${analysis.recordMarkdown(answer.state)}\n` : `${answer.message}\n`;
  }
  for (const folder of folders) {
    const asked = plans.get(planKey(folder.uri, id));
    if (!asked) continue;
    const analysis = await workspace.analysis(folder);
    const planned = analysis.planMigration(asked.ask);
    return planned.ok ? `${analysis.plannedMarkdown(asked.title, planned)}\n` : `${planned.message}\n`;
  }
  return 'This plan is no longer known; generate the migration again.\n';
}
