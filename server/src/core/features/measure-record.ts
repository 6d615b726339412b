import { claimedChange } from '../migration/claimed-change.ts';
import { gateBothEqual } from '../migration/gates-environment.ts';
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

/** Whether the values of OLD and NEW are equal in an environment, by what is seen of it and not by what people said. */
export function equalIn(snapshot: Snapshot, record: RecordFile, environment: string): boolean | undefined {
  const gathered = factsOfRecord(snapshot, record);
  if (!gathered.ok) return undefined;
  const unattested = { ...record, env: new Map() };
  const verdict = gateBothEqual(gathered.facts, unattested).find((it) => it.environment === environment);
  return verdict?.verdict === 'yes' ? true : verdict?.verdict === 'no' ? false : undefined;
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
