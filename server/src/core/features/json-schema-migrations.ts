import { tombstones } from '../migration/gates-code.ts';
import { type RecordFile, recordsOf } from '../migration/record.ts';
import type { SettingsSchema } from '../schema/schema.ts';
import type { Snapshot } from '../snapshot.ts';
import { type Data, str } from '../syntax/data.ts';
import { type Keywords, keywords, list } from './json-schema-object.ts';

/**
 * What the migration records of a schema's service say of names: `x-migrations`, those under way with the names of both
 * sides, and `x-tombstones`, names that were taken away for good and are not to be used again.
 */
export function migrationKeywords(snapshot: Snapshot, { service }: SettingsSchema): Keywords {
  const own = recordsOf(snapshot).filter((it) => service === '' || it.file.path.startsWith(`${service}/`));
  const open = own.filter((it) => it.phase === 'expand' || it.phase === 'migrate' || it.phase === 'contract');
  const gone = own.flatMap((it) => tombstones(it).map((name) => tombstone(name, it)));
  return { 'x-migrations': list(open.map(migration)), 'x-tombstones': list(gone) };
}

function migration(record: RecordFile): Data {
  return keywords({
    id: str(record.id),
    kind: record.kind === undefined ? undefined : str(record.kind),
    phase: str(record.phase),
    from: list(record.from.map(str)),
    to: list(record.to.map(str)),
  });
}

function tombstone(name: string, record: RecordFile): Data {
  return keywords({ name: str(name), id: str(record.id) });
}
