import assert from 'node:assert/strict';
import { isDeepStrictEqual } from 'node:util';
import { movesOf } from '../../server/src/core/migration/phase-moves.ts';
import type { Move } from '../../server/src/core/migration/plans.ts';
import type { Random } from '../oracle/random.ts';
import { askGates, heldBack } from './ask-gates.ts';
import { askAcceptance } from './ask-grid.ts';
import { askPreflight } from './ask-preflight.ts';
import { preflightDifferences } from './disagreements.ts';
import { type Lab, startLab } from './lab/lab.ts';
import { askForValue } from './lab/load.ts';
import type { ReplicaHost } from './lab/replica-host.ts';
import { makeRepository, type Repository } from './lab/repository.ts';
import { serviceFiles } from './lab/service.ts';
import { type TokenClients, tokenClients } from './lab/tokens.ts';
import { judgeStarts, outcomeOf, type RunOutcome } from './run-outcome.ts';
import type { Phase, Scenario } from './scenario.ts';
import { type Shipped, ship, shippedNow, type Way } from './ship.ts';
import { signRecord } from './sign-record.ts';
import { talkOf } from './talk.ts';
import { type Told, watch } from './told.ts';

const PHASES: readonly Phase[] = ['expand', 'migrate', 'contract'];

/** Days after which nobody goes back any more: one more than records keep the old keys for. */
const KEPT = 15;

export interface RunOptions {
  /** True: no phase is taken back. */
  readonly once?: boolean;
}

/**
 * Carries a generated plan out on a live deployment, phase by phase, through the command line: `gates` before each
 * phase, `preflight` before each deploy and rollback, `advance`, the edits of the environment as they are confirmed by
 * a person. Every phase is shipped, taken back and shipped again.
 */
