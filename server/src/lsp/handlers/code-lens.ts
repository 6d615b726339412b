import type { CodeLens } from 'vscode-languageserver/node';
import type { RecordLens } from '../../core/features/record-lenses.ts';
import { toRange } from '../convert.ts';
import type { Handler } from '../handler.ts';

/** `textDocument/codeLens`: what can be done about a record. The commands are the extension's own. */
export const codeLens: Handler = {
  capabilities: (client) => (client.promptsForMigrations ? { codeLensProvider: {} } : {}),

  register({ connection, workspace, client, guard }) {
    if (!client.promptsForMigrations) return;
    connection.onCodeLens((params, token) =>
      guard('textDocument/codeLens', token, null, async () => {
        const located = workspace.locate(params.textDocument.uri);
        if (!located) return null;
        const { folder, path } = located;
        const analysis = await workspace.analysis(folder);
        return analysis.recordLenses(path).map((lens): CodeLens => {
          const target = { id: lens.id, folder: folder.uri };
          const argument = lens.path === undefined ? target : { ...target, path: lens.path };
          return {
            range: toRange(analysis, path, lens.span),
            // A lens shows no code, so the backticks of messages go.
            command: {
              title: `${ICONS[lens.action]} ${lens.title.replaceAll('`', '')}`,
              command: COMMANDS[lens.action],
              arguments: [argument],
            },
          };
        });
      }),
    );
  },
};

const ICONS: Readonly<Record<RecordLens['action'], string>> = {
  advance: '$(arrow-right)',
  gates: '$(lock)',
  resume: '$(arrow-right)',
  environment: '$(edit)',
  rollback: '$(discard)',
};

const COMMANDS: Readonly<Record<RecordLens['action'], string>> = {
  advance: 'crossfade.advanceMigration',
  gates: 'crossfade.checkMigrationGates',
  resume: 'crossfade.resumeMigration',
  environment: 'crossfade.resumeMigration',
  rollback: 'crossfade.rollBackMigration',
};
