import { oneEdit } from '../text/one-edit.ts';
import { recordedChange } from './claimed-change.ts';
import { withByHand } from './edit/edit-by-hand.ts';
import type { MigrationFacts } from './facts.ts';
import { type GateVerdict, gatesOf, phaseAllowed } from './gates.ts';
import { kindNamed, nextPhase, planNamesOf } from './kinds/kinds.ts';
import type { MigrationChange } from './migration-change.ts';
import { isOffered } from './phase-moves.ts';
import type { RecordFile } from './record.ts';
import { unwrittenCode } from './unwritten-code.ts';

export type AdvanceResult =
  | { readonly ok: true; readonly change: MigrationChange; readonly waived: readonly GateVerdict[] }
  | { readonly ok: false; readonly message: string; readonly blocking: readonly GateVerdict[] };

/** The edits of the phase after the one that the record claims, when its gates hold. */
export function advance(facts: MigrationFacts, record: RecordFile): AdvanceResult {
  const { plan } = record;
  const next = nextPhase(record.phase);
  if (next === undefined || plan === undefined) {
    const message = next === undefined ? `the record is in \`${record.phase}\`` : 'the record names no plan';
    return { ok: false, message, blocking: [] };
  }
  if (!isOffered(facts.kind, plan)) {
    const plans = planNamesOf(kindNamed(facts.kind))
      .map((it) => `\`${it}\``)
      .join(', ');
    return { ok: false, message: `\`${plan}\` is not carried out; choose one of ${plans}`, blocking: [] };
  }
  const { allowed, blocking, waived } = phaseAllowed(gatesOf(facts, record, 'next'));
  if (!allowed) {
    const gates = [...new Set(blocking.map((it) => it.id))].join(', ');
    return { ok: false, message: `\`${next}\` is held back by ${gates}`, blocking };
  }
  const at = record.valueSpans.get('phase');
  if (at === undefined) return { ok: false, message: 'the record has no `phase`', blocking: [] };
  const { path, text } = record.file;
  const change = recordedChange(facts, record, plan, next);
  const missing = unwrittenCode(facts, record, change, next);
  if (missing.length > 0) {
    const message = [`the code of \`${next}\` cannot be written`, ...change.notes].join('; ');
    return { ok: false, message, blocking: missing };
  }
  const claimed = text.slice(0, at.start) + next + text.slice(at.end);
  const written = withByHand(claimed, next, change.notes);
  return {
    ok: true,
    waived,
    change: {
      ...change,
      record: { path, text: written },
      code: [{ path, ...oneEdit(text, written) }, ...change.code],
    },
  };
}
