import { DidChangeConfigurationNotification } from 'vscode-languageserver/node';
import type { Handler, ServerContext } from '../handler.ts';

/** The editor's `crossfade.*` settings, per folder. A configuration file of the repository wins over them. */
export const configuration: Handler = {
  capabilities: () => ({}),

  register(context) {
    context.connection.onDidChangeConfiguration(() => {
      void context.guard('workspace/didChangeConfiguration', undefined, undefined, () => readAll(context));
    });
  },

  async started(context) {
    if (context.client.editorSettingsDynamically) {
      await context.connection.client.register(DidChangeConfigurationNotification.type, {
        section: 'crossfade',
      });
    }
    await readAll(context);
  },
};

async function readAll({ connection, workspace, client }: ServerContext): Promise<void> {
  if (!client.configuration) return;
  // Loaded when it is needed, so that `initialize` is answered before.
  const [{ rules }, { decodeEditorSettings }] = await Promise.all([
    import('../../core/rules/registry.ts'),
    import('../../options/decode-editor-settings.ts'),
  ]);
  const ruleIds = rules.map((rule) => rule.id);
  for (const folder of workspace.folders) {
    const settings: unknown = await connection.workspace.getConfiguration({
      scopeUri: folder.uri,
      section: 'crossfade',
    });
    const { options, problems } = decodeEditorSettings(settings, ruleIds);
    for (const problem of problems) connection.console.warn(`crossfade settings: ${problem}`);
    workspace.setOptions(folder, options);
  }
}
