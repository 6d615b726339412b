import { optionsFor } from '../options-for.ts';
import type { Snapshot } from '../snapshot.ts';
import type { RecordFile } from './record.ts';

/** The folder in which the folder of a record stands: that of its service, empty for the root. */
export function serviceOfRecord(snapshot: Snapshot, { file }: Pick<RecordFile, 'file'>): string {
  const folder = file.path.slice(0, Math.max(file.path.lastIndexOf('/'), 0));
  const { migrations } = optionsFor(snapshot, file.path);
  return folder.endsWith(`/${migrations}`) ? folder.slice(0, -migrations.length - 1) : '';
}
