import { DidChangeConfigurationNotification } from 'vscode-languageserver/node';
import { rules } from '../../core/rules/registry.ts';
import { decodeEditorSettings } from '../../options/decode-editor-settings.ts';
import type { Handler, ServerContext } from '../handler.ts';

const RULE_IDS: readonly string[] = rules.map((rule) => rule.id);

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
  for (const folder of workspace.folders) {
    const settings: unknown = await connection.workspace.getConfiguration({
      scopeUri: folder.uri,
      section: 'crossfade',
    });
    const { options, problems } = decodeEditorSettings(settings, RULE_IDS);
    for (const problem of problems) connection.console.warn(`crossfade settings: ${problem}`);
    workspace.setOptions(folder, options);
  }
}
