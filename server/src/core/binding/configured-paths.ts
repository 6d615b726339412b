import { configurationFor } from '../options-for.ts';
import type { SettingsSchema } from '../schema/schema.ts';
import type { Snapshot } from '../snapshot.ts';
import { resolvePath } from '../text/relative-path.ts';

/** Files to which the configuration gives a place, so that their names say nothing more. */
export function configuredPaths(snapshot: Snapshot, schema: SettingsSchema): ReadonlySet<string> {
  const configuration = configurationFor(snapshot, schema.place.path);
  const { environments } = configuration?.options ?? snapshot.options;
  const written = Object.values(environments).flatMap((it) => [
    ...(it.dotenv ?? []),
    ...(it.process ?? []).map((source) => source.replace(/^file:/, '').replace(/#.*$/, '')),
  ]);
  return new Set(written.flatMap((path) => resolvePath(configuration?.folder ?? '', path) ?? []));
}
