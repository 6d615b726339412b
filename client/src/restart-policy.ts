import { CloseAction, ErrorAction, type ErrorHandler } from 'vscode-languageclient/node';

const LIMIT = 4;
const WINDOW_MS = 3 * 60 * 1000;

/**
 * Restarts a server that ended by itself, up to four times within three minutes; after that `giveUp` is
 * called once and nothing more is tried. A broken message is survived.
 * @param giveUp gets the sentence for the user
 * @param now milliseconds, as `Date.now`
 */
export function restartPolicy(giveUp: (message: string) => void, now: () => number = Date.now): ErrorHandler {
  let ends: readonly number[] = [];
  return {
    error: () => ({ action: ErrorAction.Continue, handled: true }),
    closed: () => {
      ends = [...ends.filter((end) => now() - end < WINDOW_MS), now()];
      if (ends.length <= LIMIT) return { action: CloseAction.Restart, handled: true };
      giveUp(`The Crossfade language server ended ${ends.length} times within three minutes`);
      return { action: CloseAction.DoNotRestart, handled: true };
    },
  };
}
