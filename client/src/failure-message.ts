import { commands, window } from 'vscode';

const RESTART = 'Restart';
const LOGS = 'Show Logs';

/** Shows that the server does not run, with what can be done about it. */
export async function showServerFailure(message: string): Promise<void> {
  const action = await window.showErrorMessage(message, RESTART, LOGS);
  if (action === RESTART) await commands.executeCommand('crossfade.restartLanguageServer');
  if (action === LOGS) await commands.executeCommand('crossfade.showLogs');
}
