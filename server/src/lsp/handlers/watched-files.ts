import { DidChangeWatchedFilesNotification } from 'vscode-languageserver/node';
import type { Handler } from '../handler.ts';

/** Changes on disk, as the client sees them. */
export const watchedFiles: Handler = {
  capabilities: () => ({}),

  register({ connection, workspace, guard }) {
    connection.onDidChangeWatchedFiles(({ changes }) => {
      void guard('workspace/didChangeWatchedFiles', undefined, undefined, () =>
        workspace.filesChanged(changes.map((change) => change.uri)),
      );
    });
  },

  async started({ connection, client }) {
    if (!client.watchesFilesDynamically) return;
    await connection.client.register(DidChangeWatchedFilesNotification.type, {
      watchers: [{ globPattern: '**/*' }],
    });
  },
};
