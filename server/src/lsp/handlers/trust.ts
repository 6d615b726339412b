import type { Handler } from '../handler.ts';

/** `crossfade/trustGranted`: facts from git may be used from now on. */
export const trust: Handler = {
  capabilities: () => ({}),

  register({ connection, workspace }) {
    connection.onNotification('crossfade/trustGranted', () => workspace.setTrusted(true));
  },
};
