import type { Snapshot } from '../snapshot.ts';
import { memo } from '../text/memo.ts';
import { tombstones } from './gates-code.ts';
import { type RecordFile, recordsOf } from './record.ts';

/** The record that is taking a key away: under way, neither draft nor ended. */
export function openRecordFor(snapshot: Snapshot, key: string): RecordFile | undefined {
  return inIndex(index(recordsOf(snapshot)).open, key);
}

/** The record that took a key away for good. */
export function tombstoneFor(snapshot: Snapshot, key: string): RecordFile | undefined {
  return inIndex(index(recordsOf(snapshot)).gone, key);
}

/** True where some record speaks of keys of files: one that takes them away, or took them for good. */
export function hasRecords(snapshot: Snapshot): boolean {
  const { open, gone } = index(recordsOf(snapshot));
  return open.size > 0 || gone.size > 0;
}

const index = memo((records: readonly RecordFile[]) => {
  const open = new Map<string, RecordFile>();
  const gone = new Map<string, RecordFile>();
  for (const record of records) {
    if (record.phase === 'expand' || record.phase === 'migrate' || record.phase === 'contract') {
      for (const key of record.from) if (!record.to.includes(key)) open.set(fold(key), record);
    }
    for (const key of tombstones(record)) gone.set(fold(key), record);
  }
  return { open, gone };
});

function inIndex(records: ReadonlyMap<string, RecordFile>, key: string): RecordFile | undefined {
  return records.size === 0 ? undefined : records.get(fold(key));
}

/** A field and the variable that sets it differ in case. */
function fold(key: string): string {
  return key.toLowerCase();
}
