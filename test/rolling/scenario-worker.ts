import { randomFrom } from '../oracle/random.ts';
import { replicaHost } from './lab/replica-host.ts';
import { runNaive } from './naive-run.ts';
import { runPlan } from './plan-run.ts';
import type { RunOutcome } from './run-outcome.ts';
import { NAIVE_SCENARIOS, SCENARIOS } from './scenarios/all.ts';

/** Which scenario a worker is told to run, and from which seed replicas are chosen that start again. */
export interface Job {
  readonly way: 'in one step' | 'by plan';
  readonly name: string;
  readonly seed: number;
}

/** What came of one: its outcome, or why it stopped. */
export type JobEnd =
  | { readonly outcome: RunOutcome; readonly seconds: number }
  | { readonly stopped: string; readonly seconds: number };

/** Runs one scenario after the other in a process of its own, until the parent disconnects. */
const python = process.env.CROSSFADE_PYTHON;
if (!python || !process.send)
  throw new Error('scenario-worker is started by print-table with CROSSFADE_PYTHON');
const host = replicaHost(python);

process.on('message', (job: Job) => {
  void end(job).then((it) => process.connected && process.send?.(it));
});
const leave = () => void host.close().then(() => process.exit());
process.on('disconnect', leave);
// The parent may have ended while this file was being loaded.
if (!process.connected) leave();

async function end(job: Job): Promise<JobEnd> {
  const begun = performance.now();
  const seconds = () => (performance.now() - begun) / 1000;
  try {
    const outcome = await run(job);
    return { outcome, seconds: seconds() };
  } catch (error) {
    return { stopped: error instanceof Error ? error.message : String(error), seconds: seconds() };
  }
}

function run({ way, name, seed }: Job): Promise<RunOutcome> {
  if (way === 'by plan') return runPlan(named(SCENARIOS, name), host, randomFrom(seed));
  return runNaive(named(NAIVE_SCENARIOS, name), host, randomFrom(seed));
}

function named<T extends { readonly name: string }>(all: readonly T[], name: string): T {
  const found = all.find((it) => it.name === name);
  if (!found) throw new Error(`there is no scenario ${name}`);
  return found;
}
