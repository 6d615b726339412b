import { setTimeout as pause } from 'node:timers/promises';

/** What the clients have seen. */
export interface Served {
  readonly requests: number;
  /** The proxy had to answer an error, or none at all. */
  readonly failed: number;
  /** The answer came, with a value that the service should not hold. */
  readonly wrong: number;
  /** The first few of both, for people. */
  readonly examples: readonly string[];
}

/** One request of a client: whether the answer is right, or why it is not. */
export type Asked = (
  base: string,
) => Promise<'ok' | { readonly failed: string } | { readonly wrong: string }>;

/** Clients that never stop asking, until they are told to. */
export interface Load {
  readonly served: () => Served;
  readonly stop: () => Promise<Served>;
}

const CLIENTS = 3;
const BETWEEN = 25;
const EXAMPLES = 5;

/** Starts the clients against a port of the loopback interface. */
export function startLoad(port: number, ask: Asked): Load {
  const counts = { requests: 0, failed: 0, wrong: 0 };
  const examples: string[] = [];
  let stopped = false;
  const note = (text: string) => {
    if (examples.length < EXAMPLES && !examples.includes(text)) examples.push(text);
  };
  const client = async () => {
    while (!stopped) {
      const answer = await ask(`http://127.0.0.1:${port}`);
      counts.requests++;
      if (answer !== 'ok') {
        if ('failed' in answer) counts.failed++;
        else counts.wrong++;
        note('failed' in answer ? answer.failed : answer.wrong);
      }
      await pause(BETWEEN);
    }
  };
  const clients = Array.from({ length: CLIENTS }, client);
  const served = () => ({ ...counts, examples });
  return {
    served,
    stop: async () => {
      stopped = true;
      await Promise.all(clients);
      return served();
    },
  };
}

/** Asks for what the service holds, and compares it with what it should hold at this moment. */
export function askForValue(accepted: () => readonly unknown[]): Asked {
  return async (base) => {
    // The value may move while the answer is on its way, where that is meant.
    const before = accepted();
    const answer = await fetch(`${base}/in-use`).catch((error: Error) => error);
    if (answer instanceof Error) return { failed: causeOf(answer) };
    if (answer.status !== 200) return { failed: `${answer.status} ${await answer.text()}` };
    const { value } = (await answer.json()) as { readonly value: unknown };
    const right = [...before, ...accepted()].some((it) => JSON.stringify(it) === JSON.stringify(value));
    return right ? 'ok' : { wrong: `the service holds ${JSON.stringify(value)}` };
  };
}

/** What lies behind `fetch failed`. */
export function causeOf({ message, cause }: Error): string {
  return cause instanceof Error ? `${message}: ${cause.message}` : message;
}
