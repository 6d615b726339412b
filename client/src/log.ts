import { type LogOutputChannel, window } from 'vscode';

/** The one output channel of the extension: what the client and the server log, by level. */
export function createLog(): LogOutputChannel {
  return window.createOutputChannel('Crossfade', { log: true });
}
