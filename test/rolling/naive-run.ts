import type { Random } from '../oracle/random.ts';
import { type AcceptanceGrid, askAcceptance, askGrid, type ModelGrid } from './ask-grid.ts';
import { askPreflight, type Foretold } from './ask-preflight.ts';
import { gridDifferences, preflightDifferences, saidToFail } from './disagreements.ts';
import type { Start } from './lab/deployment.ts';
import { type Lab, startLab } from './lab/lab.ts';
import { askForValue } from './lab/load.ts';
import type { ReplicaHost } from './lab/replica-host.ts';
import { makeRepository, type Repository } from './lab/repository.ts';
import { serviceFiles } from './lab/service.ts';
import { tokenClients } from './lab/tokens.ts';
import { isRight, judgeStarts, outcomeOf, type RunOutcome } from './run-outcome.ts';
import type { NaiveScenario } from './scenario.ts';
import { type Shipped, shippedNow } from './ship.ts';
import { talkOf } from './talk.ts';
import type { Told } from './told.ts';

/**
 * Makes a change in one step on a live deployment, in both orders in which code and environment can arrive: first the
 * code, which is then taken back, and then the environment, on which the old replicas start again before the code
 * comes and goes once more.
 */
export async function runNaive(
  scenario: NaiveScenario,
  host: ReplicaHost,
  random: Random,
): Promise<RunOutcome> {
  const { moved } = scenario;
  const meant = { from: scenario.right, to: moved === undefined ? scenario.right : [moved] };
  const right = [...new Set([...meant.from, ...meant.to])];
  const repository = await makeRepository(serviceFiles(scenario.shape));
  try {
    const today = await shippedNow(repository, 'today');
    await repository.tagDeployed(today.commit);
    const grids = await gridsOf(repository, scenario);
    await scenario.change(repository);
    const next = await shippedNow(repository, 'in one step');
    const foretold = await askPreflight(repository, today, next);
    const clients = scenario.signs ? tokenClients(random) : undefined;
    const lab = await startLab(host, random, today, clients?.ask ?? askForValue(() => right));
    let ended: Awaited<ReturnType<Lab['end']>>;
    try {
      await bothOrders(lab, today, next);
    } finally {
      ended = await lab.end();
    }
    const { starts, served } = ended;
    const between = { from: today, to: next, right };
    const judged = judgeStarts(scenario, starts);
    const problems = [
      ...(grids.model ? gridDifferences(grids.model, starts, between, meant) : []),
      ...(scenario.beyondSettings ? [] : preflightDifferences(foretold, starts, between)),
    ];
    const { signs } = scenario;
    const talk =
      clients && signs && grids.acceptance
        ? { talk: talkOf(clients.looked(), judged, signs, grids.acceptance) }
        : {};
    const told = toldOf({ ...scenario, right }, foretold, ended);
    const { model } = grids;
    return outcomeOf(
      { ...scenario, right },
      served,
      judged,
      { plan: 'in one step', problems, told, ...talk },
      (start) => model && saidToFail(model, start, between),
    );
  } finally {
    repository.remove();
  }
}

async function gridsOf(
  repository: Repository,
  scenario: NaiveScenario,
): Promise<{ readonly model?: ModelGrid; readonly acceptance?: AcceptanceGrid }> {
  return scenario.signs
    ? { acceptance: await askAcceptance(repository, scenario) }
    : { model: await askGrid(repository, scenario) };
}

/** The deploy went well where nobody noticed it; the way back, where all that came back runs as before. */
function toldOf(
  { name, right }: NaiveScenario,
  { deploy, rollback }: Foretold,
  { starts, served }: Awaited<ReturnType<Lab['end']>>,
): readonly Told[] {
  const fine = (it: Start) => isRight(it.fate, right);
  const back = starts.filter((it) => it.why === 'rollback');
  return [
    { step: name, verdict: deploy, well: served.failed + served.wrong === 0 && starts.every(fine) },
    { step: `${name}, back`, verdict: rollback, well: back.length > 0 && back.every(fine) },
  ];
}

async function bothOrders({ deployment, random }: Lab, today: Shipped, next: Shipped): Promise<void> {
  const meet = (code: Shipped, values: Shipped) =>
    deployment.surround({ ...values.surroundings, accepted: code.surroundings.accepted });
  meet(next, today);
  await deployment.roll(next.release, 'deploy');
  await deployment.restartSome(random, 2);
  meet(today, today);
  await deployment.roll(today.release, 'rollback');
  meet(today, next);
  await deployment.restartAll(random);
  meet(next, next);
  await deployment.roll(next.release, 'deploy');
  meet(today, next);
  await deployment.roll(today.release, 'rollback');
}
