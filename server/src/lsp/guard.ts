import {
  type CancellationToken,
  type Connection,
  ErrorCodes,
  LSPErrorCodes,
  ResponseError,
} from 'vscode-languageserver/node';
import { errorPlace } from '../host/error-place.ts';

/**
 * Runs the work of one request or notification. A cancelled request is answered so; an error is logged once with the
 * method and its duration, never with content, and answered with the fallback.
 */
export type Guard = <T>(
  method: string,
  token: CancellationToken | undefined,
  fallback: T,
  work: () => T | Promise<T>,
) => Promise<T | ResponseError<never>>;

/** @param ended true once the client has asked to shut down: no request is answered after that */
export function guardWith(connection: Connection, ended: () => boolean): Guard {
  const report = reportOnce(connection);
  return async (method, token, fallback, work) => {
    if (token?.isCancellationRequested) return cancelled();
    if (ended()) return new ResponseError<never>(ErrorCodes.InvalidRequest, 'the server is shutting down');
    const started = performance.now();
    try {
      const result = await work();
      return token?.isCancellationRequested ? cancelled() : result;
    } catch (error) {
      // After shutdown the connection may be closed: there is nobody to tell.
      if (ended()) return fallback;
      report(method, `${method} failed after ${Math.round(performance.now() - started)} ms`, error);
      return fallback;
    }
  };
}

/** Writes an error to the client's log the first time that it happens at a place. */
export type ReportError = (subject: string, what: string, error: unknown) => void;

const reports = new WeakMap<Connection, ReportError>();

/** The reporter of a connection: what it has written once it does not write again. */
export function reportOnce(connection: Connection): ReportError {
  const known = reports.get(connection);
  if (known) return known;
  const reported = new Set<string>();
  const report: ReportError = (subject, what, error) => {
    const place = errorPlace(error);
    const key = `${subject} ${place}`;
    if (reported.has(key)) return;
    reported.add(key);
    connection.console.error(`${what}: ${place}`);
  };
  reports.set(connection, report);
  return report;
}

function cancelled(): ResponseError<never> {
  return new ResponseError<never>(LSPErrorCodes.RequestCancelled, 'cancelled');
}
