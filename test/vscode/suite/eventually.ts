import { setTimeout as pause } from 'node:timers/promises';

/**
 * Asks `probe` again and again until it gives something.
 * @param what ends the sentence "timed out waiting for"
 */
export async function eventually<T>(
  what: string,
  probe: () => T | undefined | Promise<T | undefined>,
  deadlineMs = 15_000,
): Promise<T> {
  const deadline = Date.now() + deadlineMs;
  do {
    const value = await probe();
    if (value !== undefined) return value;
    await pause(25);
  } while (Date.now() < deadline);
  throw new Error(`timed out waiting for ${what}`);
}
