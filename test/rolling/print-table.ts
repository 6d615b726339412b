import { parseArgs } from 'node:util';
import { type Done, runJobs } from './run-jobs.ts';
import type { RunOutcome } from './run-outcome.ts';
import type { Job } from './scenario-worker.ts';
import { NAIVE_SCENARIOS, SCENARIOS } from './scenarios/all.ts';
import { agrees } from './told.ts';
import { naiveFaults, planFaults } from './verdict.ts';

/** Runs every scenario on a live deployment and prints what became of each; exit status 1 where one is not as said. */
const { values } = parseArgs({
  options: { seed: { type: 'string' }, only: { type: 'string', multiple: true }, jobs: { type: 'string' } },
});
const seed = Number(values.seed ?? 1);
if (!process.env.CROSSFADE_PYTHON) throw new Error('CROSSFADE_PYTHON names no Python');
const wanted = (way: Job['way'], all: readonly { readonly name: string }[]): readonly Job[] =>
  all
    .filter((it) => (values.only ?? ['']).some((part) => it.name.includes(part)))
    .map(({ name }) => ({ way, name, seed }));
const jobs = [...wanted('in one step', NAIVE_SCENARIOS), ...wanted('by plan', SCENARIOS)];
const workers = Number(values.jobs ?? 1);

const COLUMNS = [
  ['kind', 24],
  ['plan', 12],
  ['starts', 7],
  ['requests', 9],
  ['predicted', 10],
  ['seen', 5],
  ['failed', 7],
  ['wrong', 6],
  ['preflight', 16],
  ['agrees', 7],
  ['time', 6],
] as const;

const begun = performance.now();
const faults: string[] = [];
let requests = 0;
let starts = 0;
print(COLUMNS.map(([name]) => name));
await runJobs(jobs, workers, note);
process.stdout.write(
  `\npredicted, seen: starts of a replica that fail or hold a wrong value. ${jobs.length} deployments, ${starts} starts, ` +
    `${requests} requests, ${minutes(performance.now() - begun)}\n`,
);
for (const it of faults) process.stdout.write(`${it}\n`);
if (jobs.length === 0) process.stdout.write(`no deployment is named ${values.only?.join(' or ')}\n`);
process.exitCode = faults.length === 0 && jobs.length > 0 ? 0 : 1;

/** A run that stops is a fault, and the others go on. */
function note({ job, end }: Done): void {
  if ('stopped' in end) {
    blame(`${job.name}, ${job.way}`, [end.stopped]);
    return;
  }
  row(end.outcome, end.seconds);
  const judge = job.way === 'by plan' ? planFaults : naiveFaults;
  blame(`${job.name}, ${end.outcome.plan}`, judge(end.outcome));
}

function minutes(milliseconds: number): string {
  const seconds = Math.round(milliseconds / 1000);
  return `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
}

function blame(run: string, found: readonly string[]): void {
  for (const it of found) process.stdout.write(`  not as said: ${it}\n`);
  faults.push(...found.map((it) => `${run}: ${it}`));
}

function row(outcome: RunOutcome, seconds: number): void {
  const { name, plan, served, predicted, seen } = outcome;
  requests += served.requests;
  starts += outcome.starts;
  const said = (['yes', 'no', 'unknown'] as const)
    .map((verdict) => [outcome.told.filter((it) => it.verdict === verdict).length, verdict] as const)
    .filter(([count]) => count > 0)
    .map(([count, verdict]) => `${count} ${verdict}`);
  const counts = [outcome.starts, served.requests, predicted, seen, served.failed, served.wrong];
  const sure = outcome.told.filter((it) => it.verdict !== 'unknown');
  const agreed = `${sure.filter(agrees).length}/${sure.length}`;
  print([name, plan, ...counts, said.join(', '), agreed, `${Math.round(seconds)} s`]);
}

function print(cells: readonly (string | number)[]): void {
  const padded = COLUMNS.map(([, width], index) => {
    const text = String(cells[index]);
    return index < 2 ? text.padEnd(width) : text.padStart(width);
  });
  process.stdout.write(`${padded.join('  ').trimEnd()}\n`);
}
