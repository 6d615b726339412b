import { optionsFor } from '../options-for.ts';
import type { SettingsSchema } from '../schema/schema.ts';
import type { Snapshot } from '../snapshot.ts';
import { sameEnvironment } from '../supply/environment-name.ts';

/** Whether values reach an environment inside of the same artefact as the code; undefined where nothing says it. */
export function couplingOf(
  snapshot: Snapshot,
  schema: SettingsSchema,
  environment: string,
): 'bundled' | 'external' | undefined {
  const { environments } = optionsFor(snapshot, schema.place.path);
  const name = Object.keys(environments).find((it) => sameEnvironment(it, environment));
  return name === undefined ? undefined : environments[name]?.coupling;
}
