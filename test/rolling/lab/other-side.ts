import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Another service, which checks the credential of who asks it. */
export interface OtherSide {
  readonly port: number;
  /** Credentials that are accepted from now on. */
  readonly accept: (credentials: readonly string[]) => void;
  readonly close: () => Promise<void>;
}

/** Starts it on a free port of the loopback interface. It answers 401 to a bearer that it does not accept. */
export async function startOtherSide(): Promise<OtherSide> {
  let accepted: readonly string[] = [];
  const server = createServer((incoming, answer) => {
    const given = /^Bearer (.*)$/.exec(incoming.headers.authorization ?? '')?.[1];
    answer.writeHead(given !== undefined && accepted.includes(given) ? 204 : 401).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    accept: (credentials) => {
      accepted = credentials;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
