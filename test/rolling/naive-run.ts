import type { Random } from '../oracle/random.ts';
import { askGrid } from './ask-grid.ts';
import { askPreflight } from './ask-preflight.ts';
import { gridDifferences, preflightDifferences } from './disagreements.ts';
import { type Lab, startLab } from './lab/lab.ts';
import type { ReplicaHost } from './lab/replica-host.ts';
import { makeRepository } from './lab/repository.ts';
import { serviceFiles } from './lab/service.ts';
import { outcomeOf, type RunOutcome } from './run-outcome.ts';
import type { NaiveScenario } from './scenario.ts';
import { type Shipped, shippedNow } from './ship.ts';

/**
 * Makes a change in one step on a live deployment, in both orders in which code and environment can arrive: first the
 * code, which is then taken back, and then the environment, on which the old replicas start again before the code
 * comes.
 */
export async function runNaive(
  scenario: NaiveScenario,
  host: ReplicaHost,
  random: Random,
): Promise<RunOutcome> {
  const repository = await makeRepository(serviceFiles(scenario.shape));
  try {
    const today = await shippedNow(repository, 'today');
    await repository.tagDeployed(today.commit);
    const grid = scenario.planned && (await askGrid(repository, scenario.planned));
    await scenario.change(repository);
    const next = await shippedNow(repository, 'in one step');
    const foretold = await askPreflight(repository, today, next);
    const lab = await startLab(host, random, today, () => scenario.right);
    let ended: Awaited<ReturnType<Lab['end']>>;
    try {
      await bothOrders(lab, today, next);
    } finally {
      ended = await lab.end();
    }
    const change = { today, next, right: scenario.right };
    const { starts } = ended;
    const problems = [
      ...(grid ? gridDifferences(grid, starts, change) : []),
      ...(scenario.beyondSettings ? [] : preflightDifferences(foretold, starts, change)),
    ];
    return outcomeOf(scenario, ended, { problems, foretold: [foretold.deploy] });
  } finally {
    repository.remove();
  }
}

async function bothOrders(lab: Lab, today: Shipped, next: Shipped): Promise<void> {
  const { deployment, random } = lab;
  await deployment.roll(next.release, 'deploy');
  await deployment.restartSome(random, 2);
  await deployment.roll(today.release, 'rollback');
  deployment.surround(next.surroundings);
  await deployment.restartAll(random);
  await deployment.roll(next.release, 'deploy');
}
