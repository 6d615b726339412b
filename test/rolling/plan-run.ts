import assert from 'node:assert/strict';
import type { Random } from '../oracle/random.ts';
import { askPreflight } from './ask-preflight.ts';
import { type Lab, startLab } from './lab/lab.ts';
import type { ReplicaHost } from './lab/replica-host.ts';
import { makeRepository, type Repository } from './lab/repository.ts';
import { serviceFiles } from './lab/service.ts';
import { outcomeOf, type RunOutcome } from './run-outcome.ts';
import type { Scenario } from './scenario.ts';
import { type Shipped, ship, shippedNow } from './ship.ts';
import { signRecord } from './sign-record.ts';

export interface RunOptions {
  /** True: no phase is taken back. */
  readonly once?: boolean;
}

/**
 * Carries a generated plan out on a live deployment, phase by phase, through the command line: `gates` before each
 * phase, `advance`, the edits of the environment as they are confirmed by a person. Every phase is shipped, taken back
 * and shipped again.
 */
export async function runPlan(
  scenario: Scenario,
  host: ReplicaHost,
  random: Random,
  { once = false }: RunOptions = {},
): Promise<RunOutcome> {
  const repository = await makeRepository(serviceFiles(scenario.shape));
  try {
    const today = await shippedNow(repository, 'today');
    await repository.tagDeployed(today.commit);
    const lab = await startLab(host, random, today, () => scenario.right);
    let ended: Awaited<ReturnType<Lab['end']>>;
    const problems: string[] = [];
    try {
      problems.push(...(await everyPhase(repository, scenario, lab, today, once)));
    } finally {
      ended = await lab.end();
    }
    return outcomeOf(scenario, ended, problems);
  } finally {
    repository.remove();
  }
}

/** Ships each phase, takes it back and ships it again; gives what went wrong. */
async function everyPhase(
  repository: Repository,
  scenario: Scenario,
  lab: Lab,
  today: Shipped,
  once: boolean,
): Promise<readonly string[]> {
  const problems: string[] = [];
  const id = await create(repository, scenario);
  let out = today;
  for (const phase of ['expand', 'migrate', 'contract'] as const) {
    if (phase !== 'expand') await advance(repository, id, phase);
    const next = await shippedNow(repository, phase);
    for (const back of once ? [false] : [false, true, false]) {
      const [from, to] = back ? [next, out] : [out, next];
      const step = `${phase}${back ? ' taken back' : ''}`;
      const { deploy, replicas } = await askPreflight(repository, from, to);
      // It may not know; it may not be wrong.
      if (deploy === 'no')
        problems.push(`${step}: preflight says ${deploy}: ${replicas.map((it) => it.why).join()}`);
      if (!(await ship(lab, from, to, back))) problems.push(`${step}: a replica does not start`);
    }
    await repository.tagDeployed(next.commit);
    out = next;
  }
  return problems;
}

async function create(repository: Repository, scenario: Scenario): Promise<string> {
  const { answers = {}, migrate, plan } = scenario;
  repository.write('.answers.json', JSON.stringify({ owner: '@orders', ...answers }));
  const asked = ['migrate', ...migrate, '--plan', plan, '--answers', '.answers.json'];
  const ran = await repository.crossfade(...asked, '--include-production', '--format', 'json');
  assert.equal(ran.status, 0, `crossfade ${asked.join(' ')}: ${ran.error}${ran.out}`);
  const { id, record } = JSON.parse(ran.out) as { readonly id: string; readonly record: string };
  signRecord(repository, record);
  return id;
}

/** Asks the gates of the next phase, which have to hold, and takes it. */
async function advance(repository: Repository, id: string, phase: string): Promise<void> {
  const gates = await repository.crossfade('gates', id, '--next');
  assert.equal(gates.status, 0, `gates of ${phase}: ${gates.error}${gates.out}`);
  const ran = await repository.crossfade('advance', id, '--include-production');
  assert.equal(ran.status, 0, `advance to ${phase}: ${ran.error}${ran.out}`);
}
