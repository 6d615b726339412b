import { setTimeout as pause } from 'node:timers/promises';

/** Asks again and again until there is an answer; undefined when there is none before the deadline. */
export async function poll<T>(
  ask: () => Promise<T | undefined> | T | undefined,
  milliseconds: number,
): Promise<T | undefined> {
  const deadline = Date.now() + milliseconds;
  for (;;) {
    const answer = await ask();
    if (answer !== undefined) return answer;
    if (Date.now() > deadline) return undefined;
    await pause(20);
  }
}
