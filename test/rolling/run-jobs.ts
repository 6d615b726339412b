import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { Job, JobEnd } from './scenario-worker.ts';

/** What came of a job, in a process of its own that may itself have ended. */
export interface Done {
  readonly job: Job;
  readonly end: JobEnd;
}

/**
 * Runs scenarios in several processes at once: most of the time of each is waiting for replicas.
 * @param tell is told what came of each, in the order of the jobs
 */
export async function runJobs(
  jobs: readonly Job[],
  workers: number,
  tell: (done: Done) => void,
): Promise<void> {
  const ends: (JobEnd | undefined)[] = jobs.map(() => undefined);
  let next = 0;
  let told = 0;
  const tellInOrder = () => {
    for (let end = ends[told]; end !== undefined; end = ends[told]) {
      const job = jobs[told++];
      if (job) tell({ job, end });
    }
  };
  const work = async () => {
    let worker = startWorker();
    for (let at = next++; at < jobs.length; at = next++) {
      const end = await endOf(worker, jobs[at] as Job);
      if (hasEnded(worker)) worker = startWorker();
      ends[at] = end;
      tellInOrder();
    }
    if (!hasEnded(worker)) worker.disconnect();
  };
  await Promise.all(Array.from({ length: Math.min(workers, jobs.length) }, work));
}

function startWorker(): ChildProcess {
  return fork(fileURLToPath(new URL('scenario-worker.js', import.meta.url)), { serialization: 'advanced' });
}

function hasEnded(worker: ChildProcess): boolean {
  return worker.exitCode !== null || worker.signalCode !== null;
}

/** A worker that ends before it answers is what came of the job. */
function endOf(worker: ChildProcess, job: Job): Promise<JobEnd> {
  return new Promise((resolve) => {
    const begun = performance.now();
    const answered = (end: JobEnd) => {
      worker.off('exit', ended);
      resolve(end);
    };
    const ended = (status: number | null, signal: string | null) => {
      worker.off('message', answered);
      const seconds = (performance.now() - begun) / 1000;
      resolve({ stopped: `its process ended with ${status ?? signal}`, seconds });
    };
    worker.once('message', answered);
    worker.once('exit', ended);
    worker.send(job);
  });
}
