import { type LogOutputChannel, window } from 'vscode';

/** `action`, whose failure is logged and shown once instead of being passed on. */
export function reported(
  log: LogOutputChannel,
  action: (argument: unknown) => Promise<void>,
): (argument: unknown) => Promise<void> {
  return async (argument) => {
    try {
      await action(argument);
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      log.error(error instanceof Error ? error : message);
      const logs = await window.showErrorMessage(message, 'Show Logs');
      if (logs) log.show();
    }
  };
}
