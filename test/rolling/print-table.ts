import { parseArgs } from 'node:util';
import { randomFrom } from '../oracle/random.ts';
import { replicaHost } from './lab/replica-host.ts';
import { runNaive } from './naive-run.ts';
import { runPlan } from './plan-run.ts';
import type { RunOutcome } from './run-outcome.ts';
import { NAIVE_SCENARIOS, SCENARIOS } from './scenarios/all.ts';
import { agrees } from './told.ts';
import { naiveFaults, planFaults } from './verdict.ts';

/** Runs every scenario on a live deployment and prints what became of each; exit status 1 where one is not as said. */
const { values } = parseArgs({ options: { seed: { type: 'string' }, only: { type: 'string' } } });
const seed = Number(values.seed ?? 1);
const python = process.env.CROSSFADE_PYTHON;
if (!python) throw new Error('CROSSFADE_PYTHON names no Python');
const wanted = <T extends { readonly name: string }>(all: readonly T[]) =>
  all.filter((it) => it.name.includes(values.only ?? ''));

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
] as const;

const host = replicaHost(python);
const faults: string[] = [];
let requests = 0;
let starts = 0;
print(COLUMNS.map(([name]) => name));
try {
  for (const it of wanted(NAIVE_SCENARIOS))
    await note(it.name, () => runNaive(it, host, randomFrom(seed)), naiveFaults);
  for (const it of wanted(SCENARIOS))
    await note(it.name, () => runPlan(it, host, randomFrom(seed)), planFaults);
} finally {
  await host.close();
}
process.stdout.write(
  `\npredicted, seen: starts of a replica that fail or hold a wrong value. ${starts} starts, ${requests} requests\n`,
);
for (const it of faults) process.stdout.write(`${it}\n`);
process.exitCode = faults.length === 0 ? 0 : 1;

/** A run that stops is a fault, and the others go on. */
async function note(
  scenario: string,
  run: () => Promise<RunOutcome>,
  judge: (outcome: RunOutcome) => readonly string[],
): Promise<void> {
  try {
    const outcome = await run();
    row(outcome);
    blame(`${scenario}, ${outcome.plan}`, judge(outcome));
  } catch (error) {
    blame(scenario, [error instanceof Error ? error.message : String(error)]);
  }
}

function blame(run: string, found: readonly string[]): void {
  for (const it of found) process.stdout.write(`  not as said: ${it}\n`);
  faults.push(...found.map((it) => `${run}: ${it}`));
}

function row(outcome: RunOutcome): void {
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
  print([name, plan, ...counts, said.join(', '), agreed]);
}

function print(cells: readonly (string | number)[]): void {
  const padded = COLUMNS.map(([, width], index) => {
    const text = String(cells[index]);
    return index < 2 ? text.padEnd(width) : text.padStart(width);
  });
  process.stdout.write(`${padded.join('  ').trimEnd()}\n`);
}
