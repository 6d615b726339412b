import type { MigrationFacts } from './facts.ts';
import type { Phase, PlanName } from './kinds/kinds.ts';
import { moveChange, type PhaseChange, type PhaseRequest, phaseChange, phaseMoves } from './phase-change.ts';
import { constraintsOf, safetyFacts } from './plan-facts.ts';
import { judgePlan } from './planner.ts';
import type { Move } from './plans.ts';
import type { RecordFile } from './record.ts';

/** What the phase that a record claims still has to change; undefined while the record names no plan. */
export function claimedChange(facts: MigrationFacts, record: RecordFile): PhaseChange | undefined {
  return record.plan === undefined ? undefined : recordedChange(facts, record, record.plan, record.phase);
}

/** What one phase of a record changes, whatever phase the record claims. */
export function recordedChange(
  facts: MigrationFacts,
  record: RecordFile,
  plan: PlanName,
  phase: Phase,
): PhaseChange {
  return phaseChange(facts, requestOf(facts, record, plan, phase));
}

/** The moves of one phase of a record, each waited for before the next. */
export function recordedMoves(
  facts: MigrationFacts,
  record: RecordFile,
  plan: PlanName,
  phase: Phase,
): readonly Move[] {
  return phaseMoves(facts, requestOf(facts, record, plan, phase));
}

/** What one of these moves changes. */
export function recordedMove(
  facts: MigrationFacts,
  record: RecordFile,
  plan: PlanName,
  phase: Phase,
  move: Move,
): PhaseChange {
  return moveChange(facts, requestOf(facts, record, plan, phase), move);
}

function requestOf(facts: MigrationFacts, record: RecordFile, plan: PlanName, phase: Phase): PhaseRequest {
  const { id, precedence } = record;
  return { id, plan, phase, precedence, strict: keepsDeclaration(facts, record, plan) };
}

/** Whether a removal goes through code that only declares OLD: today's facts say so, or a class already does. */
function keepsDeclaration(facts: MigrationFacts, record: RecordFile, plan: PlanName): boolean {
  const judged = judgePlan(plan, safetyFacts(facts, constraintsOf(record)));
  const moves = judged?.plan.moves ?? [];
  return judged === undefined || moves.some((it) => it.kind === 'code' && it.code === 'new-declaring');
}
