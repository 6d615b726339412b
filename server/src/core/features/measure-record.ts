import { claimedChange } from '../migration/claimed-change.ts';
import type { GateVerdict } from '../migration/gates.ts';
import { gateNewText, gateSameValue } from '../migration/gates-of-kinds.ts';
import type { PhaseChange } from '../migration/phase-change.ts';
import type { RecordFile } from '../migration/record.ts';
import { factsOfRecord } from '../migration/record-facts.ts';
import type { Snapshot } from '../snapshot.ts';

/** What the phase that a record claims still has to change. */
export function missingEdits(
  snapshot: Snapshot,
  record: RecordFile,
): { readonly ok: true; readonly change: PhaseChange } | { readonly ok: false; readonly message: string } {
  const [problem] = [...record.problems, ...snapshot.engines.record(record.data)];
  if (problem) return { ok: false, message: `the record is not valid: ${problem.message}` };
  const gathered = factsOfRecord(snapshot, record);
  if (!gathered.ok) return gathered;
  const change = claimedChange(gathered.facts, record);
  return change === undefined ? { ok: false, message: 'the record names no plan' } : { ok: true, change };
}

/** What the values of an environment show of a migration, by what is seen of them and not by what people said. */
export interface ValuesShow {
  /** Whether old and new values say the same. */
  readonly equal?: boolean;
  /** Whether code takes the values that the next phase needs. */
  readonly valid?: boolean;
}

/** Judges the values that an environment holds. */
export function valuesIn(snapshot: Snapshot, record: RecordFile, environment: string): ValuesShow {
  const gathered = factsOfRecord(snapshot, record);
  if (!gathered.ok) return {};
  const unattested = { ...record, env: new Map() };
  const said = (verdicts: readonly GateVerdict[]) => {
    const verdict = verdicts.find((it) => it.environment === environment)?.verdict;
    return verdict === 'yes' ? true : verdict === 'no' ? false : undefined;
  };
  const equal = said(gateSameValue(gathered.facts, unattested));
  const valid = said(gateNewText(gathered.facts, unattested));
  return { ...(equal === undefined ? {} : { equal }), ...(valid === undefined ? {} : { valid }) };
}

/** How far the old keys of a migration are in use. */
export interface Measured {
  /** Places of code, and lines of other files, that read or name an old key. */
  readonly places: number;
  /** Environments that hold one, among those that are seen. */
  readonly environments: readonly string[];
}

/** Measures a migration; undefined where its record cannot be judged. */
export function measure(snapshot: Snapshot, record: RecordFile): Measured | undefined {
  const gathered = factsOfRecord(snapshot, record);
  if (!gathered.ok) return undefined;
  const { readers, mentions, environments } = gathered.facts;
  const reads = readers.flatMap((it) => it.readsOld).map((it) => `${it.path} ${it.span.start}`);
  const declared = readers.flatMap((it) =>
    it.old ? [`${it.old.place.path} ${it.old.place.span.start}`] : [],
  );
  const named = mentions.filter((it) => it.name === 'old').map((it) => `${it.path}:${it.line}`);
  return {
    places: new Set([...reads, ...declared, ...named]).size,
    environments: environments
      .filter((it) => it.layers.some((layer) => layer.old !== undefined))
      .map((it) => it.name),
  };
}
