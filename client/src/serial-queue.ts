/** Runs tasks one after the other. */
export interface SerialQueue {
  /** Runs `task` when everything before it has ended, well or badly. */
  readonly add: (task: () => Promise<void>) => Promise<void>;
  /** Like `add`, but while `task` still waits a further call is the same. */
  readonly addOnce: (task: () => Promise<void>) => Promise<void>;
}

/** An empty queue. */
export function serialQueue(): SerialQueue {
  let last: Promise<void> = Promise.resolve();
  const waiting = new Map<() => Promise<void>, Promise<void>>();
  const add = (task: () => Promise<void>): Promise<void> => {
    const run = last.then(task);
    // Whoever added the task sees its failure; the next one only waits for its end.
    last = run.catch(() => undefined);
    return run;
  };
  return {
    add,
    addOnce: (task) => {
      const queued = waiting.get(task);
      if (queued) return queued;
      const run = add(() => {
        waiting.delete(task);
        return task();
      });
      waiting.set(task, run);
      return run;
    },
  };
}
