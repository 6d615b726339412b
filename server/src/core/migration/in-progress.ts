import type { Snapshot } from '../snapshot.ts';
import { memo } from '../text/memo.ts';
import type { MigrationFacts } from './facts.ts';
import { type GateVerdict, gatesOf } from './gates.ts';
import { type RecordFile, recordsOf } from './record.ts';
import { factsOfRecord } from './record-facts.ts';

/** A record that is neither done nor abandoned, with what is known of it now. */
export interface Progress {
  readonly record: RecordFile;
  readonly facts: MigrationFacts;
  /** The verdicts for the phase that the record claims; worked out when first asked for. */
  readonly gates: readonly GateVerdict[];
}

/**
 * Every migration under way that can be judged: its record is read without a mistake and names a kind and a plan. What
 * all rules about migrations start from, so that facts are gathered once for each snapshot.
 */
export const migrationsInProgress: (snapshot: Snapshot) => readonly Progress[] = memo((snapshot) =>
  openRecords(recordsOf(snapshot)).flatMap((record) => {
    if (snapshot.engines.record(record.data).some((it) => !it.missing)) return [];
    const gathered = factsOfRecord(snapshot, record);
    return gathered.ok ? [progress(record, gathered.facts)] : [];
  }),
);

const openRecords = memo((records: readonly RecordFile[]): readonly RecordFile[] =>
  records.filter(
    ({ phase, plan, problems }) =>
      phase !== 'done' && phase !== 'abandoned' && plan !== undefined && problems.length === 0,
  ),
);

function progress(record: RecordFile, facts: MigrationFacts): Progress {
  let gates: readonly GateVerdict[] | undefined;
  return {
    record,
    facts,
    get gates() {
      gates ??= gatesOf(facts, record);
      return gates;
    },
  };
}

/** Python files beside the settings code in which something of a migration may be left to do. */
export function pathsUnderWay(snapshot: Snapshot): readonly string[] {
  return migrationsInProgress(snapshot).flatMap(({ facts }) => [
    ...facts.readers.flatMap((reader) => reader.readsOld.map((it) => it.path)),
    ...facts.tests.map((it) => it.path),
  ]);
}
