import { textOf, tomlValue } from '../schema/project-data.ts';
import type { Snapshot } from '../snapshot.ts';
import { joinPath } from '../text/relative-path.ts';

/** The name that a service's `pyproject.toml` gives it. */
export function projectName(snapshot: Snapshot, service: string): string | undefined {
  const file = snapshot.files.get(joinPath(service, 'pyproject.toml'));
  if (!file) return undefined;
  return textOf(tomlValue(file, ['project', 'name'])) ?? textOf(tomlValue(file, ['tool', 'poetry', 'name']));
}
