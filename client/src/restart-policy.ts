import { CloseAction, ErrorAction, type ErrorHandler } from 'vscode-languageclient/node';

const LIMIT = 4;
const WINDOW_MS = 3 * 60 * 1000;

/** What the policy needs to know and to tell. */
export interface RestartHost {
  /** Whether the server has answered `initialize` before. */
  readonly hasRun: () => boolean;
  /** Gets the sentence for the user when nothing more is tried. */
  readonly giveUp: (message: string) => void;
}

/**
 * Restarts a server that ended by itself, up to four times within three minutes. One that never ran is not
 * started again, and a broken message is survived.
 * @param now milliseconds, as `Date.now`
 */
export function restartPolicy({ hasRun, giveUp }: RestartHost, now: () => number = Date.now): ErrorHandler {
  let ends: readonly number[] = [];
  return {
    error: () => ({ action: ErrorAction.Continue, handled: true }),
    closed: () => {
      if (!hasRun()) return { action: CloseAction.DoNotRestart, handled: true };
      ends = [...ends.filter((end) => now() - end < WINDOW_MS), now()];
      if (ends.length <= LIMIT) return { action: CloseAction.Restart, handled: true };
      giveUp(`The Crossfade language server ended ${ends.length} times within three minutes`);
      return { action: CloseAction.DoNotRestart, handled: true };
    },
  };
}
