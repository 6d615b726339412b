import type { Handler } from '../handler.ts';

/** Folders that join or leave the workspace. */
export const workspaceFolders: Handler = {
  capabilities: () => ({}),

  register() {
    // The connection offers the event only after `initialized`.
  },

  started({ connection, workspace, client, guard }) {
    if (!client.workspaceFolders) return;
    connection.workspace.onDidChangeWorkspaceFolders(({ added, removed }) => {
      void guard('workspace/didChangeWorkspaceFolders', undefined, undefined, () =>
        workspace.setFolders(
          added.map((it) => it.uri),
          removed.map((it) => it.uri),
        ),
      );
    });
  },
};
