import { suppliedProblems } from '../binding/supplied-problems.ts';
import { readersOf } from '../binding/unknown.ts';
import { pathsUnderWay } from '../migration/in-progress.ts';
import { isRecordPath } from '../migration/record.ts';
import { frameworkPaths } from '../rules/framework-settings.ts';
import { deadKeysInTests } from '../rules/test-sets-dead-key.ts';
import { readableSecretFiles } from '../rules/world-readable-secret.ts';
import { schemasOf } from '../schema/readers.ts';
import type { Snapshot } from '../snapshot.ts';
import { formatOf } from '../syntax/formats.ts';
import { filesOf } from '../text/files-of.ts';

function mayBeChecked(path: string): boolean {
  return path.endsWith('.md') || formatOf(path)?.name === 'dotenv';
}

/**
 * Paths of files in which findings can stand: settings files, settings code, records, configurations, code that a
 * migration has to change. Sorted.
 */
export function checkedPaths(snapshot: Snapshot): readonly string[] {
  const paths = new Set(readersOf(snapshot).keys());
  for (const path of pathsUnderWay(snapshot)) paths.add(path);
  for (const path of frameworkPaths(snapshot)) paths.add(path);
  for (const path of deadKeysInTests(snapshot).keys()) paths.add(path);
  for (const path of readableSecretFiles(snapshot)) paths.add(path);
  for (const { path } of filesOf(snapshot.files, mayBeChecked)) {
    if (formatOf(path)?.name === 'dotenv' || isRecordPath(snapshot, path)) paths.add(path);
  }
  for (const path of suppliedProblems(snapshot).keys()) paths.add(path);
  for (const { path } of snapshot.configurations) paths.add(path);
  for (const schema of schemasOf(snapshot)) {
    paths.add(schema.place.path);
    for (const field of schema.fields) paths.add(field.place.path);
  }
  return [...paths].filter((path) => snapshot.files.has(path)).sort();
}
