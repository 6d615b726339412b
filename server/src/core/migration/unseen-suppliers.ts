import type { Environment } from '../binding/environment.ts';
import { listedNames } from '../binding/listed-names.ts';
import type { SettingsSchema } from '../schema/schema.ts';
import type { Snapshot } from '../snapshot.ts';
import type { LayerFacts } from './facts.ts';

/**
 * What may hold one of the keys beside the layers that are seen, as the code names it: sources that are not followed,
 * files and folders outside of the workspace, a file whose name is computed. What ranks below a layer that sets a key
 * of the migration says nothing.
 * @param layers what is seen of the environment
 */
export function unseenSuppliers(
  snapshot: Snapshot,
  { loading }: SettingsSchema,
  environment: Environment,
  layers: readonly LayerFacts[],
): readonly string[] {
  const setting = layers.filter((it) => it.entries.size > 0 && it.folder === undefined);
  const below = new Set(environment.outsideBelow ?? []);
  const outside = environment.outside.filter((it) => setting.length === 0 || !below.has(it));
  const isComputed = loading.envFileUndecided !== undefined && loading.envFilePattern === undefined;
  const named = isComputed && !setting.some((it) => it.kind === 'process') ? ['env_file'] : [];
  return [...(loading.foreignSources ?? []), ...outside, ...named].filter(
    (it) => listedNames(snapshot, environment.name, it)?.length !== 0,
  );
}
