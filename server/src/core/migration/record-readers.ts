import type { MigrationFacts } from './facts.ts';
import type { RecordFile } from './record.ts';

/** What a version can be stated of: the processes that a record names, else the settings that read its keys. */
export function recordReaders(
  { readers }: RecordFile,
  facts: Pick<MigrationFacts, 'readers'>,
): readonly string[] {
  return readers.length > 0 ? readers : facts.readers.map((it) => it.name);
}