export async function runPlan(
  scenario: Scenario,
  host: ReplicaHost,
  random: Random,
  { once = false }: RunOptions = {},
): Promise<RunOutcome> {
  const { signs, answers = {}, migrate, plan } = scenario;
  const repository = await makeRepository(serviceFiles(scenario.shape));
  try {
    const today = await shippedNow(repository, 'today');
    await repository.tagDeployed(today.commit);
    const grid = signs && (await askAcceptance(repository, { planned: migrate, answers }));
    const moment: Moment = { phase: 'expand' };
    const clients = signs ? tokenClients(random) : undefined;
    const ask = clients?.ask ?? askForValue(() => rightAt(scenario, moment.phase));
    const lab = await startLab(host, random, today, ask);
    const told: Told[] = [];
    const problems: string[] = [];
    let ended: Awaited<ReturnType<Lab['end']>>;
    try {
      const id = await create(repository, scenario);
      await everyPhase({ id, scenario, repository, lab, clients, out: today, moment, told, problems }, once);
    } finally {
      ended = await lab.end();
    }
    const change = { ...scenario, right: rightAt(scenario, 'contract') };
    const judged = judgeStarts(change, ended.starts);
    const talk = clients && signs && grid ? { talk: talkOf(clients.looked(), judged, signs, grid) } : {};
    return outcomeOf(change, ended.served, judged, { plan, problems, told, ...talk });
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
  readonly clients: TokenClients | undefined;
  readonly id: string;
  out: Shipped;
  readonly moment: Moment;
  readonly told: Told[];
  readonly problems: string[];
}

/** Ships each phase, takes it back and ships it again. A phase without moves of its own is passed through. */
async function everyPhase(walk: Walk, once: boolean): Promise<void> {
  for (const phase of PHASES) {
    const moves = phaseMoves(walk.scenario, phase);
    const before = walk.out;
    walk.moment.phase = phase;
    if (phase !== 'expand') await advance(walk, phase);
    await carryOut(walk, phase, moves, phase);
    if (once || moves.length === 0) continue;
    await takeBack(walk, phase, moves);
    if (!isDeepStrictEqual(stateOf(walk.out), stateOf(before)))
      walk.problems.push(`${phase} taken back is not what was before`);
    await advance(walk, phase);
    await carryOut(walk, phase, moves, `${phase} again`);
  }
}

function phaseMoves({ migrate, plan, strict = true, form }: Scenario, phase: Phase): readonly Move[] {
  const [kind] = migrate;
  return movesOf(kind as Parameters<typeof movesOf>[0], { plan, phase, strict, form });
}

/** The exit status is 1 as well where something is left to people, which is done right behind it. */
const WRITTEN = /^(?:Wrote |Nothing is missing)/m;

/** Brings the moves of a phase, one after the other; the first of them is written already. */
async function carryOut(walk: Walk, phase: Phase, moves: readonly Move[], step: string): Promise<void> {
  const { repository, scenario, id } = walk;
  await bring(walk, step, { backwards: false, first: 'environment' });
  for (const move of moves.keys()) {
    if (move === 0) continue;
    const ran = await repository.crossfade('advance', id, '--resume', '--include-production');
    assert.match(ran.out, WRITTEN, `the rest of ${step}: ${ran.error}${ran.out}`);
    scenario.byHand?.(repository, { phase, move }, false);
    await bring(walk, `${step}, move ${move + 1}`, { backwards: false, first: 'environment' });
  }
}

/** Takes a phase back, move by move as the command line says, each shipped before the next. */
async function takeBack(walk: Walk, phase: Phase, moves: readonly Move[]): Promise<void> {
  const { repository, scenario, id } = walk;
  const first = moves[0]?.kind === 'environment' ? 'code' : 'environment';
  for (const move of [...moves.keys()].reverse()) {
    const ran = await repository.crossfade('rollback', id, '--include-production');
    const whole = !ran.out.includes(`The record stays in \`${phase}\``);
    assert.equal(ran.status, whole ? 0 : 1, `rollback of ${phase}: ${ran.error}${ran.out}`);
    scenario.byHand?.(repository, { phase, move }, true);
    assert.equal(whole, move === 0, `move ${move + 1} of ${phase} taken back: ${ran.out}`);
    if (whole) scenario.before?.(repository, phase, true);
    const step = whole ? `${phase} taken back` : `move ${move + 1} of ${phase} taken back`;
    await bring(walk, step, { backwards: true, first });
  }
}

/** Commits what the command line wrote, asks what it will do, and ships it. */
async function bring(walk: Walk, step: string, way: Way): Promise<void> {
  const { repository, lab, out: from, problems, told } = walk;
  const to = await shippedNow(repository, step);
  const foretold = await askPreflight(repository, from, to);
  // It may not know; it may not be wrong.
  if (foretold.deploy === 'no')
    problems.push(`${step}: preflight says no: ${foretold.replicas.map((it) => it.why).join()}`);
  const changesCode = !isDeepStrictEqual(to.release.files, from.release.files);
  const ends = walk.moment.phase === 'contract';
  if (!way.backwards && changesCode && !ends) await waits(walk, step);
  const right = () => rightAt(walk.scenario, walk.moment.phase);
  const happened = watch(lab, right);
  if (!(await ship(lab, from, to, way))) problems.push(`${step}: a replica does not start`);
  const { starts, well } = happened();
  told.push({ step, verdict: foretold.deploy, well });
  problems.push(...preflightDifferences(foretold, starts, { from, to, right: right() }));
  await repository.tagDeployed(to.commit);
  walk.out = to;
}

/** Nothing goes on before the code of a phase is out. */
async function waits({ repository, id, problems }: Walk, step: string): Promise<void> {
  const { allowed, gates } = await askGates(repository, id);
  const deployed = gates.filter((it) => it.id === 'G8').map((it) => it.verdict);
  if (allowed || !deployed.includes('no'))
    problems.push(`${step}: the next phase is not held back before the code is out: G8 ${deployed.join()}`);
}

async function create(repository: Repository, scenario: Scenario): Promise<string> {
  const { answers = {}, migrate, plan } = scenario;
  repository.write('.answers.json', JSON.stringify({ owner: '@orders', ...answers }));
  const asked = ['migrate', ...migrate, '--plan', plan, '--answers', '.answers.json'];
  const ran = await repository.crossfade(...asked, '--include-production', '--format', 'json');
  // Where people have a part in a phase, it is not proved before they did it.
  assert.ok(
    ran.status === 0 || (ran.status === 1 && scenario.byHand),
    `crossfade ${asked.join(' ')}: ${ran.error}${ran.out}`,
  );
  const created = JSON.parse(ran.out) as {
    readonly id: string;
    readonly record: string;
    readonly phase: Phase;
  };
  const { id, record } = created;
  assert.equal(created.phase, 'expand');
  signRecord(repository, record);
  scenario.byHand?.(repository, { phase: 'expand', move: 0 }, false);
  return id;
}

/** Asks the gates of the next phase, which have to hold, and takes it. */
async function advance(walk: Walk, phase: Phase): Promise<void> {
  const { repository, scenario, id } = walk;
  scenario.before?.(repository, phase, false);
  await daysPass(walk, phase);
  const asked = await askGates(repository, id);
  assert.ok(asked.allowed, `gates of ${phase}: ${heldBack(asked).join('; ')}`);
  const ran = await repository.crossfade('advance', id, '--include-production');
  assert.match(ran.out, WRITTEN, `advance to ${phase}: ${ran.error}${ran.out}`);
  scenario.byHand?.(repository, { phase, move: 0 }, false);
}

/**
 * Where a phase has to wait until nobody goes back any more, it is held back on the day of the deploy, and by nothing
 * else. Then days pass, and with them what was signed runs out; what no file shows of it, people say.
 */
async function daysPass(walk: Walk, phase: Phase): Promise<void> {
  const { repository, scenario, id, out, problems, clients } = walk;
  const early = await askGates(repository, id);
  if (!early.gates.some((it) => it.id === 'G9')) return scenario.attest?.(repository, id, phase);
  const held = heldBack(early);
  if (early.allowed || !held.some((it) => it.startsWith('G9 ')))
    problems.push(`${phase} on the day of the deploy is held back by ${held.join('; ') || 'nothing'}`);
  await repository.tagDeployed(out.commit, KEPT);
  await clients?.expired();
  await scenario.attest?.(repository, id, phase);
}

function stateOf({ release, surroundings }: Shipped) {
  return { files: release.files, surroundings };
}
