import type { MigrationFacts } from './facts.ts';
import { type GateVerdict, gatesOf, phaseAllowed } from './gates.ts';
import { GENERATORS } from './generate/generators.ts';
import type { Phase } from './kinds/kinds.ts';
import type { PhaseChange } from './phase-change.ts';
import { movesOf } from './phase-moves.ts';
import type { RecordFile } from './record.ts';

/**
 * What keeps a record from a phase that begins with code which Crossfade writes for this kind: nothing could be
 * written, and the code of today is not what the phase needs. Empty where there is code, or people had it to write
 * anyway.
 * @param record which may claim any phase
 * @param change what the phase writes
 */
export function unwrittenCode(
  facts: MigrationFacts,
  record: RecordFile,
  change: PhaseChange,
  phase: Phase,
): readonly GateVerdict[] {
  const { plan } = record;
  if (plan === undefined || change.code.length > 0) return [];
  const isWritten =
    GENERATORS[facts.kind]?.settingsClass !== undefined &&
    facts.readers.some((it) => it.schema.reader === 'pydantic-settings');
  const form = facts.answers.get('form');
  const [first] = movesOf(facts.kind, { plan, phase, strict: true, form });
  if (!isWritten || first === undefined || first.kind === 'environment') return [];
  const claimed = gatesOf(facts, { ...record, phase }, 'claimed');
  return phaseAllowed(claimed).blocking.filter((it) => it.id === 'G2');
}
