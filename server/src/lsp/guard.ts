import { type CancellationToken, type Connection, LSPErrorCodes, ResponseError } from 'vscode-languageserver/node';

/**
 * Runs the work of one request. A cancelled request is answered so; an error is logged once with the method and its
 * duration, never with content, and answered with the fallback.
 */
export type Guard = <T>(
  method: string,
  token: CancellationToken | undefined,
  fallback: T,
  work: () => T | Promise<T>,
) => Promise<T | ResponseError<never>>;

export function guardWith(connection: Connection): Guard {
  const reported = new Set<string>();
  return async (method, token, fallback, work) => {
    if (token?.isCancellationRequested) return cancelled();
    const started = performance.now();
    try {
      const result = await work();
      return token?.isCancellationRequested ? cancelled() : result;
    } catch (error) {
      const name = error instanceof Error ? error.name : 'error';
      const place = error instanceof Error ? firstFrame(error) : '';
      const line = `${method} failed after ${Math.round(performance.now() - started)} ms: ${name}${place}`;
      if (!reported.has(`${method}${name}${place}`)) connection.console.error(line);
      reported.add(`${method}${name}${place}`);
      return fallback;
    }
  };
}

function cancelled(): ResponseError<never> {
  return new ResponseError<never>(LSPErrorCodes.RequestCancelled, 'cancelled');
}

/** Function and line of the topmost frame; the message itself may quote a file. */
function firstFrame(error: Error): string {
  const frame = /^\s+at (?:async )?(\S+).*?([^/\\]+:\d+:\d+)\)?$/m.exec(error.stack ?? '');
  return frame ? ` in ${frame[1]} (${frame[2]})` : '';
}
