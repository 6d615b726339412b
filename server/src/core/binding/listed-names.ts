import type { Snapshot } from '../snapshot.ts';
import { sameEnvironment } from '../supply/environment-name.ts';

/** The names that somebody has listed of a store that cannot be read; undefined where nobody has. */
export function listedNames(
  { stores }: Snapshot,
  environment: string,
  store: string,
): readonly string[] | undefined {
  if (stores === undefined) return undefined;
  const own = [...stores].find(([name]) => sameEnvironment(name, environment))?.[1];
  return own?.get(store);
}

/** True for a store of which somebody has seen that it holds none of the keys that are asked about. */
export function isListedEmpty(snapshot: Snapshot, environment: string, store: string): boolean {
  return listedNames(snapshot, environment, store)?.length === 0;
}
