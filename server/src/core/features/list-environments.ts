import { environmentsOf } from '../binding/environments.ts';
import { schemasOf } from '../schema/readers.ts';
import type { Snapshot } from '../snapshot.ts';

/** An environment of the workspace, whichever settings have it. */
export interface ListedEnvironment {
  readonly name: string;
  /** The files that it takes values from, highest rank first. */
  readonly files: readonly string[];
  /** True where none of its files is here. */
  readonly unseen: boolean;
}

/** Every environment that settings of the workspace have, `development` first, in the order of the matrix. */
export function listEnvironments(snapshot: Snapshot): readonly ListedEnvironment[] {
  const found = new Map<string, ListedEnvironment>();
  for (const schema of schemasOf(snapshot)) {
    for (const { name, layers, unseen } of environmentsOf(snapshot, schema)) {
      const known = found.get(name);
      const own = [...layers].reverse().flatMap((it) => it.path ?? []);
      found.set(name, {
        name,
        files: [...new Set([...(known?.files ?? []), ...own])],
        unseen: (known?.unseen ?? true) && unseen,
      });
    }
  }
  return [...found.values()];
}
