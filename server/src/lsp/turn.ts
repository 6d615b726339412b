/** Lets the event loop take one turn, so that messages that wait are read between two pieces of work. */
export function turn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
