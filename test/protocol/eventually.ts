/**
 * Asks again and again until the answer is there, at most `deadline` milliseconds.
 * @param ask gives undefined, null or false while it is not there yet
 */
export async function eventually<T>(
  what: string,
  ask: () => T | Promise<T>,
  deadline = 10_000,
): Promise<NonNullable<T>> {
  const end = Date.now() + deadline;
  for (;;) {
    const answer = await ask();
    if (answer !== undefined && answer !== null && answer !== false) return answer;
    if (Date.now() > end) throw new Error(`not within ${deadline} ms: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}
