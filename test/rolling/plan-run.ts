import assert from 'node:assert/strict';
import { isDeepStrictEqual } from 'node:util';
import type { Random } from '../oracle/random.ts';
import { askPreflight, type Verdict } from './ask-preflight.ts';
import { type Lab, startLab } from './lab/lab.ts';
import type { ReplicaHost } from './lab/replica-host.ts';
import { makeRepository, type Repository } from './lab/repository.ts';
import { serviceFiles } from './lab/service.ts';
import { outcomeOf, type RunOutcome } from './run-outcome.ts';
import type { Phase, Scenario } from './scenario.ts';
import { type Shipped, ship, shippedNow } from './ship.ts';
import { signRecord } from './sign-record.ts';

const PHASES: readonly Phase[] = ['expand', 'migrate', 'contract'];

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
    const moment: Moment = { phase: 'expand' };
    const lab = await startLab(host, random, today, () => rightAt(scenario, moment.phase));
    const problems: string[] = [];
    const foretold: Verdict[] = [];
    let ended: Awaited<ReturnType<Lab['end']>>;
    try {
      const id = await create(repository, scenario);
      await everyPhase({ id, scenario, repository, lab, out: today, moment, foretold, problems }, once);
    } finally {
      ended = await lab.end();
    }
    const right = rightAt(scenario, 'contract');
    return outcomeOf({ ...scenario, right }, ended, { problems, foretold });
  } finally {
    repository.remove();
  }
}

interface Moment {
  phase: Phase;
}

/** What may be answered in a phase: what a change is made for, from the phase on that brings it. */
function rightAt({ right, moves }: Scenario, phase: Phase): readonly unknown[] {
  const moved = moves && PHASES.indexOf(phase) >= PHASES.indexOf(moves.from);
  return moved ? [...right, moves.to] : right;
}

/** A plan on its way: where it stands, what was said before each step, and what went wrong. */
interface Walk {
  readonly scenario: Scenario;
  readonly repository: Repository;
  readonly lab: Lab;
  readonly id: string;
  out: Shipped;
  readonly moment: Moment;
  readonly foretold: Verdict[];
  readonly problems: string[];
}

/** Ships each phase, takes it back and ships it again. */
async function everyPhase(walk: Walk, once: boolean): Promise<void> {
  const { repository, id, problems } = walk;
  for (const phase of PHASES) {
    const before = walk.out;
    walk.moment.phase = phase;
    if (phase !== 'expand') await advance(walk, phase);
    await bring(walk, phase, false);
    if (once) continue;
    const ran = await repository.crossfade('rollback', id, '--include-production');
    assert.equal(ran.status, 0, `rollback of ${phase}: ${ran.error}${ran.out}`);
    walk.scenario.byHand?.(repository, phase, true);
    await bring(walk, `${phase} taken back`, true);
    if (!isDeepStrictEqual(stateOf(walk.out), stateOf(before)))
      problems.push(`${phase} taken back is not what was before`);
    await advance(walk, phase);
    await bring(walk, `${phase} again`, false);
  }
}

/** Commits what the command line wrote, asks what it will do, and ships it. */
async function bring(walk: Walk, step: string, back: boolean): Promise<void> {
  const { repository, lab, out: from, problems } = walk;
  const to = await shippedNow(repository, step);
  const { deploy, replicas } = await askPreflight(repository, from, to);
  walk.foretold.push(deploy);
  // It may not know; it may not be wrong.
  if (deploy === 'no') problems.push(`${step}: preflight says no: ${replicas.map((it) => it.why).join()}`);
  if (!back && !isDeepStrictEqual(to.release.files, from.release.files)) await waits(walk, step);
  if (!(await ship(lab, from, to, back))) problems.push(`${step}: a replica does not start`);
  await repository.tagDeployed(to.commit);
  walk.out = to;
}

/** Nothing goes on before the code of a phase is out. */
async function waits({ repository, id, problems }: Walk, step: string): Promise<void> {
  const gates = await repository.crossfade('gates', id, '--next');
  if (gates.status !== 1) problems.push(`${step}: the next phase is allowed before the code is out`);
}

async function create(repository: Repository, scenario: Scenario): Promise<string> {
  const { answers = {}, migrate, plan } = scenario;
  repository.write('.answers.json', JSON.stringify({ owner: '@orders', ...answers }));
  const asked = ['migrate', ...migrate, '--plan', plan, '--answers', '.answers.json'];
  const ran = await repository.crossfade(...asked, '--include-production', '--format', 'json');
  assert.equal(ran.status, 0, `crossfade ${asked.join(' ')}: ${ran.error}${ran.out}`);
  const { id, record } = JSON.parse(ran.out) as { readonly id: string; readonly record: string };
  signRecord(repository, record);
  scenario.byHand?.(repository, 'expand', false);
  return id;
}

/** Asks the gates of the next phase, which have to hold, and takes it. */
async function advance({ repository, scenario, id }: Walk, phase: Phase): Promise<void> {
  if (phase !== 'expand') scenario.byHand?.(repository, phase, false);
  const gates = await repository.crossfade('gates', id, '--next');
  assert.equal(gates.status, 0, `gates of ${phase}: ${gates.error}${gates.out}`);
  const ran = await repository.crossfade('advance', id, '--include-production');
  assert.equal(ran.status, 0, `advance to ${phase}: ${ran.error}${ran.out}`);
  if (phase === 'expand') scenario.byHand?.(repository, phase, false);
}

function stateOf({ release, surroundings }: Shipped) {
  return { files: release.files, surroundings };
}
