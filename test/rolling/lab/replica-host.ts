import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';

/** A process that was started: where it listens, and a promise of its exit status. */
export interface Started {
  readonly pid: number;
  readonly port: number;
  readonly ended: Promise<number>;
}

/** Starts replicas, and ends those that still run when it is closed. */
export interface ReplicaHost {
  readonly start: (it: {
    readonly folder: string;
    readonly environment: Readonly<Record<string, string>>;
    readonly log: string;
  }) => Promise<Started>;
  readonly close: () => Promise<void>;
}

interface Waiting {
  readonly started: (it: Started) => void;
  readonly ended: (status: number) => void;
  readonly end: Promise<number>;
}

type Answer =
  | { readonly id: number; readonly pid: number; readonly port: number }
  | { readonly id: number; readonly status: number };

/** A Python that has imported the libraries, and forks a replica for each start. */
export function replicaHost(python: string): ReplicaHost {
  const process_ = spawn(python, ['-B', 'test/rolling/lab/replica-host.py'], {
    stdio: ['pipe', 'pipe', 'inherit'],
  }) as unknown as ChildProcessWithoutNullStreams;
  const waiting = new Map<number, Waiting>();
  const gone = new Promise<void>((resolve) => process_.once('close', () => resolve()));
  let next = 0;
  createInterface({ input: process_.stdout }).on('line', (line) => {
    const answer = JSON.parse(line) as Answer;
    const known = waiting.get(answer.id);
    if (!known) return;
    if ('port' in answer) known.started({ pid: answer.pid, port: answer.port, ended: known.end });
    else known.ended(answer.status);
  });
  return {
    start: (it) =>
      new Promise((started) => {
        const id = next++;
        let ended: (status: number) => void = () => undefined;
        const end = new Promise<number>((resolve) => {
          ended = resolve;
        });
        waiting.set(id, { started, ended, end });
        process_.stdin.write(`${JSON.stringify({ id, ...it })}\n`);
      }),
    close: () => {
      process_.stdin.end();
      return gone;
    },
  };
}
