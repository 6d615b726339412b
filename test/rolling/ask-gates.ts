import assert from 'node:assert/strict';
import type { Repository } from './lab/repository.ts';

export interface Gate {
  readonly id: string;
  readonly environment: string | null;
  readonly verdict: 'yes' | 'no' | 'unknown' | 'n/a';
  readonly reason: string;
  readonly waived: unknown;
}

export interface GateReport {
  /** The next phase may begin. */
  readonly allowed: boolean;
  readonly gates: readonly Gate[];
}

/** Asks the command line for the gates of the next phase. Throws where one of them is waived. */
export async function askGates({ crossfade }: Repository, id: string): Promise<GateReport> {
  const ran = await crossfade('gates', id, '--next', '--format', 'json');
  assert.ok(ran.status === 0 || ran.status === 1, `crossfade gates ${id}: ${ran.error}${ran.out}`);
  const { records } = JSON.parse(ran.out) as {
    readonly records: readonly { readonly gates: readonly Gate[] }[];
  };
  const gates = records.flatMap((it) => it.gates);
  assert.deepEqual(
    gates.filter((it) => it.waived !== null),
    [],
    'no gate is waived',
  );
  return { allowed: ran.status === 0, gates };
}

/** `G9 production no: …`, for each gate that holds the phase back. */
export function heldBack({ gates }: GateReport): readonly string[] {
  return gates
    .filter((it) => it.verdict === 'no' || it.verdict === 'unknown')
    .map((it) => `${it.id} ${it.environment ?? '-'} ${it.verdict}: ${it.reason}`);
}
