import type { Handler } from '../handler.ts';

/** `crossfade/trustGranted`: facts from git may be used from now on. */
export const trust: Handler = {
  capabilities: () => ({}),

  register({ connection, workspace, guard }) {
    connection.onNotification('crossfade/trustGranted', () => {
      void guard('crossfade/trustGranted', undefined, undefined, () => workspace.setTrusted(true));
    });
  },
};
