import type { MigrationFacts } from './facts.ts';
import { type PhaseChange, phaseChange } from './phase-change.ts';
import { safetyFacts } from './plan-facts.ts';
import { judgePlan } from './planner.ts';
import type { RecordFile } from './record.ts';

/** What the phase that a record claims still has to change; undefined while the record names no plan. */
export function claimedChange(facts: MigrationFacts, record: RecordFile): PhaseChange | undefined {
  if (record.plan === undefined) return undefined;
  const judged = judgePlan(record.plan, safetyFacts(facts, record));
  return phaseChange(facts, {
    id: record.id,
    plan: record.plan,
    phase: record.phase,
    precedence: record.precedence,
    strict: judged?.plan.moves.some((it) => it.kind === 'code' && it.code === 'new-declaring') ?? true,
    rollbackWithoutEnvEdit: record.rollbackWithoutEnvEdit,
  });
}
