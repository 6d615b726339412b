import { Agent, createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { poll } from './poll.ts';

/** One replica as the proxy sees it. */
export interface Backend {
  readonly port: number;
  ready: boolean;
  inFlight: number;
}

/** Spreads requests over the replicas that are ready, in turn. */
export interface LoadBalancer {
  readonly port: number;
  readonly add: (backend: Backend) => void;
  /** Gives the replica no more requests, and waits until it has answered those that it has. */
  readonly drain: (backend: Backend) => Promise<void>;
  readonly close: () => Promise<void>;
}

const ANSWER_WITHIN = 30_000;
const AGENT = new Agent({ keepAlive: false });

/** A proxy on a free port of the loopback interface. It never asks a second replica: a failed request is seen. */
export async function startProxy(): Promise<LoadBalancer> {
  const backends = new Set<Backend>();
  let turn = 0;
  const server = createServer((incoming, answer) => {
    const ready = [...backends].filter((it) => it.ready);
    const backend = ready[turn++ % Math.max(ready.length, 1)];
    if (backend) forward(backend, incoming, answer);
    else refuse(answer, 503, 'no replica is ready');
  });
  // A connection that idles while this process is busy would be closed just when a client uses it again.
  server.keepAliveTimeout = 0;
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    add: (backend) => {
      backends.add(backend);
    },
    drain: async (backend) => {
      backend.ready = false;
      backends.delete(backend);
      await poll(() => (backend.inFlight === 0 ? true : undefined), ANSWER_WITHIN);
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function forward(backend: Backend, incoming: IncomingMessage, answer: ServerResponse): void {
  const { method, url, headers } = incoming;
  backend.inFlight++;
  answer.once('close', () => {
    backend.inFlight--;
  });
  const outgoing = request(
    {
      host: '127.0.0.1',
      port: backend.port,
      method,
      path: url,
      headers,
      agent: AGENT,
      timeout: ANSWER_WITHIN,
    },
    (response) => {
      answer.writeHead(response.statusCode ?? 502, response.headers);
      response.pipe(answer);
    },
  );
  outgoing.once('timeout', () => outgoing.destroy(new Error('no answer in time')));
  outgoing.once('error', (error) => refuse(answer, 502, error.message));
  incoming.pipe(outgoing);
}

function refuse(answer: ServerResponse, status: number, why: string): void {
  if (!answer.headersSent) answer.writeHead(status, { 'content-type': 'text/plain' });
  answer.end(why);
}
