import { schemasOf } from '../schema/readers.ts';
import type { Snapshot } from '../snapshot.ts';
import { formatOf } from '../syntax/formats.ts';
import { memo } from '../text/memo.ts';
import { folderOf } from '../text/relative-path.ts';
import { readersOf } from './unknown.ts';

/**
 * True for a file whose form is judged: a reader of ours loads it whole, or it is a dotenv file beside a service that
 * has one. Other files have other readers with other rules.
 */
export function isJudged(snapshot: Snapshot, path: string): boolean {
  const readers = readersOf(snapshot).get(path) ?? [];
  if (readers.some((it) => !it.layer.variables)) return true;
  if (formatOf(path)?.name !== 'dotenv') return false;
  const folder = folderOf(path);
  return services(snapshot).some((service) => isAbove(service, folder) || isAbove(folder, service));
}

/** True for a file that holds settings: `check` counts it, and completion and hover speak in it. */
export function isSettingsFile(snapshot: Snapshot, path: string): boolean {
  return readersOf(snapshot).has(path) || formatOf(path)?.name === 'dotenv';
}

const services = memo((snapshot: Snapshot): readonly string[] => [
  ...new Set(schemasOf(snapshot).map((schema) => schema.service)),
]);

function isAbove(upper: string, lower: string): boolean {
  return upper === '' || lower === upper || lower.startsWith(`${upper}/`);
}
