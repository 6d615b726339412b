import type { Handler, ServerContext } from '../handler.ts';

const PLAN = /^crossfade:\/{0,3}plan\/(.+)\.md$/;

/** `workspace/textDocumentContent`: read-only reports of the scheme `crossfade`. */
export const textDocumentContent: Handler = {
  capabilities: (client) =>
    client.showsVirtualDocuments ? { workspace: { textDocumentContent: { schemes: ['crossfade'] } } } : {},

  register(context) {
    const { connection, client, guard } = context;
    if (!client.showsVirtualDocuments) return;
    connection.workspace.textDocumentContent.on((params, token) =>
      guard('workspace/textDocumentContent', token, { text: '' }, async () => {
        const id = PLAN.exec(decodeURIComponent(params.uri))?.[1];
        return { text: id === undefined ? 'There is no such report.\n' : await planText(context, id) };
      }),
    );
  },
};

/** The plan of a record that exists, or of a migration that somebody is looking at. */
async function planText(context: ServerContext, id: string): Promise<string> {
  for (const folder of context.workspace.folders) {
    const analysis = await context.workspace.analysis(folder);
    const found = analysis.recordsNamed([id]);
    const [record] = found.ok ? found.records : [];
    if (!record) continue;
    const answer = analysis.recordState(record, 'claimed');
    return answer.ok ? `${analysis.recordMarkdown(answer.state)}\n` : `${answer.message}\n`;
  }
  const asked = context.plans.get(id);
  if (!asked) return 'This plan is no longer known; generate the migration again.\n';
  const analysis = await context.workspace.analysis(asked.folder);
  const planned = analysis.planMigration(asked.ask);
  return planned.ok ? `${analysis.plannedMarkdown(asked.title, planned)}\n` : `${planned.message}\n`;
}
